"""A receiver of webhooks, on a port of this machine: it takes what is sent, or misbehaves as it is told."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GIANT = 50_000_000  # bytes of an answer, more than anybody wants to read
PATIENCE = 10.0  # seconds until the gate is given up


@dataclass(frozen=True)
class Got:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """What came is in received. mood: takes, wrong (500), moved (to another path of its own), gone (410), closes (without an answer),
    giant (an answer that does not end), drips (one byte of its headers now and then), hangs, or waits (takes, when the gate is open)."""

    def __init__(self) -> None:
        self.mood = "takes"
        self.received: list[Got] = []
        self.changed = threading.Condition()
        self.gate = threading.Event()
        self.port = 0

    def url(self, path: str = "/hooks") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ids(self) -> list[str]:
        """The message ids of what came, in order."""
        with self.changed:
            return [got.headers["webhook-id"] for got in self.received]

    def wait_for(self, messages: int, patience: float) -> bool:
        """True as soon as so many came."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.received) >= messages, patience)

    def note(self, got: Got) -> None:
        with self.changed:
            self.received.append(got)
            self.changed.notify_all()


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.note(Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.close_connection = True
        with suppress(ConnectionError):  # who has heard enough hangs up
            getattr(self, self.receiver.mood)()

    def takes(self) -> None:
        self._answers(200, b"thank you")

    def wrong(self) -> None:
        self._answers(500, b"\x00\xff oops\n  <b>here</b>")

    def gone(self) -> None:
        self._answers(410, b"not here any more")

    def moved(self) -> None:
        self._answers(302, b"", Location="/elsewhere")

    def closes(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def giant(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(GIANT))
        self.end_headers()
        for _ in range(GIANT // 100_000):
            self.wfile.write(b"x" * 100_000)

    def drips(self) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1_000:
            self.wfile.write(bytes([byte]))
            if self.receiver.gate.wait(0.05):
                return

    def hangs(self) -> None:
        self.receiver.gate.wait(PATIENCE)

    def waits(self) -> None:
        self.receiver.gate.wait(PATIENCE)
        self.takes()

    def _answers(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Says nothing."""


@contextmanager
def running(encryption: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver for as long as the block lasts."""
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": receiver}))
    server.daemon_threads = True
    if encryption:
        server.socket = encryption.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
