"""What a page has to be for everybody: accessible in light and dark, and never wider than the narrowest phone."""

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from e2e.profiles import MATCHES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
NARROWEST = 320  # CSS pixels, WCAG 1.4.10
SEEN: list[tuple[str, str]] = []  # pages judged in the story that is played now, with their faults in words
_JUDGED = """async (rules) => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    return (await axe.run(rules)).violations;
}"""
# What readers may do to a page without having to scroll it sideways: WCAG 1.4.4 and 1.4.12.
STRAINS = {
    "": "",
    "text at 200 %": "html { font-size: 200% !important }",
    "spaced text": "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-block-end: 2em !important }",
}
_STRAINED = """(rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = rules ? [sheet] : [];
}"""
_TOO_WIDE = """(width) => {
    const page = document.documentElement.scrollWidth;
    if (page <= width) return [];
    const end = (part) => Math.round(part.getBoundingClientRect().right);
    const scrolls = (part) => part && (getComputedStyle(part).overflowX === "auto" || scrolls(part.parentElement));
    const sticksOut = (part) => end(part) > width && !scrolls(part);
    const wide = [...document.body.querySelectorAll("*")].filter(sticksOut).slice(0, 5);
    return [`the page is ${page} wide`, ...wide.map((part) => `${part.outerHTML.slice(0, 60)} ends at ${end(part)}`)];
}"""


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands; the viewport is put back."""
    page.evaluate(AXE_SCRIPT)
    found = [f"{scheme}: {fault}" for scheme in ("light", "dark") for fault in axe_faults(page, scheme)]
    found += width_faults(page)
    SEEN.append((urlsplit(page.url).path, "; ".join(found)))
    return [f"{page.url} {fault}" for fault in found]


def axe_faults(page: Page, scheme: str) -> list[str]:
    """Violations of WCAG 2.2 A and AA in a colour scheme; axe is in the page already."""
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(MATCHES % f"(prefers-color-scheme: {scheme})"), f"{scheme} is not in force"
    violations: list[Any] = page.evaluate(_JUDGED, RULES)
    page.emulate_media(color_scheme=None)
    return [
        f"{violation['id']}: {' '.join(node['target'][0].split())} ({node['failureSummary'].splitlines()[-1].strip()})"
        for violation in violations
        for node in violation["nodes"]
    ]


def width_faults(page: Page) -> list[str]:
    """Whether the page would scroll sideways on the narrowest phone, however its text is read, and what sticks out."""
    before, found = page.viewport_size, []
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    for name, rules in STRAINS.items():
        page.evaluate(_STRAINED, rules)
        found += [f"{name}: {fault}" if name else fault for fault in too_wide(page)]
    page.evaluate(_STRAINED, "")
    page.set_viewport_size(before)
    return found


def too_wide(page: Page) -> list[str]:
    """What sticks out of the page as wide as it is now."""
    width = page.viewport_size["width"]
    return [f"{page.url} at {width} px: {fault}" for fault in page.evaluate(_TOO_WIDE, width)]
