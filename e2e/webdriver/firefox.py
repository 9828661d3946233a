"""Firefox, as Debian has it, by Marionette: the protocol behind geckodriver, with WebDriver's commands on a socket."""

import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.shop import free_port
from e2e.webdriver.started import listening, running
from e2e.webdriver.window import PATIENCE, WebDriverError, Window

COMMANDS = ("firefox-esr", "firefox")
PREFERENCES = 'user_pref("marionette.port", {port});\nuser_pref("ui.prefersReducedMotion", 1);\nuser_pref("intl.accept_languages", "id");\n'
BARE = {"FindElement", "GetElementText", "GetCurrentURL"}


def missing() -> str:
    """What is not here of it, in words; nothing when all is."""
    return "" if browser() else f"install {COMMANDS[0]}"


def browser() -> str | None:
    """The machine's own."""
    return next(filter(None, map(shutil.which, COMMANDS)), None)


@dataclass
class Firefox(Window):
    """A session; each message is its length, a colon and JSON."""

    line: socket.socket
    sent: int = 0

    def send(self, command: str, **words: Any) -> Any:
        """A command as a message; the answer has its number."""
        self.sent += 1
        message = json.dumps([0, self.sent, f"WebDriver:{command}", words]).encode()
        self.line.sendall(b"%d:%s" % (len(message), message))
        _, number, refusal, value = self.hears()
        if refusal or number != self.sent:
            raise WebDriverError(f"{command} {words}: {refusal}")
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def hears(self) -> Any:
        """The next message."""
        length = b""
        while not length.endswith(b":"):
            length += self._bytes(1)
        return json.loads(self._bytes(int(length[:-1])))

    def _bytes(self, count: int) -> bytes:
        found = bytearray()
        while len(found) < count:
            more = self.line.recv(count - len(found))
            if not more:
                raise WebDriverError("Firefox hung up")
            found += more
        return bytes(found)


@contextmanager
def opened() -> Iterator[Firefox]:
    """A window of its own, with a new profile, for as long as the block lasts."""
    with ExitStack() as stack:
        profile = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="e2e-firefox-", ignore_cleanup_errors=True))
        )
        port = free_port()
        (profile / "user.js").write_text(PREFERENCES.format(port=port))
        command = [browser() or "", "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        stack.enter_context(running(command, {**os.environ, "HOME": str(profile)}))
        window = Firefox(stack.enter_context(listening(port)))
        window.hears()  # its greeting
        window.send("NewSession", capabilities={"alwaysMatch": {}})
        window.send("SetTimeouts", implicit=PATIENCE)
        window.send("SetWindowRect", width=360, height=900)
        yield window
