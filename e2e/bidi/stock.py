"""Firefox as the machine has it, driven by Playwright over WebDriver BiDi: a browser for each set of preferences.

Playwright has no command for scripts, motion and the size of text there; a Firefox that is started with them has them in force.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from e2e.bidi.firefox import WITHOUT_SCRIPTS, browser

PROGRAM = Path(__file__).with_name("firefox.py")
ROOT = PROGRAM.parents[2]
OURS = {
    "ui.useOverlayScrollbars": 1,  # they lie over the page and take none of its width
    "browser.sessionhistory.max_total_viewers": 0,  # of a page kept for Back, WebDriver BiDi never says that it is there again
}
CALM = "ui.prefersReducedMotion"
SANDBOXED = {
    "browser.tabs.remote.useCrossOriginOpenerPolicy": False
}  # else it opens no sandboxed page that has such a policy
LEFT_OUT = (
    "user_agent",
    "device_scale_factor",
)  # it says what it is; pictures of it are as large as its pages are drawn


def there() -> bool:
    """Whether the machine has one."""
    return browser() is not None


def launching() -> dict[str, Any]:
    """How Playwright starts it; the relay needs this Python and this folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        "channel": "moz-firefox",
        "executable_path": PROGRAM,
        "env": {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
    }


@dataclass
class Firefoxes:
    """Where contexts are opened as in one browser; launch starts one more; stock are those of the machine."""

    launch: Callable[..., Browser]
    stock: bool
    running: dict[tuple[Any, ...], Browser] = field(default_factory=dict)

    def new_context(
        self,
        *,
        java_script_enabled: bool = True,
        reduced_motion: str = "no-preference",
        firefox_user_prefs: dict[str, Any] | None = None,
        **options: Any,
    ) -> BrowserContext:
        """A context in the browser that has these in force."""
        preferences = {**OURS, CALM: int(reduced_motion == "reduce"), **(firefox_user_prefs or {})}
        arguments = []
        if self.stock and not java_script_enabled:
            arguments, preferences = [WITHOUT_SCRIPTS], preferences | SANDBOXED
        key = (*arguments, *preferences.items())
        if key not in self.running:
            self.running[key] = self.launch(firefox_user_prefs=preferences, args=arguments)
        own = {name: value for name, value in options.items() if not (self.stock and name in LEFT_OUT)}
        context = self.running[key].new_context(java_script_enabled=java_script_enabled, **own)
        if self.stock:  # a trace's film would be a picture after the other, as fast as it can
            trace = context.tracing.start
            context.tracing.start = lambda **words: trace(**{**words, "screenshots": False})
        return context

    def close(self) -> None:
        """Closes them all."""
        for opened in self.running.values():
            opened.close()
