"""A TCP port that leads to a PostgreSQL server, for tests that count, delay or cut what goes over the wire."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

CHUNK = 65536
START = 0
Ear = Callable[[bytes], None]


class Cut(ConnectionError):  # noqa: N818  (named as people speak of it)
    """Ends a connection after `passing`, the last bytes that go through."""

    def __init__(self, passing: bytes = b"") -> None:
        super().__init__("cut")
        self.passing = passing


class Relay:
    """A relay to the server of a conninfo; `url` is the same database by way of it.

    Subclasses say what hears each piece before it is passed on, one ear for each connection and direction. An ear may
    take its time, or raise ConnectionError to cut the connection instead; Cut lets the beginning of the piece pass.
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
                try:
                    ear(data)
                except Cut as cut:
                    target.sendall(cut.passing)
                    break
                target.sendall(data)
        _end(source)
        _end(target)
        closing.wait()


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the protocol: its type, its body, and where it begins in the piece that ended it."""

    kind: int
    body: bytes
    begin: int


class Messages:
    """One side of a connection: messages of type, length and body; a client's first one, START, is without a type."""

    def __init__(self, *, of_client: bool) -> None:
        self._rest = b""
        self._typed = not of_client

    def ended_by(self, data: bytes) -> Iterator[Message]:
        """The messages that are complete with these bytes; one that began in an earlier piece begins at less than 0."""
        begin, self._rest = -len(self._rest), self._rest + data
        while (size := self._size()) is not None and len(self._rest) >= size:
            kind = self._rest[0] if self._typed else START
            yield Message(kind, self._rest[self._typed + 4 : size], begin)
            begin, self._rest, self._typed = begin + size, self._rest[size:], True

    def _size(self) -> int | None:
        """The bytes of the first message, as far as they can be known yet."""
        begin = int(self._typed)
        if len(self._rest) < begin + 4:
            return None
        return begin + int.from_bytes(self._rest[begin : begin + 4], "big")


def _end(opened: socket.socket) -> None:
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)
