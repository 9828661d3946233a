"""How long taps and keys take to show: the events of Chromium's own clock, the worst of a page (its INP)."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page

from e2e.measures.pages import Visit

# Without a graphics chip and slowed down, Chromium credits a tap to the frame after the one that showed it, which a still page may
# owe for seconds: a pixel that changes with every frame keeps frames coming.
BEAT = """addEventListener("DOMContentLoaded", () => {
  const pixel = document.body.appendChild(document.createElement("i"));
  Object.assign(pixel.style, {position: "fixed", inset: "0 auto auto 0", inlineSize: "1px", blockSize: "1px", background: "red"});
  const beat = (time) => { pixel.style.opacity = 0.5 + (time % 2) / 10; requestAnimationFrame(beat); };
  requestAnimationFrame(beat);
})"""
LISTEN = """new PerformanceObserver((list) => {
  for (const it of list.getEntries()) if (it.interactionId)
    (window.interactions ||= {})[it.interactionId] = Math.max(window.interactions[it.interactionId] || 0, it.duration);
}).observe({type: "event", durationThreshold: 16, buffered: true})"""
WORST = """() => new Promise((tell) => requestAnimationFrame(() => setTimeout(() =>
  tell(Math.max(0, ...Object.values(window.interactions || {}))), 100)))"""


FIELDS = "textarea:visible, input:visible:not([type=radio], [type=checkbox], [type=file], [type=submit])"
HARMLESS = (FIELDS, "button[type=button]:visible", "summary:visible")


@dataclass(frozen=True)
class Hand:
    """A thumb on a phone, a mouse on a laptop. It looks where a thing is before it taps: looking costs the page time that is not its own."""

    page: Page
    touches: bool

    def taps(self, thing: Locator) -> None:
        """The middle of it."""
        thing.scroll_into_view_if_needed()
        box = thing.bounding_box()
        assert box, "What is not shown cannot be tapped"
        tap = self.page.touchscreen.tap if self.touches else self.page.mouse.click
        tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def taps_for_an_answer(self, thing: Locator) -> None:
        """A tap that the shop answers, and the answer is in its place."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.taps(thing)
        self.rests()

    def types(self, words: str) -> None:
        """As fast as people do."""
        self.page.keyboard.type(words, delay=60)
        self.rests()

    def rests(self) -> None:
        """Until nothing is loaded any more."""
        self.page.wait_for_load_state("networkidle")


def tries_marketplace(hand: Hand) -> None:
    """Typing into the search, which finds with every pause, and the sheet of filters."""
    hand.taps(hand.page.get_by_role("searchbox"))
    hand.page.keyboard.press("ControlOrMeta+A")
    with hand.page.expect_response(lambda answer: "q=gaharu" in answer.url):
        hand.types("gaharu")
    hand.rests()
    hand.taps(hand.page.get_by_text("Saring dan urutkan").first)


def tries_product(hand: Hand) -> None:
    """Into the cart."""
    hand.taps_for_an_answer(hand.page.get_by_test_id("add-to-cart"))


def tries_cart(hand: Hand) -> None:
    """One more and one less."""
    for name in ("Tambah jumlah", "Kurangi jumlah"):
        hand.taps_for_an_answer(hand.page.get_by_role("button", name=name).first)


def tries_what_there_is(hand: Hand) -> None:
    """Any page: a word into its first field, its first button that sends nothing, its first fold; else its heading."""
    things = [found.first for found in map(hand.page.locator, HARMLESS) if found.count()]
    for thing in things or [hand.page.locator("h1").first]:
        hand.taps(thing)
        hand.types("melati")


Tries = Callable[[Hand], None]
TRIES: dict[str, Tries] = {
    "marketplace": tries_marketplace,
    "search": tries_marketplace,
    "product": tries_product,
    "cart": tries_cart,
}


def interaction(
    context: BrowserContext, visit: Visit, tries: Tries | None, slow: Callable[[Page], None] | None
) -> float:
    """The longest interaction in milliseconds with a page that has come to rest, and then is slowed down; closes the context."""
    for script in (BEAT, LISTEN):
        context.add_init_script(script)
    page = context.new_page()
    if visit.cookie:
        page.set_extra_http_headers({"Cookie": visit.cookie})
    page.goto(visit.path)
    hand = Hand(page, page.evaluate("navigator.maxTouchPoints > 0"))
    hand.rests()
    if slow:
        slow(page)
    (tries or tries_what_there_is)(hand)
    worst = float(page.evaluate(WORST))
    context.close()
    return worst
