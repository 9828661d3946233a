"""Hands a message to a receiver over HTTP: to the addresses that were checked, within bounds, and following nobody further."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from app.webhooks.addresses import Target

CONNECTING = 3.0  # seconds until an address has answered the call
WHOLE = 10.0  # seconds for everything
READ = 2_048  # bytes of the answer
EXCERPT = 300  # characters of it that are kept
ADDRESSES = 4  # of a host that are tried


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said; status None when it did not come to that, and the excerpt says why."""

    status: int | None
    excerpt: str


def post(target: Target, addresses: list[str], body: bytes, headers: Mapping[str, str]) -> Answer:
    """Sends it to the first of the addresses that takes the call; names are not resolved again."""
    line = _Line(target, addresses, time.monotonic() + WHOLE)
    try:
        line.request("POST", target.path, body, {"Host": target.netloc, "Connection": "close", **headers})
        answer = line.getresponse()
        return Answer(answer.status, _excerpt(answer))
    except TimeoutError:
        return Answer(None, f"Tidak menjawab dalam {WHOLE:g} detik")
    except (OSError, http.client.HTTPException) as cause:
        return Answer(None, readable(f"{type(cause).__name__}: {cause}"))
    finally:
        line.close()


def readable(text: str) -> str:
    """One line of what can be shown."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())[:EXCERPT]


def _excerpt(answer: http.client.HTTPResponse) -> str:
    try:
        return readable(answer.read(READ).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as cause:  # the status has come and counts
        return f"({type(cause).__name__})"


class _Line(http.client.HTTPConnection):
    """A connection to addresses that are known, with TLS for the name that was written."""

    def __init__(self, target: Target, addresses: list[str], ends: float) -> None:
        super().__init__(target.host, target.port)
        self._target, self._addresses, self._ends = target, addresses, ends

    def connect(self) -> None:
        plain = _called(self._addresses[:ADDRESSES], self._target.port, self._ends)
        self.sock = plain if self._target.scheme == "http" else _encrypted(plain, self._target.host, self._ends)


class _Plain(socket.socket):
    """A socket that reads until a time, however little comes at once."""

    ends: float

    def recv_into(self, *given: Any, **named: Any) -> int:
        self.settimeout(_left(self.ends))
        return super().recv_into(*given, **named)


class _Encrypted(ssl.SSLSocket):
    """The same, with TLS."""

    ends: float

    def recv_into(self, *given: Any, **named: Any) -> int:
        self.settimeout(_left(self.ends))
        return super().recv_into(*given, **named)


def _left(ends: float) -> float:
    return max(ends - time.monotonic(), 0.001)


def _called(addresses: list[str], port: int, ends: float) -> _Plain:
    failure: OSError = ConnectionError("no address")
    for address in addresses:
        made = _Plain(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        made.ends = ends
        made.settimeout(min(CONNECTING, _left(ends)))
        try:
            made.connect((address, port))
        except OSError as cause:
            made.close()
            failure = cause
        else:
            made.settimeout(_left(ends))
            return made
    raise failure


def _encrypted(plain: _Plain, name: str, ends: float) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.sslsocket_class = _Encrypted
    try:
        made = cast("_Encrypted", context.wrap_socket(plain, server_hostname=name))
    except OSError:
        plain.close()
        raise
    made.ends = ends
    return made
