"""A way to PostgreSQL that can be slow or silent."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.relay import Ear, Relay


class Network(Relay):
    """The way to the database, as good as new until told otherwise."""

    def __init__(self, conninfo: str) -> None:
        self._delay = (0.0, 0.0)
        self._open_road = threading.Event()
        self._open_road.set()
        self._is_deaf, self._end = False, threading.Event()
        self.made = 0  # connections
        super().__init__(conninfo)

    def to_server(self) -> Ear:
        """Passes on late, or not before the road is open, or never."""
        self.made += 1
        return self._swallow if self._is_deaf else self._pass

    def to_client(self) -> Ear:
        """Passes on late, or not before the road is open."""
        return self._pass

    def close(self) -> None:
        """Ends everything."""
        self._end.set()
        super().close()

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """Connections that are made meanwhile are accepted and never answered, also not when it is over."""
        self._is_deaf = True
        try:
            yield
        finally:
            self._is_deaf = False

    @contextmanager
    def slow(self, least: float, most: float) -> Iterator[None]:
        """Each piece that goes over the wire in either direction takes so many seconds."""
        self._delay = (least, most)
        yield
        self._delay = (0.0, 0.0)

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
        time.sleep(random.uniform(*self._delay))

    def _swallow(self, _data: bytes) -> None:
        self._end.wait()
