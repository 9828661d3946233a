"""Counts network round trips to PostgreSQL: a relay between the app and the server reads the protocol.

The server answers, and the client waits, at a Query, Sync, Flush or password message and at the start of a connection:
those are counted, so that a pipeline is one trip however many statements it carries. (psycopg ends one with a Sync and,
without waiting, a Flush: such a Flush asks for nothing and does not count.) Everything that goes over the wire counts,
whoever asks: sessions, limits, logging in. Open the app's connections before the block that is counted.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.relay import START, Ear, Messages, Relay

SYNC, FLUSH = ord("S"), ord("H")
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
        messages, last = Messages(of_client=True), START

        def hear(data: bytes) -> None:
            nonlocal last
            for message in messages.ended_by(data):
                idle = message.kind == FLUSH and last in (SYNC, FLUSH)
                with self._counting:
                    self.count += message.kind in WAITS and not idle
                last = message.kind

        return hear
