"""Connections to PostgreSQL for the threads of one process, made for a database in trouble.

psycopg_pool reconnects in the background, one second later and then twice as late each time, and lets requests wait for
that. Here the request that needs a connection makes it, so that the first one after the database's return finds it.
"""

import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import Connection, waiting
from psycopg.abc import PQGen, PQGenConn
from psycopg.pq import ConnStatus, TransactionStatus

from app import errors
from app.gate import Gate, Line

T = TypeVar("T")

WRITING, READING = 0, 1  # lines of the gate: when connections run short, browsing gives way
LINES = (Line(room=32, patience=1.0), Line(room=16, patience=0.5))
CONNECTING = 1.0  # seconds that one address of the server may take
LIFETIME = 1800.0  # seconds
_LAST_WORDS = frozenset({"FATAL", "PANIC"})
_UNFINISHED = frozenset({TransactionStatus.INTRANS, TransactionStatus.INERROR})
_BACKEND: LiteralString = "select pg_backend_pid()"
PAUSE = 0.2  # seconds between two attempts on a database that is away
# Seconds after which another tries beside one that hears nothing: its way may be lost, and the database back.
PATIENCE = 0.5
OPTIONS: dict[str, Any] = {
    "autocommit": True,
    "keepalives_idle": 15,  # seconds; these notice a network that swallows packets
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 1200,  # milliseconds
}


class Lost(psycopg.OperationalError):
    """The connection ended in the middle of a transaction; maybe_done: its commit was on its way by then."""

    def __init__(self, *, maybe_done: bool) -> None:
        super().__init__("the connection was lost")
        self.maybe_done = maybe_done


class BoundedConnection(Connection[Any]):
    """A connection that waits for its server until `ends` and no longer, a time of time.monotonic()."""

    ends: float
    born: float

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:  # noqa: ARG002
        """Sees the steps of an exchange through. Raises OperationalError when `ends` has come in the middle of it.

        Unlike its parent it does not ask the server to stop when we are interrupted: such a connection is closed.
        """
        return waiting.wait(gen, self.pgconn.socket, interval, max(self.ends - monotonic(), 0.0))

    def recover(self, cause: Exception, *, committing: bool) -> None:
        """Rolls back what is left of a transaction after a failure; committing: its commit was handed over by then.

        Raises Lost when the connection ended, by itself or by the server's word, OperationalError when it is silent.
        """
        said = cause.diag.severity_nonlocalized if isinstance(cause, psycopg.Error) else None
        if self.broken or said in _LAST_WORDS:
            raise Lost(maybe_done=committing) from cause
        if monotonic() >= self.ends:
            raise psycopg.OperationalError("the database did not answer in time") from cause
        try:
            if self.pgconn.transaction_status in _UNFINISHED:
                self.rollback()
        except psycopg.Error:  # answers that came in pieces may lie across the way; the failure itself is known
            self.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """A pipeline that sends what it has with its first cursor, and the rest together when the block ends.

        The first tells whether the connection lives, before anything of weight has left; one packet for the others
        saves both sides a wake-up for each.
        """
        pipeline = self._pipeline = _Batch(self)
        try:
            with pipeline:
                yield
        finally:
            self._pipeline = None

    def say(self, command: LiteralString) -> None:
        """A statement of a batch that is known by its effect alone, like begin: it is queued without a cursor."""
        with self.lock:
            self.wait(self._exec_command(command))

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn["BoundedConnection"]:
        """The parent's steps of connecting, with a limit that is finer than the two seconds of connect_timeout."""
        made: BoundedConnection = yield from _limited(super()._connect_gen(conninfo), monotonic() + CONNECTING)
        made.born = monotonic()
        made.ends = made.born + CONNECTING
        return made


