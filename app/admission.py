"""Lets as many requests run at once as the processor has use for; the others wait here, where they can be told to leave.

A full shop turns away browsing first and ordering last. A web server's own queue knows neither paths nor patience.
"""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, TYPE_CHECKING

from flask import Flask, request
from werkzeug.wrappers import Response

from app import deadline, errors, seen
from app.gate import Gate, Line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ORDERING, SHOPPING, BROWSING = 0, 1, 2
PATIENCE = (30.0, 10.0, 3.0)  # seconds in line; a buyer at a sale rather waits than comes back
IN_MEMORY = 512 * 1024  # bytes of a body
_SHARE = (1.0, 0.75, 0.5)  # who browses may use half of the room
_PLACE = "/checkout/place"
_CATALOG = ("/marketplace", "/listings/", "/cart/badge")
_UNASKED = ("/api/health", "/static/")  # answered from memory, whatever goes on
_HEADERS = "HX_REQUEST", "HX_REQUEST_TYPE", "HX_BOOSTED", "HX_HISTORY_RESTORE_REQUEST", "ACCEPT_ENCODING", "ORIGIN"
_LIKES = "REQUEST_METHOD", "wsgi.url_scheme", *(f"HTTP_{name}" for name in _HEADERS)  # what the answer depends on
_TURNED_AWAY = "sensasiwangi.turned_away"


class Admission:
    """The WSGI application behind its gate; longest: bytes of the longest body that is taken in."""

    def __init__(self, application: "WSGIApplication", gate: Gate, longest: int) -> None:
        self._application = application
        self._longest = longest
        self._answers: dict[tuple[str | None, ...], Response] = {}
        self._outdated = 0.0
        self.gate = gate

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers when it is this request's turn, its body taken in: a slow upload keeps no place and loses no time."""
        if environ["PATH_INFO"].startswith(_UNASKED):
            return self._application(environ, start_response)
        length = environ.get("CONTENT_LENGTH", "")
        if not length.isdecimal() or not 0 < int(length) <= self._longest:
            return self._in_turn(environ, start_response)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            _copy(environ["wsgi.input"], body, int(length))
            body.seek(0)
            environ["wsgi.input"] = body
            return self._in_turn(environ, start_response)

    def _in_turn(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began, line = monotonic(), _line(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        try:
            self.gate.enter(line)
        except errors.Busy:
            seen.turned_away(line)
            return self._turned_away(environ)(environ, start_response)
        seen.turn_came()
        try:
            with deadline.within(max(began + deadline.REQUEST - monotonic(), deadline.LEAST)):
                return self._application(environ, start_response)
        finally:
            self.gate.leave()

    def _turned_away(self, environ: "WSGIEnvironment") -> Response:
        """The application's answer to the likes of this request: made once in a second, as a full shop has no time."""
        likes = tuple(environ.get(name) for name in _LIKES)
        if monotonic() > self._outdated:
            self._answers, self._outdated = {}, monotonic() + 1
        answer = self._answers.get(likes)
        if answer is None:
            environ[_TURNED_AWAY] = True
            answer = self._answers[likes] = Response.from_app(self._application, environ, buffered=True)
            answer.headers.pop("X-Request-Id", None)
        return answer


def init_app(app: Flask, *, places: int, room: int) -> None:
    """Puts the gate before everything; places: requests that run at once, room: how many may wait."""
    lines = [Line(int(room * share), patience) for share, patience in zip(_SHARE, PATIENCE, strict=True)]
    app.wsgi_app = Admission(app.wsgi_app, Gate(places, lines), app.config["MAX_CONTENT_LENGTH"])  # type: ignore[method-assign]
    app.before_request(_turn_away)


def _turn_away() -> None:
    if request.environ.get(_TURNED_AWAY):
        raise errors.Busy


def _copy(source: IO[bytes], target: IO[bytes], length: int) -> None:
    """So many bytes, or as many as come: the application sees what is missing."""
    while length and (piece := source.read(min(length, IN_MEMORY))):
        target.write(piece)
        length -= len(piece)


def _line(method: str, path: str) -> int:
    if method == "POST":
        return ORDERING if path == _PLACE else SHOPPING
    return BROWSING if path == "/" or path.startswith(_CATALOG) else SHOPPING
