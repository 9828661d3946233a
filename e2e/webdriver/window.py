"""A browser window driven by WebDriver: the few commands that a purchase needs, whatever carries them."""

import base64
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's id, from the WebDriver specification
PAGES = 5  # that may follow each other until the one is there that a verb waits for
PATIENCE = 10_000  # milliseconds that finding something may take
INTO_VIEW = """const [part] = arguments;
part.scrollIntoView({ block: "center", behavior: "instant" });
return new Promise((settled) => {
  const look = () => {
    const { left, top, width, height } = part.getClientRects()[0];
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    if (part.contains(hit) || part.closest("label")?.contains(hit)) settled();
    else requestAnimationFrame(look);
  };
  look();
});"""


class WebDriverError(Exception):
    """The browser could not do it; the message is its own."""


class MovedOnError(WebDriverError):
    """The page was left while the browser looked at it."""


class Window(ABC):
    """Finding waits by itself; it finds what a CSS selector or, beginning with a slash, an XPath names."""

    @abstractmethod
    def send(self, command: str, **words: Any) -> Any:
        """Sends a command of the specification by its name; gives its value. Raises WebDriverError."""

    def goes_to(self, address: str) -> None:
        """Opens a page and waits until it is loaded."""
        self.send("Navigate", url=address)

    def find(self, what: str) -> str:
        """The id of the first such element."""
        using = "xpath" if what.startswith("/") else "css selector"
        for _ in range(PAGES):
            with suppress(MovedOnError):
                return str(self.send("FindElement", using=using, value=what)[ELEMENT])
        raise WebDriverError(f"the page never stood still: {what}")

    def click(self, what: str) -> None:
        """Clicks the middle of it, once it is in view and can be hit: what has just come settles first."""
        element = self.find(what)
        self.run(INTO_VIEW, {ELEMENT: element})
        self.send("ElementClick", id=element)

    def types(self, what: str, text: str) -> None:
        """Replaces what stands in a field."""
        element = self.find(what)
        if text not in (
            self.run("return [...(arguments[0].options || [])].map((it) => it.text)", {ELEMENT: element}) or []
        ):
            self.send("ElementClear", id=element)
        self.send("ElementSendKeys", id=element, text=text)

    def text(self, what: str) -> str:
        """What can be read there."""
        return str(self.send("GetElementText", id=self.find(what)))

    @property
    def url(self) -> str:
        """The address bar."""
        return str(self.send("GetCurrentURL"))

    def run(self, script: str, *words: Any) -> Any:
        """Runs a script's body in the page; gives what it returns."""
        return self.send("ExecuteScript", script=script, args=list(words))

    def screenshot(self, **_: Any) -> bytes:
        """What is in view, as PNG."""
        return base64.b64decode(self.send("TakeScreenshot"))
