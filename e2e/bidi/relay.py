"""Between Playwright and a Firefox as distributions ship it: does in the browser what its WebDriver BiDi has no command for.

Playwright sets a page's colours by a command that such a Firefox does not know, and it has none to switch scripts off. Both are
done from within the browser's own window. Everything else is passed on untouched, errors included.
"""

from asyncio import IncompleteReadError, StreamReader, StreamWriter, gather
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from e2e.bidi.frames import Frame, heard, spoken

COLOURS = "emulation.setMediaFeaturesOverride"
SCHEME = "prefers-color-scheme"
NO_SCRIPTS = 0x80  # SANDBOXED_SCRIPTS in Firefox' nsSandboxFlags.h
OWN = 1 << 52  # numbers of our own commands begin here; Playwright counts from one
DRESS = """(id, scheme, flags) => {
    const path = "chrome://remote/content/shared/NavigableManager.sys.mjs";
    const page = ChromeUtils.importESModule(path).NavigableManager.getBrowsingContextById(id);
    page.prefersColorSchemeOverride = scheme;
    page.sandboxFlags |= flags;
}"""
Message = dict[str, Any]


class RelayError(Exception):
    """The browser refused what only its own window can do; without it no story would mean what it says."""


@dataclass
class Relay:
    """One connection; what the browser says is held back while a new page is made ready."""

    driver: StreamWriter
    browser: StreamWriter
    scripts: bool = True
    window: str = ""
    schemes: dict[str, str] = field(default_factory=dict)  # of user contexts, and of their pages
    commands: dict[int, Message] = field(default_factory=dict)  # of the driver, whose answers matter
    asked: set[int] = field(default_factory=set)  # numbers of our own commands that are not answered yet
    held: list[bytes] = field(default_factory=list)
    last: int = OWN

    async def passes_on(self, from_driver: StreamReader, from_browser: StreamReader) -> None:
        """Until one of both hangs up."""
        try:
            with suppress(IncompleteReadError, ConnectionError):
                await gather(self._up(from_driver), self._down(from_browser))
        finally:
            self.driver.close()
            self.browser.close()

    async def _up(self, line: StreamReader) -> None:
        while True:
            frame = await heard(line)
            if frame.message.get("method") in {"session.new", COLOURS}:
                self.commands[frame.message["id"]] = frame.message
            self.browser.write(frame.raw)

    async def _down(self, line: StreamReader) -> None:
        while True:
            self.judges(await heard(line))

    def judges(self, frame: Frame) -> None:
        """What the browser says: ours, something to act upon, or just to be passed on."""
        message = frame.message
        answered = self.commands.pop(message.get("id") or 0, {})
        if message.get("id") in self.asked:
            self._notes(message)
        elif answered.get("method") == "session.new":
            self._holds(frame, "browsingContext.getTree", {"moz:scope": "chrome"})
        elif answered and message.get("error") == "unknown command":
            self._sets_colours(answered)
        elif message.get("method") == "browsingContext.contextCreated" and not message["params"].get("parent"):
            page = message["params"]
            self.schemes[page["context"]] = self.schemes.get(page["userContext"], "none")
            self._holds(frame, *self._dressing(page["context"]))
        elif message.get("method") == "browsingContext.navigationCommitted" and self._loses_colours(message["params"]):
            self._holds(frame, *self._dressing(message["params"]["context"]))
        else:
            self._tells(frame.raw)

    def _loses_colours(self, navigation: Message) -> bool:
        """A page whose opener policy differs from the last one's comes without what was set for it."""
        return self.schemes.get(navigation["context"], "none") != "none"

    def _sets_colours(self, command: Message) -> None:
        words = command["params"]
        scheme = words["features"].get(SCHEME) or "none"
        pages = words.get("contexts", [])[:1]  # its frames follow it
        self.schemes.update(dict.fromkeys([*words.get("userContexts", []), *pages], scheme))
        for page in pages:
            self._asks(*self._dressing(page))
        self._tells(spoken({"type": "success", "id": command["id"], "result": {}}, by_client=False))

    def _dressing(self, page: str) -> tuple[str, Message]:
        words = [
            {"type": "string", "value": page},
            {"type": "string", "value": self.schemes[page]},
            {"type": "number", "value": 0 if self.scripts else NO_SCRIPTS},
        ]
        target = {"context": self.window}
        function = {"functionDeclaration": DRESS, "arguments": words, "awaitPromise": False, "target": target}
        return "script.callFunction", function

    def _holds(self, frame: Frame, method: str, words: Message) -> None:
        self.held.append(frame.raw)
        self._asks(method, words)

    def _asks(self, method: str, words: Message) -> None:
        self.last += 1
        self.asked.add(self.last)
        self.browser.write(spoken({"id": self.last, "method": method, "params": words}, by_client=True))

    def _notes(self, answer: Message) -> None:
        self.asked.remove(answer["id"])
        result = answer.get("result", {})
        if answer["type"] != "success" or result.get("type") == "exception":
            raise RelayError(answer)
        self.window = self.window or result["contexts"][0]["context"]
        if not self.asked:
            self.driver.write(b"".join(self.held))
            self.held.clear()

    def _tells(self, raw: bytes) -> None:
        if self.asked:
            self.held.append(raw)
        else:
            self.driver.write(raw)
