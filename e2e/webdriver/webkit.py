"""WebKit, as GTK has it: Debian's webkit2gtk-driver with its MiniBrowser, on a screen of Xvfb."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from e2e.shop import free_port
from e2e.webdriver.started import listening, running
from e2e.webdriver.window import PATIENCE, MovedOnError, WebDriverError, Window

BROWSERS = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
PATHS = {
    "Navigate": ("POST", "/url"),
    "GetCurrentURL": ("GET", "/url"),
    "FindElement": ("POST", "/element"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementClear": ("POST", "/element/{id}/clear"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "GetElementText": ("GET", "/element/{id}/text"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "TakeScreenshot": ("GET", "/screenshot"),
    "SetTimeouts": ("POST", "/timeouts"),
    "SetWindowRect": ("POST", "/window/rect"),
    "DeleteSession": ("DELETE", ""),
}


def missing() -> str:
    """What is not here of it, in words; nothing when all is."""
    wanted = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
    absent = [package for command, package in wanted.items() if not shutil.which(command)]
    if absent:
        return f"install {', '.join(absent)}"
    return "" if browser() else f"there is no {BROWSERS}"


def browser() -> str | None:
    """The browser that the driver opens."""
    return next((str(path) for path in Path("/").glob(BROWSERS.lstrip("/"))), None)


@dataclass
class WebKit(Window):
    """A session, by HTTP."""

    session: str

    def send(self, command: str, **words: Any) -> Any:
        """A command as a request."""
        method, path = PATHS[command]
        return asked(method, self.session + path.format(**words), words)


def asked(method: str, address: str, words: dict[str, Any]) -> Any:
    """A request's value. Raises WebDriverError."""
    body = json.dumps(words).encode() if method == "POST" else None
    try:
        with urlopen(Request(address, body, {"Content-Type": "application/json"}, method=method), timeout=60) as answer:
            return json.load(answer)["value"]
    except HTTPError as refusal:
        said = json.load(refusal)["value"]
        kind = MovedOnError if said["error"] == "no such frame" else WebDriverError
        raise kind(f"{address.rsplit('/', 1)[1]} {words}: {said}") from None


@contextmanager
def opened() -> Iterator[WebKit]:
    """A window of its own for as long as the block lasts."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="e2e-webkit-")))
        display = stack.enter_context(screen())
        environ = {
            **os.environ,
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "XDG_DATA_HOME": str(folder),
        }
        port = free_port()
        stack.enter_context(running(["WebKitWebDriver", f"--port={port}"], environ))
        listening(port).close()
        options = {"binary": browser(), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        sessions = f"http://127.0.0.1:{port}/session"
        window = WebKit(f"{sessions}/{asked('POST', sessions, wanted)['sessionId']}")
        window.send("SetTimeouts", implicit=PATIENCE)
        window.send("SetWindowRect", width=360, height=900)
        yield window
        window.send("DeleteSession")


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; Xvfb chooses its number and writes it down."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    try:
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(30)
