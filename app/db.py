"""The two doors to PostgreSQL, and the only Python file that holds SQL text.

`read` and `transaction` each send one whole transaction as one pipeline: begin, role and settings, who acts, the
statements, commit: one network round trip. Every GET uses `read`, which is READ ONLY. Returning commits, raising
rolls back.
"""

import os
import random
import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, LiteralString, TypeVar, cast, overload
from uuid import UUID

import psycopg
from flask import Flask, current_app
from psycopg import Connection, Cursor
from psycopg import errors as pg
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from app import errors
from app.statements import Statement as Statement  # noqa: PLC0414  (views name it through the doors)

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

SHOP, DESK, WORKER = "sensasiwangi_shop", "sensasiwangi_desk", "sensasiwangi_worker"
RETRIES = 3
_BEGIN_READ, _BEGIN_WRITE, _COMMIT = "begin read only", "begin", "commit"
_ENTER = """
    select set_config('role', %(role)s, true), set_config('app.request_id', %(request_id)s, true),
        set_config('app.actor', %(name)s, true), set_config('statement_timeout', '3s', true),
        set_config('lock_timeout', '1s', true)"""
_IDENTIFY = "select * from identify(%(session)s, %(customer_id)s, %(cart_id)s, %(member_only)s)"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the database found behind a session: all None for a visitor without a cart.

    session_data is the session itself when sessions live in the database.
    """

    customer_id: UUID | None
    cart_id: UUID | None
    full_name: str | None
    email: str | None
    session_data: dict[str, Any] | None = None


NOBODY = Identity(None, None, None, None)  # who claims nothing, without asking the database


@dataclass(slots=True)
class Actor:
    """Who asks: a role, and for shoppers the hash of their session (or the ids a trusted session store gave).

    identity is known after the first door was passed. member_only makes the doors raise SignInRequired for visitors.
    """

    role: str = SHOP
    name: str = ""
    request_id: str = ""
    session: str | None = None
    customer_id: UUID | None = None
    cart_id: UUID | None = None
    member_only: bool = False
    identity: Identity | None = None

    def claims(self) -> dict[str, Any]:
        """The parameters of identify(): what is known once a door was passed, else what the session store said."""
        known = self.identity or self
        session = self.session if self.identity is None else None
        return {
            "session": session,
            "customer_id": known.customer_id,
            "cart_id": known.cart_id,
            "member_only": self.member_only,
        }


class Database:
    """A pool of connections that opens in the process that uses it, never before a fork."""

    def __init__(self, url: str, *, connections: int, waiting: int) -> None:
        self._url = url
        self._connections = connections
        self._waiting = waiting
        self._pool: ConnectionPool[Connection[Any]] | None = None
        self._pid = 0
        self._opening = threading.Lock()  # two first requests at once share one pool

    def close(self) -> None:
        """Closes the pool of this process, if it has one."""
        if self._pool is not None and self._pid == os.getpid():
            self._pool.close()
        self._pool = None

    @contextmanager
    def connection(self) -> Iterator[Connection[Any]]:
        """A live connection in autocommit mode.

        Raises errors.Busy when none is free in time, errors.Unavailable when the database is away.
        """
        try:
            with self._opened().connection() as connection:
                yield connection
        except (PoolTimeout, TooManyRequests) as cause:
            raise errors.Busy from cause

    def _opened(self) -> ConnectionPool[Connection[Any]]:
        with self._opening:
            if self._pool is None or self._pid != os.getpid():
                self._pool = ConnectionPool(
                    self._url,
                    open=True,
                    min_size=1,
                    max_size=self._connections,
                    max_waiting=self._waiting,
                    timeout=1.0,
                    max_lifetime=1800,
                    check=_is_alive,
                    kwargs={"autocommit": True, "connect_timeout": 2},
                )
                self._pid = os.getpid()
            return self._pool

    def run(
        self, actor: Actor, begin: LiteralString, statements: tuple[Statement[Any], ...], *, replayable: bool
    ) -> list[Any]:
        """Runs a whole transaction; again after a deadlock, a lock timeout or, where harmless, a lost connection.

        Raises a Refusal for SQLSTATEs of class SW, errors.Busy, errors.Unavailable.
        """
        for attempt in range(RETRIES):
            try:
                with self.connection() as connection:
                    return _run_once(connection, actor, begin, statements)
            except (pg.DeadlockDetected, pg.SerializationFailure, pg.LockNotAvailable) as cause:
                failure: Exception = cause
            except psycopg.OperationalError as cause:
                failure = cause
                if not replayable or isinstance(cause, pg.QueryCanceled):
                    break
            except psycopg.DatabaseError as cause:
                raise errors.from_database(cause) from cause
            time.sleep(random.uniform(0.005, 0.03) * (attempt + 1))  # noqa: S311  (jitter, not a secret)
        raise errors.Unavailable from failure


def init_app(app: Flask, url: str, *, connections: int = 4, waiting: int = 32) -> None:
    """Gives the app its database; connections and waiting count per process."""
    app.extensions["database"] = Database(url, connections=connections, waiting=waiting)


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

    Raises errors.SignInRequired, errors.Busy, errors.Unavailable.
    """
    return _unwrapped(database().run(actor, _BEGIN_READ, statements, replayable=True))


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
    return _unwrapped(database().run(actor, _BEGIN_WRITE, statements, replayable=replayable))


def _unwrapped(results: list[Any]) -> Any:
    return results[0] if len(results) == 1 else tuple(results)


def _run_once(
    connection: Connection[Any], actor: Actor, begin: LiteralString, statements: tuple[Statement[Any], ...]
) -> list[Any]:
    who, claims = None, actor.claims()
    try:
        with connection.pipeline():
            connection.execute(begin)
            connection.execute(_ENTER, {"role": actor.role, "request_id": actor.request_id, "name": actor.name})
            if actor.role == SHOP and any(claims.values()):
                who = connection.execute(_IDENTIFY, claims)
            cursors = [connection.execute(statement.text, statement.params) for statement in statements]
            connection.execute(_COMMIT)
    except psycopg.DatabaseError:
        if not connection.broken:
            connection.rollback()
        raise
    if actor.role == SHOP:
        actor.identity = _identified(who, actor.identity)
    return [statement.shape(cursor) for statement, cursor in zip(statements, cursors, strict=True)]


def _identified(answer: Cursor[Any] | None, earlier: Identity | None) -> Identity:
    """Who identify() found; the session that an earlier door of this request read stays known."""
    if answer is None:
        return NOBODY
    found = Identity(*(answer.fetchone() or ()))
    return replace(found, session_data=earlier.session_data) if earlier and found.session_data is None else found


def _is_alive(connection: Connection[Any]) -> None:
    """Refuses a connection that the server has said goodbye on, without asking the server."""
    if select.select([connection.fileno()], [], [], 0)[0]:
        raise psycopg.OperationalError("the server closed an idle connection")
