"""How people use their phones: slow networks and processors, no scripts, dark, large text, on its side."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
TAKES_LONG = "(async (began) => (await fetch('/api/health'), performance.now() - began > 150))(performance.now())"
MATCHES = "matchMedia('%s').matches"
TWICE = {"standard": 32, "fixed": 26}  # CSS pixels; browsers begin with 16 and 13


@dataclass
class Profile:
    """What is different from a fast phone: commands of Chromium's own protocol, sent to every page, or preferences of Firefox."""

    name: str = ""
    scripts: bool = True
    landscape: bool = False
    context: dict[str, Any] = field(default_factory=dict)
    protocol: tuple[tuple[str, dict[str, Any]], ...] = ()
    preferences: dict[str, Any] = field(default_factory=dict)
    proof: tuple[tuple[str, Any], ...] = ()

    def missing(self, browser: str) -> str:
        """Why it cannot be in force in a browser; nothing when it can."""
        known = not self.protocol or browser == "chromium" or (browser == "firefox" and self.preferences)
        return "" if known else f"{browser} has no command for it"

    def opening(self, browser: str) -> dict[str, Any]:
        """What a context of that browser is opened with."""
        return {**self.context, **({"firefox_user_prefs": self.preferences} if browser == "firefox" else {})}

    def enters(self, context: BrowserContext) -> None:
        """Applies to every page that the context opens."""
        if self.protocol and context.browser.browser_type.name == "chromium":
            context.on("page", self._tell)

    def judges(self, page: Page) -> None:
        """What has to be true under this profile, so that it is known to be in force."""
        for question, answer in self.proof:
            found = page.evaluate(question)
            assert found == answer, f"{self.name}: {question} is {found}"

    def _tell(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        for command, words in self.protocol:
            session.send(command, words)


def motion(name: str, choice: str) -> Profile:
    """A choice about motion."""
    return Profile(
        name,
        context={"reduced_motion": choice},
        proof=((MATCHES % f"(prefers-reduced-motion: {choice})", True),),
    )


ORDINARY = Profile()
PROFILES = (
    Profile(
        "slow 4G and a slow processor",
        protocol=(
            ("Network.enable", {}),
            ("Network.emulateNetworkConditions", SLOW_4G),
            ("Emulation.setCPUThrottlingRate", {"rate": 4}),
        ),
        proof=((TAKES_LONG, True),),
    ),
    Profile("without JavaScript", scripts=False, proof=(("typeof htmx", "undefined"),)),
    motion("motion allowed", "no-preference"),
    motion("reduced motion", "reduce"),
    Profile("dark", context={"color_scheme": "dark"}, proof=((MATCHES % "(prefers-color-scheme: dark)", True),)),
    Profile(
        "text at 200 %",
        protocol=(("Page.setFontSizes", {"fontSizes": TWICE}),),
        preferences={
            "font.size.variable.x-western": TWICE["standard"],
            "font.size.monospace.x-western": TWICE["fixed"],
        },
        proof=(("getComputedStyle(document.documentElement).fontSize", "32px"),),
    ),
    Profile("landscape", landscape=True, proof=(("innerWidth > innerHeight", True),)),
)
