"""The two doors to PostgreSQL, and the only Python file that holds SQL text.

`read` and `transaction` each send one whole transaction as one pipeline: begin, role and settings, who acts, the
statements, commit: one network round trip. Every GET uses `read`, which is READ ONLY. Returning commits, raising
rolls back.
"""

import os
import random
import time
from dataclasses import replace
from typing import Any, LiteralString, TypeVar, cast, overload

import psycopg
from flask import Flask, current_app
from psycopg import Cursor
from psycopg import errors as pg

from app import deadline, errors, seen
from app.actors import DESK as DESK  # noqa: PLC0414  (views name them through the doors)
from app.actors import NOBODY, SHOP, Colleague, Identity
from app.actors import WORKER as WORKER  # noqa: PLC0414
from app.actors import Actor as Actor  # noqa: PLC0414
from app.kept import Kept, keep
from app.pool import READING, WRITING, BoundedConnection, Lost, Pool
from app.replica import Replica
from app.settings import Settings
from app.statements import Statement as Statement  # noqa: PLC0414  (views name it through the doors)

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

RETRIES = 3
PATIENCE = 3.0  # seconds of the server for one statement, less when the request's deadline is nearer
WORKERS_PATIENCE = 60.0  # the same for the worker, for whom nobody waits
MARGIN = 0.1  # seconds that the server gives up before we do, so that the connection outlives a slow statement
_SWITCHED = frozenset({SHOP, DESK, WORKER})  # who writes nothing while the shop can only be looked at
_BEGIN_READ, _BEGIN_WRITE, _COMMIT = "begin read only", "begin", "commit"
_ENTER = """
    select set_config('role', %(role)s, true), set_config('app.request_id', %(request_id)s, true),
        set_config('app.actor', %(name)s, true), set_config('statement_timeout', %(patience)s, true),
        set_config('lock_timeout', '1s', true), set_config('idle_in_transaction_session_timeout', '5s', true),
        set_config('client_connection_check_interval', '1s', true)"""
_LOOK_AT_SWITCHES = "select set_config('transaction_read_only', write_mode(), true)"  # as the role that was entered
_IDENTIFY = "select * from identify(%(session)s, %(customer_id)s, %(cart_id)s, %(member_only)s)"
_IDENTIFY_STAFF = "select * from identify_staff(%(session)s, %(admin_only)s, %(unconfirmed)s)"


class Database:
    """Runs transactions on a pool of connections."""

    def __init__(self, url: str, *, connections: int) -> None:
        self._url = url
        self._connections = connections
        self.kept: list[Kept[Any]] = []
        self.replica: Replica | None = None
        self._pools: dict[int, Pool] = {}  # by process

    def close(self) -> None:
        """Closes the pool of this process, if it has one, and the replica's."""
        pool = self._pools.pop(os.getpid(), None)
        if pool is not None:
            pool.close()
        if self.replica is not None:
            self.replica.close()

    def _pool(self) -> Pool:
        """The pool of this process: a fork leaves its parent's connections alone."""
        pid = os.getpid()
        return self._pools.get(pid) or self._pools.setdefault(pid, Pool(self._url, connections=self._connections))

    def run(
        self, actor: Actor, begin: LiteralString, statements: tuple[Statement[Any], ...], *, replayable: bool
    ) -> list[Any]:
        """Runs a whole transaction; again after a deadlock, a lock timeout or, where harmless, a lost connection.

        A connection that ended before the commit was on its way is always harmless: nothing of the transaction stays.
        Raises a Refusal for SQLSTATEs of class SW, errors.Busy, errors.Unavailable, all before the request's deadline.
        """
        pool, ends, failure = self._pool(), deadline.ends(), None
        for attempt in range(RETRIES):
            if time.monotonic() + 2 * MARGIN > ends:
                break
            try:
                line = READING if begin == _BEGIN_READ else WRITING
                with seen.Trip() as trip, pool.connection(line, ends) as connection:
                    trip.begins()
                    return _run_once(connection, actor, begin, statements)
            except psycopg.DatabaseError as cause:
                failure = cause
                if not _deserves_another(cause, begin, replayable=replayable):
                    break
                if not isinstance(cause, Lost):
                    time.sleep(random.uniform(0.005, 0.03) * (attempt + 1))  # noqa: S311  (jitter, not a secret)
        raise (errors.ReadOnly if isinstance(failure, pg.ReadOnlySqlTransaction) else errors.Unavailable) from failure


def init_app(app: Flask, settings: Settings) -> None:
    """Gives the app its database, and a replica where there is one; connections count per process."""
    app.extensions["database"] = made = Database(settings.database_url, connections=settings.pool_size)
    if settings.database_replica_url:
        other = Database(settings.database_replica_url, connections=settings.pool_size)
        made.replica = Replica(
            lambda statements: other.run(Actor(), _BEGIN_READ, statements, replayable=True),
            close=other.close,
            most_lag=settings.replica_lag_seconds,
        )


def database() -> Database:
    """The database of the current app."""
    return cast("Database", current_app.extensions["database"])


@overload
def read(actor: Actor, one: Statement[A], /) -> A: ...
@overload
def read(actor: Actor, one: Statement[A], two: Statement[B], /) -> tuple[A, B]: ...
@overload
def read(actor: Actor, one: Statement[A], two: Statement[B], three: Statement[C], /) -> tuple[A, B, C]: ...
@overload
def read(
    actor: Actor, one: Statement[A], two: Statement[B], three: Statement[C], four: Statement[D], /
) -> tuple[A, B, C, D]: ...
@overload
def read(actor: Actor, /, *statements: Statement[Any]) -> Any: ...
def read(actor: Actor, *statements: Statement[Any]) -> Any:
    """Runs statements in one READ ONLY transaction and one round trip; returns the result, or a tuple of several.

    Raises errors.SignInRequired, errors.NotStaff, errors.Busy, errors.Unavailable.
    """
    return _along(actor, _BEGIN_READ, statements, replayable=True)


