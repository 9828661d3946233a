"""A browser without scripts, of the standard library alone: it keeps cookies and remembers every answer."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from app.checking import Failure, explained

LONGEST = 10.0  # seconds for one answer
AGENT = "sensasiwangi-smoke"
HOPS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and the seconds until all of it was there."""

    method: str
    path: str
    status: int
    headers: Message
    text: str
    seconds: float

    @property
    def place(self) -> str:
        """Where a redirect leads, as a path; nothing when it is none."""
        parts = urlsplit(self.headers.get("Location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")


class _StayHere(HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Goes nowhere."""


class Browser:
    """One browser at one shop, for so many seconds."""

    def __init__(self, site: str, seconds: float) -> None:
        self.site = site.rstrip("/")
        self.cookies = CookieJar()
        self.answers: list[Answer] = []
        self._ends = time.monotonic() + seconds
        self._opener = build_opener(_StayHere, HTTPCookieProcessor(self.cookies))

    def another(self) -> "Browser":
        """Somebody else's, without cookies, with what is left of the time."""
        return Browser(self.site, self._ends - time.monotonic())

    def extend(self, seconds: float) -> None:
        """Sees to it that at least so many seconds are left."""
        self._ends = max(self._ends, time.monotonic() + seconds)

    @property
    def encrypted(self) -> bool:
        """Whether the shop is asked by HTTPS."""
        return self.site.startswith("https://")

    def get(self, path: str) -> Answer:
        """The answer itself, redirects included. Raises Failure when there is none."""
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> Answer:
        """The answer to a form. Raises Failure when there is none."""
        return self._ask("POST", path, urlencode(form).encode())

    def follow(self, path: str) -> Answer:
        """The page that a path leads to in the end. Raises Failure."""
        answer = self.get(path)
        for _ in range(HOPS):
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer
            answer = self.get(answer.place)
        raise Failure(f"GET {path} leads from one redirect to the next")

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        began = time.monotonic()
        left = self._ends - began
        if left <= 0:
            raise Failure(f"{method} {path}: no time is left")
        status, headers, content = self._answered(self._request(method, path, body), min(LONGEST, left))
        seconds = time.monotonic() - began
        answer = Answer(method, path, status, headers, content.decode("utf-8", "replace"), seconds)
        self.answers.append(answer)
        return answer

    def _request(self, method: str, path: str, body: bytes | None) -> Request:
        headers: Mapping[str, str] = {"User-Agent": AGENT, "Accept": "text/html", "Origin": self.site}
        return Request(self.site + path, data=body, headers=dict(headers), method=method)  # noqa: S310  (see the command: http only)

    def _answered(self, request: Request, patience: float) -> tuple[int, Message, bytes]:
        try:
            with self._opener.open(request, timeout=patience) as answer:
                return answer.status, answer.headers, answer.read()
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers, refusal.read()
        except (OSError, http.client.HTTPException) as cause:
            raise Failure(f"{request.get_method()} {request.selector}: no answer: {explained(cause)}") from cause
