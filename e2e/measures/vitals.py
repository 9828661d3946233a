"""How long taps take to show on a slow phone: the events of Chromium's own clock, worst interaction of a page."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

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


def taps_on_marketplace(page: Page) -> None:
    """Another kind of goods, and typing into the search."""
    page.get_by_role("searchbox").press_sequentially("gaharu", delay=60)
    expect(page.get_by_test_id("product-card").first).to_contain_text("aharu")
    page.get_by_text("Saring dan urutkan").first.tap()


def taps_on_product(page: Page) -> None:
    """Into the cart."""
    page.get_by_test_id("add-to-cart").tap()
    expect(page.get_by_test_id("flash")).to_be_visible()


def taps_on_cart(page: Page) -> None:
    """One more and one less."""
    for name, quantity in (("Tambah jumlah", "2"), ("Kurangi jumlah", "1")):
        page.get_by_role("button", name=name).first.tap()
        expect(page.get_by_test_id("line-quantity").first).to_have_value(quantity)


TAPS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "marketplace": ("/marketplace", taps_on_marketplace),
    "product": ("/marketplace/melati-senja-50ml", taps_on_product),
    "cart": ("/cart", taps_on_cart),
}


def interactions(context: BrowserContext, slow: Callable[[Page], Any]) -> dict[str, float]:
    """The longest interaction of each page in milliseconds, on pages that slow has slowed down."""
    for script in (BEAT, LISTEN):
        context.add_init_script(script)
    worst = {}
    for name, (path, taps) in TAPS.items():
        page = context.new_page()
        page.goto(path)
        slow(page)
        taps(page)
        worst[name] = float(page.evaluate(WORST))
        page.close()
    return worst
