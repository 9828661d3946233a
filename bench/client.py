"""A small HTTP/1.1 client for 127.0.0.1: quick, because it shares the cores with what it measures."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import brotli  # type: ignore[import-untyped]

HOST = "127.0.0.1"
_END = b"\r\n\r\n"
_COOKIE = b"\r\nset-cookie: "


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; body as it came over the wire (packed), head with the status line."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The first header of that name, empty when there is none."""
        start = self.head.lower().find(b"\r\n" + name.lower().encode() + b": ")
        return self.head[start + 4 + len(name) :].split(b"\r\n", 1)[0].decode("latin-1") if start >= 0 else ""

    def headers(self, name: str) -> list[str]:
        """All headers of that name."""
        pairs = (line.partition(b": ") for line in self.head.split(b"\r\n")[1:])
        return [value.decode("latin-1") for key, _, value in pairs if key.decode().lower() == name.lower()]

    def content(self) -> bytes:
        """The body, unpacked. The server packs with brotli only what it is asked to."""
        return bytes(brotli.decompress(self.body)) if self.header("content-encoding") == "br" else self.body

    @property
    def size(self) -> int:
        """Bytes on the wire, headers included."""
        return len(self.head) + len(_END) + len(self.body)


class Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._came = b""
        self._awaited: asyncio.Future[Answer] | None = None
        self._transport: Any = None

    @classmethod
    async def open(cls, port: int) -> "Connection":
        """Connects to 127.0.0.1. Raises OSError."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        return connection

    async def ask(self, request: bytes) -> Answer:
        """Sends a request and waits for its answer. Raises ConnectionResetError when the server hangs up."""
        if self._transport is None:
            raise ConnectionResetError("the server hung up")
        self._awaited = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._awaited

    @property
    def is_open(self) -> bool:
        """Whether nobody has hung up yet."""
        return self._transport is not None

    def close(self) -> None:
        """Hangs up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: Any) -> None:
        """The event loop's: connected."""
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """The event loop's: cut."""
        self._transport = None
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_exception(exc or ConnectionResetError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        """The event loop's: a piece of an answer."""
        self._came = self._came + data if self._came else data
        answer = _parsed(self._came)
        if answer is not None and self._awaited is not None:
            self._came = b""
            self._awaited.set_result(answer)


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request as bytes; send it as often as you like."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers.items())]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + _END + body


class Browser:
    """A browser without JavaScript: keeps its cookies, takes packed answers, connects again when it was hung up on."""

    def __init__(self, port: int) -> None:
        self.cookies: dict[str, str] = {}
        self._port = port
        self._connection: Connection | None = None

    async def get(self, path: str, also: dict[str, str] | None = None) -> Answer:
        """A page; also: more headers."""
        return await self._send(request("GET", path, self._headers(also)))

    async def post(self, path: str, fields: dict[str, str], also: dict[str, str] | None = None) -> Answer:
        """A form; also: more headers."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", **(also or {})}
        return await self._send(request("POST", path, self._headers(headers), urlencode(fields).encode()))

    def repeated(self, path: str, also: dict[str, str] | None = None) -> Callable[[], Awaitable[Answer]]:
        """For asking for one and the same page with the cookies of now, again and again and without making it anew."""
        made = request("GET", path, self._headers(also))
        return lambda: self._send(made)

    def close(self) -> None:
        """Hangs up."""
        if self._connection is not None:
            self._connection.close()

    def _headers(self, also: dict[str, str] | None) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with_cookies = {"Cookie": cookies} if cookies else {}
        return {"Accept": "text/html", "Accept-Encoding": "gzip, deflate, br", **with_cookies, **(also or {})}

    async def _send(self, made: bytes) -> Answer:
        if self._connection is None or not self._connection.is_open:
            self._connection = await Connection.open(self._port)
        answer = await self._connection.ask(made)
        if _COOKIE in answer.head:
            for cookie in answer.headers("set-cookie"):
                name, _, value = cookie.split(";", 1)[0].partition("=")
                self.cookies[name] = value
        return answer


def _parsed(came: bytes) -> Answer | None:
    """The whole answer in these bytes, None while some of it is missing."""
    end = came.find(_END)
    if end < 0:
        return None
    head, rest = came[:end], came[end + 4 :]
    status, small = int(head[9:12]), head.lower()
    found = small.find(b"\r\ncontent-length: ")
    if status in {204, 304} or found >= 0:
        length = 0 if status in {204, 304} else int(small[found + 18 :].split(b"\r\n", 1)[0])
        return Answer(status, head, rest) if len(rest) >= length else None
    return _joined(status, head, rest)


def _joined(status: int, head: bytes, rest: bytes) -> Answer | None:
    """An answer that came in chunks."""
    body = b""
    while b"\r\n" in rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        if length == 0:
            return Answer(status, head, body)
        if len(rest) < length + 2:
            return None
        body, rest = body + rest[:length], rest[length + 2 :]
    return None
