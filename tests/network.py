"""A way to PostgreSQL that can be slow or silent."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.relay import Ear, Relay


class Network(Relay):
    """The way to the database, as good as new until told otherwise."""

    def __init__(self, conninfo: str) -> None:
        self._delay = (0.0, 0.0)
        self._fast_road, self._open_road = threading.Event(), threading.Event()
        self._fast_road.set()
        self._open_road.set()
        super().__init__(conninfo)

    def to_server(self) -> Ear:
        """Passes on late, or not before the road is open."""
        return self._pass

    to_client = to_server

    @contextmanager
    def slow(self, least: float, most: float) -> Iterator[None]:
        """Each piece that goes over the wire in either direction takes so many seconds, until this ends: then what is under way arrives."""
        self._delay = (least, most)
        self._fast_road.clear()
        try:
            yield
        finally:
            self._fast_road.set()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Connections stay, and new ones are accepted, but nothing comes through."""
        self._open_road.clear()
        try:
            yield
        finally:
            self._open_road.set()

    def _pass(self, _data: bytes) -> None:
        self._open_road.wait()
        self._fast_road.wait(random.uniform(*self._delay))