@overload
def read_public(one: Statement[A], /) -> A: ...
@overload
def read_public(one: Statement[A], two: Statement[B], /) -> tuple[A, B]: ...
def read_public(*statements: Statement[Any]) -> Any:
    """The same for what everyone may see and nothing depends on: from the replica, if there is one to ask.

    Raises errors.Busy, errors.Unavailable.
    """
    here = database()
    kept = [one for one in here.kept if not one.decides]
    found = here.replica.read(statements, kept) if here.replica else None
    return read(Actor(), *statements) if found is None else _unwrapped(found)


@overload
def transaction(actor: Actor, one: Statement[A], /, *, replayable: bool = False) -> A: ...
@overload
def transaction(actor: Actor, one: Statement[A], two: Statement[B], /, *, replayable: bool = False) -> tuple[A, B]: ...
@overload
def transaction(
    actor: Actor, one: Statement[A], two: Statement[B], three: Statement[C], /, *, replayable: bool = False
) -> tuple[A, B, C]: ...
@overload
def transaction(actor: Actor, /, *statements: Statement[Any], replayable: bool = False) -> Any: ...
def transaction(actor: Actor, *statements: Statement[Any], replayable: bool = False) -> Any:
    """Runs statements in one read-write transaction and one round trip; each sees what those before it wrote.

    replayable: the same statements may be sent again after a lost answer: an idempotency key makes that harmless.
    Raises a Refusal for SQLSTATEs of class SW, errors.Busy, errors.Unavailable; nothing is changed then.
    """
    return _along(actor, _BEGIN_WRITE, statements, replayable=replayable)


def _along(actor: Actor, begin: LiteralString, statements: tuple[Statement[Any], ...], *, replayable: bool) -> Any:
    """Runs the statements, and for a shopper what this process keeps and has to ask for again (app/kept.py)."""
    due = [kept for kept in database().kept if kept.is_due] if actor.role == SHOP else []
    try:
        results = database().run(actor, begin, (*statements, *(one.statement for one in due)), replayable=replayable)
    except errors.Refusal:
        _ask(due)
        raise
    keep(due, results[len(statements) :])
    return _unwrapped(results[: len(statements)])


def _ask(due: list[Kept[Any]]) -> None:
    """A refusal brings nothing along: a process that had nothing but refusals to tell would never hear what is kept."""
    if due:
        keep(due, database().run(Actor(), _BEGIN_READ, tuple(one.statement for one in due), replayable=True))


def _unwrapped(results: list[Any]) -> Any:
    return results[0] if len(results) == 1 else tuple(results)


def _deserves_another(cause: psycopg.DatabaseError, begin: str, *, replayable: bool) -> bool:
    """Whether a failed transaction is run again; False when the database is away, silent, full or a standby.

    Raises what any other failure means: a Refusal, or the failure itself, which is a bug.
    """
    if isinstance(cause, Lost):
        return replayable or not cause.maybe_done
    if isinstance(cause, (pg.DeadlockDetected, pg.SerializationFailure, pg.LockNotAvailable)):
        return True
    if isinstance(cause, psycopg.OperationalError) or (
        isinstance(cause, pg.ReadOnlySqlTransaction) and begin == _BEGIN_WRITE
    ):
        return False
    raise (found := errors.from_database(cause)) from (None if found is cause else cause)  # a bug is not its own cause


def _run_once(
    connection: BoundedConnection, actor: Actor, begin: LiteralString, statements: tuple[Statement[Any], ...]
) -> list[Any]:
    who, claims, committing = None, actor.claims(), False
    try:
        with connection.batch():
            _enter(connection, actor, begin)
            if actor.role == SHOP and any(claims.values()):
                who = connection.execute(_IDENTIFY, claims)
            elif actor.role == DESK:
                asked = {"session": actor.session, "admin_only": actor.admin_only, "unconfirmed": actor.unconfirmed}
                who = connection.execute(_IDENTIFY_STAFF, asked)
            cursors = [connection.execute(statement.text, statement.params) for statement in statements]
            committing = True
            connection.say(_COMMIT)
    except Exception as cause:
        connection.recover(cause, committing=committing)
        raise
    if actor.role == SHOP:
        actor.identity = _identified(who, actor.identity)
    elif who is not None:
        actor.colleague = Colleague(*(who.fetchone() or ()))
    return [statement.shape(cursor) for statement, cursor in zip(statements, cursors, strict=True)]


def _enter(connection: BoundedConnection, actor: Actor, begin: LiteralString) -> None:
    """Begins a transaction in the actor's role, with the seconds that are left."""
    most = WORKERS_PATIENCE if actor.role == WORKER else PATIENCE
    patience = round(1000 * max(min(most, connection.ends - time.monotonic() - MARGIN), MARGIN))
    connection.say(begin)
    asked = {"role": actor.role, "request_id": actor.request_id, "name": actor.name, "patience": str(patience)}
    connection.execute(_ENTER, asked)
    if begin == _BEGIN_WRITE and actor.role in _SWITCHED:
        connection.execute(_LOOK_AT_SWITCHES)


def _identified(answer: Cursor[Any] | None, earlier: Identity | None) -> Identity:
    """Who identify() found; the session that an earlier door of this request read stays known."""
    if answer is None:
        return NOBODY
    found = Identity(*(answer.fetchone() or ()))
    return replace(found, session_data=earlier.session_data) if earlier and found.session_data is None else found