class _Batch(psycopg.Pipeline):
    """Its parent sends each statement at once, and of several failures it may raise the last, which says least."""

    _sends = True

    def _communicate_gen(self) -> PQGen[None]:
        if self._sends:
            self._sends = False
            yield from super()._communicate_gen()

    def _exit_gen(self) -> PQGen[None]:
        """Sends everything and takes in every answer, however many pieces they come in. Raises the first failure."""
        self._sends, failure = True, None
        self._enqueue_sync()
        try:
            yield from self._communicate_gen()
        except psycopg.Error as cause:
            failure = cause
        while self.result_queue and self.pgconn.status == ConnStatus.OK:
            try:
                yield from self._fetch_gen(flush=True)
            except psycopg.Error as cause:
                failure = failure or cause
        if failure or self.result_queue:
            raise failure or psycopg.OperationalError("the connection was lost in the middle of the answers")


class Pool:
    """So many connections at most, each made when it is needed and kept for the next."""

    def __init__(self, url: str, *, connections: int) -> None:
        self._url = url
        self._gate = Gate(connections, LINES)
        self._idle: list[BoundedConnection] = []
        self._lock = threading.Lock()
        self._failure: psycopg.OperationalError | None = None  # of the last attempt, while the database is away
        self._next_attempt = self._reached = 0.0
        self._is_closed = False

    @contextmanager
    def connection(self, line: int, ends: float) -> Iterator[BoundedConnection]:
        """A live connection in autocommit mode that waits until `ends`, for as long as the block lasts.

        Raises errors.Busy when none is free in time, errors.Unavailable when the database is known to be away and
        somebody else has just tried it, psycopg.OperationalError when it cannot be reached.
        """
        with self._gate.passed(line):
            connection = self._kept() or self._made(ends)
            connection.ends = ends
            try:
                yield connection
            finally:
                self._keep(connection)

    def close(self) -> None:
        """Closes what is idle now; what is in use is closed when it comes back."""
        self._is_closed = True
        self._close_idle()

    def _kept(self) -> BoundedConnection | None:
        while self._idle:
            try:
                connection = self._idle.pop()  # the last one used; an empty list is no surprise among threads
            except IndexError:
                return None
            if not _has_news(connection):
                return connection
            connection.close()  # between transactions a server only says goodbye
        return None

    def _keep(self, connection: BoundedConnection) -> None:
        """Back on the shelf, when the server and we agree that nothing is going on."""
        now = monotonic()
        clean = not connection.closed and connection.pgconn.transaction_status == TransactionStatus.IDLE
        if clean and not self._is_closed and now < connection.born + LIFETIME:
            self._idle.append(connection)
        else:
            connection.close()
        if not clean and now >= connection.ends:
            self._close_idle()  # the server is silent, and the others hear nothing either

    def _close_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _made(self, ends: float) -> BoundedConnection:
        """A new connection. While the database is away one at a time begins to try, the others are told at once that it is."""
        with self._lock:
            now = monotonic()
            if now + CONNECTING > ends or (self._failure and now < self._next_attempt):
                raise errors.Unavailable from self._failure
            if self._failure:
                self._next_attempt = now + PATIENCE
        try:
            connection = BoundedConnection.connect(self._url, **OPTIONS)
            connection.ends = now + CONNECTING
            _prepare_only_when_alone(connection)
        except psycopg.OperationalError as failure:
            if self._reached < now:
                self._failure, self._next_attempt = failure, monotonic() + PAUSE
            raise
        self._failure, self._reached = None, monotonic()
        return connection


def _limited(steps: PQGenConn[T], ends: float) -> PQGenConn[T]:
    """The same steps until `ends`. Raises psycopg.errors.ConnectionTimeout."""
    waits = next(steps)
    while True:
        ready = yield waits
        if not ready and monotonic() >= ends:
            steps.close()
            raise psycopg.errors.ConnectionTimeout(f"no connection after {CONNECTING} seconds")
        try:
            waits = steps.send(ready)
        except StopIteration as done:
            made: T = done.value
            return made


def _prepare_only_when_alone(connection: BoundedConnection) -> None:
    """A pooler in transaction mode gives each transaction another server process, which knows none of our prepared statements."""
    if connection.execute(_BACKEND).fetchone() != (connection.info.backend_pid,):
        connection.prepare_threshold = None


def _has_news(connection: BoundedConnection) -> bool:
    """Whether the server has sent something, or hung up; without asking it."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
