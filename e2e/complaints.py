"""What a browser complains about while a story is played: it fails the story, unless the story is about it."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

# Chromium repeats refused requests on the console; here they are judged by their status.
_REPEATED = re.compile(r"Failed to load resource: the server responded with a status of")
_LOST = re.compile(r"net::ERR_|Failed to fetch|NetworkError|Network connection|htmx:error|TypeError: Failed")
# Playwright adds a style of its own, "body {}", before it takes a picture in Firefox; the policy refuses it, as it should.
_OF_A_PICTURE = re.compile(r"blocked an inline style .*'sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT\+SmwNZWA='")

# A policy that Chromium keeps over https:// only, and at localhost; a shop on a company's own network may have neither.
_OVER_HTTP = re.compile(
    r"The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy\."
)

# Leaving a page ends what its parts were asking for; Firefox tells their script of it before the page is gone.
_CUT_OFF = "NS_BINDING_ABORTED"
_TOLD_OF_IT = re.compile(r"console: htmx:error\b.*NetworkError", re.DOTALL)


@dataclass
class Complaints:
    """Console errors (broken content security policy is one of them), uncaught errors, and refused requests."""

    found: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)  # refusals that the story is about
    network_may_fail: bool = False
    cut_off: int = 0  # requests that ended with their page

    def listen(self, context: BrowserContext) -> None:
        """Hears every page of a context."""
        context.on("console", self._hear)
        context.on("weberror", self._note)
        context.on("response", self._judge)
        context.on("requestfailed", self._count)
        context.on("page", lambda page: page.on("crash", self._note_crash))

    def told(self) -> list[str]:
        """What was found, without a line for each request that ended with its page."""
        told, excused = [], self.cut_off
        for words in self.found:
            if excused and _TOLD_OF_IT.match(words):
                excused -= 1
            else:
                told.append(words)
        return told

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type != "error" or _REPEATED.match(message.text):
            return
        address = message.location.get("url", "")
        if _OVER_HTTP.match(message.text) and address.startswith("http:"):
            return
        if not (self.network_may_fail and _LOST.search(message.text)):
            self.found.append(f"console: {message.text} ({address})")

    def _note(self, uncaught: WebError) -> None:
        if not _OF_A_PICTURE.search(str(uncaught.error)):
            self.found.append(f"uncaught: {uncaught.error}")

    def _judge(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.statuses:
            self.found.append(f"{response.status} for {response.request.method} {response.url}")

    def _count(self, lost: Request) -> None:
        self.cut_off += lost.failure == _CUT_OFF

    def _note_crash(self, page: Page) -> None:
        self.found.append(f"crashed at {page.url}")
