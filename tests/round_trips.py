"""Counts network round trips to PostgreSQL: a relay on a TCP port between the app and the server reads the protocol.

The server answers, and the client waits, at a Query, Sync, Flush or password message and at the start of a connection:
those are counted, so that a pipeline is one trip however many statements it carries. (psycopg ends one with a Sync and,
without waiting, a Flush: such a Flush asks for nothing and does not count.) Everything that goes over the wire counts,
whoever asks: sessions, limits, logging in. Open the app's connections before the block that is counted.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

CHUNK = 65536
SYNC, FLUSH, START = ord("S"), ord("H"), 0
WAITS = frozenset(b"QSHpF") | {START}  # Query, Sync, Flush, a password or SASL answer, FunctionCall, a new connection


class Trips:
    """How many trips a block made; known after it."""

    made = -1


class RoundTrips:
    """A relay to the server of a conninfo; `url` is the same database by way of it, `count` the trips so far."""

    def __init__(self, conninfo: str) -> None:
        self._target = conninfo_to_dict(conninfo)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self.count = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The database's address by way of this relay, without encryption."""
        port = str(self._listener.getsockname()[1])
        through = {**self._target, "host": "127.0.0.1", "port": port, "sslmode": "disable", "gssencmode": "disable"}
        return f"postgresql:///?{urlencode(through)}"

    @contextmanager
    def counted(self) -> Iterator[Trips]:
        """The trips of a block."""
        trips, before = Trips(), self.count
        yield trips
        trips.made = self.count - before

    def close(self) -> None:
        for opened in self._open:
            _end(opened)
            opened.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = self._connect()
                self._open += [client, server]
                threading.Thread(target=self._relay, args=(client, server, Messages()), daemon=True).start()
                threading.Thread(target=self._relay, args=(server, client, None), daemon=True).start()

    def _connect(self) -> socket.socket:
        host, port = str(self._target.get("host") or "/var/run/postgresql"), int(self._target.get("port") or 5432)
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server

    def _relay(self, source: socket.socket, target: socket.socket, messages: "Messages | None") -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if messages is not None:
                    with self._lock:
                        self.count += messages.waits_in(data)
                target.sendall(data)
        _end(source)
        _end(target)


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


def _end(opened: socket.socket) -> None:
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)
