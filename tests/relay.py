"""A TCP port that leads to a PostgreSQL server, for tests that count, delay or cut what goes over the wire."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

CHUNK = 65536
Ear = Callable[[bytes], None]


class Relay:
    """A relay to the server of a conninfo; `url` is the same database by way of it.

    Subclasses say what hears each piece before it is passed on, one ear for each connection and direction. An ear may
    take its time, or raise ConnectionError to cut the connection instead.
    """

    def __init__(self, conninfo: str) -> None:
        self._target = conninfo_to_dict(conninfo)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The database's address by way of this relay, without encryption."""
        port = str(self._listener.getsockname()[1])
        through = {**self._target, "host": "127.0.0.1", "port": port, "sslmode": "disable", "gssencmode": "disable"}
        return f"postgresql:///?{urlencode(through)}"

    def to_server(self) -> Ear:
        """What hears a new connection's client."""
        return lambda _data: None

    def to_client(self) -> Ear:
        """What hears a new connection's server."""
        return lambda _data: None

    def cut(self) -> None:
        """Ends every connection there is now."""
        for opened in self._open:
            _end(opened)

    def close(self) -> None:
        """Ends everything."""
        _end(self._listener)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = self._connect()
                except OSError:  # there is no server: hang up, as one does that is not there
                    client.close()
                    continue
                self._open = [opened for opened in self._open if opened.fileno() >= 0] + [client, server]
                closing = threading.Barrier(2, action=lambda pair=(client, server): [each.close() for each in pair])
                for ways in ((client, server, self.to_server()), (server, client, self.to_client())):
                    threading.Thread(target=self._relay, args=(*ways, closing), daemon=True).start()

    def _connect(self) -> socket.socket:
        host, port = str(self._target.get("host") or "/var/run/postgresql"), int(self._target.get("port") or 5432)
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(f"{host}/.s.PGSQL.{port}")
        except OSError:
            server.close()
            raise
        return server

    def _relay(self, source: socket.socket, target: socket.socket, ear: Ear, closing: threading.Barrier) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                ear(data)
                target.sendall(data)
        _end(source)
        _end(target)
        closing.wait()


class Network(Relay):
    """The way to the database, as good as new until told otherwise."""

    def __init__(self, conninfo: str) -> None:
        self._delay = (0.0, 0.0)
        self._open_road = threading.Event()
        self._open_road.set()
        super().__init__(conninfo)

    def to_server(self) -> Ear:
        """Passes on late, or not before the road is open."""
        return self._pass

    to_client = to_server

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


def _end(opened: socket.socket) -> None:
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)
