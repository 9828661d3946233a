"""Counts network round trips to PostgreSQL: a relay between the app and the server reads the protocol.

The server answers, and the client waits, at a Query, Sync, Flush or password message and at the start of a connection:
those are counted, so that a pipeline is one trip however many statements it carries. (psycopg ends one with a Sync and,
without waiting, a Flush: such a Flush asks for nothing and does not count.) Everything that goes over the wire counts,
whoever asks: sessions, limits, logging in. Open the app's connections before the block that is counted.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.relay import Ear, Relay

SYNC, FLUSH, START = ord("S"), ord("H"), 0
WAITS = frozenset(b"QSHpF") | {START}  # Query, Sync, Flush, a password or SASL answer, FunctionCall, a new connection


class Trips:
    """How many trips a block made; known after it."""

    made = -1


class RoundTrips(Relay):
    """A relay that knows the trips so far as `count`."""

    def __init__(self, conninfo: str) -> None:
        self._counting = threading.Lock()
        self.count = 0
        super().__init__(conninfo)

    @contextmanager
    def counted(self) -> Iterator[Trips]:
        """The trips of a block."""
        trips, before = Trips(), self.count
        yield trips
        trips.made = self.count - before

    def to_server(self) -> Ear:
        """Counts what the client waits after."""
        messages = Messages()

        def hear(data: bytes) -> None:
            with self._counting:
                self.count += messages.waits_in(data)

        return hear


class Messages:
    """The client's side of one connection: a start packet without a type, then messages of type, length and body."""

    def __init__(self) -> None:
        self._rest = b""
        self._last: int | None = None

    def waits_in(self, data: bytes) -> int:
        """How many messages that the client waits after are complete with these bytes."""
        self._rest += data
        waits = 0
        while (size := self._size()) is not None and len(self._rest) >= size:
            kind = START if self._last is None else self._rest[0]
            waits += kind in WAITS and not (kind == FLUSH and self._last in (SYNC, FLUSH))
            self._last, self._rest = kind, self._rest[size:]
        return waits

    def _size(self) -> int | None:
        """The bytes of the first message, as far as they can be known yet."""
        begin = 0 if self._last is None else 1
        if len(self._rest) < begin + 4:
            return None
        return begin + int.from_bytes(self._rest[begin : begin + 4], "big")
