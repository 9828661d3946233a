"""Which browsers can be driven on this machine, by what, and why the others cannot."""

import shutil
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from e2e.bidi import stock
from e2e.webdriver import webkit

WEBDRIVERS = {"webkit": webkit}  # drive the smoke suite where Playwright cannot
ENGINES = ("chromium", "firefox", "webkit")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")  # the machine's own; without them Playwright's
RUN = "run"
STOCK = "run: the machine's own, by WebDriver BiDi with a relay (docs/e2e.md)"
NOT_ASKED = "not run: it was not asked for (BROWSER=all)"


def films() -> bool:
    """Whether Playwright can record videos: its ffmpeg lies beside its browsers."""
    with sync_playwright() as playwright:
        home = next(it for it in Path(playwright.chromium.executable_path).parents if it.name.startswith("chromium"))
    return any(home.parent.glob("ffmpeg*"))


def by_webdriver(names: list[str]) -> list[str]:
    """Those of the others that WebDriver drives here."""
    return [name for name in names if name in WEBDRIVERS and not WEBDRIVERS[name].missing()]


def told(name: str, names: list[str], driven: dict[str, str]) -> str:
    """What was run in a browser, or why nothing; names were asked for, driven are Playwright's, with what is to say of them."""
    if name not in names:
        return NOT_ASKED
    if name in driven:
        return driven[name]
    absent = f"Playwright's own {name} is not on this machine (playwright install {name})"
    if name not in WEBDRIVERS or WEBDRIVERS[name].missing():
        return f"not run: {absent}" + (
            f", nor its WebDriver ({WEBDRIVERS[name].missing()})" if name in WEBDRIVERS else ""
        )
    return f"run: the marked order of the smoke suite, by WebDriver; not run: all other stories, as {absent}"


def system_chromium() -> str | None:
    """The machine's own Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def headless_chromium() -> str | None:
    """The one of the machine's own that plays the stories: the shell, which Playwright fetches too and which takes half the work, else the whole."""
    return shutil.which("chromium-headless-shell") or system_chromium()


def asked(words: str) -> list[str]:
    """BROWSER as a list: all, or names parted by commas. Raises ValueError for a name that is none."""
    names = list(ENGINES) if words == "all" else [word.strip() for word in words.split(",")]
    unknown = set(names) - set(ENGINES)
    if unknown:
        raise ValueError(f"BROWSER is all or some of {', '.join(ENGINES)}, not {', '.join(sorted(unknown))}")
    return names


def drivable(names: list[str]) -> dict[str, str]:
    """Those that Playwright drives here, with what is to say of them: its own downloads, and the machine's Chromium and Firefox."""
    system = {
        **({"chromium": RUN} if headless_chromium() else {}),
        **({"firefox": STOCK} if stock.there() else {}),
    }
    if names == ["chromium"] and names[0] in system:
        return {"chromium": RUN}
    with sync_playwright() as playwright:
        there = {name: RUN for name in names if downloaded(playwright, name)}
    return {name: words for name, words in {**system, **there}.items() if name in names}


def downloaded(playwright: Playwright, name: str) -> bool:
    """Whether Playwright's own is on this machine."""
    return Path(getattr(playwright, name).executable_path).exists()
