"""Answers that are lost, cut, late or not the shop's own: nothing is done twice, nothing is lost, and another try is where it is needed."""

import pytest
from playwright.sync_api import Route, expect

from e2e.shopper import Shopper
from e2e.tales import MELATI

pytestmark = pytest.mark.purchase

PLACE, ADD, CHANGE = "**/checkout/place", "**/cart/items", "**/cart/items/*"
AWAY = {"content-type": "text/html", "retry-after": "5", "hx-retarget": "#layout-notices", "hx-reswap": "outerMorph"}
NOTICE = '<div class="notices" id="layout-notices"><p class="notice">Toko sedang tidak bisa dibuka.</p></div>'
KEPT = """async () => {
  const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return keys.flat().map(({ url }) => new URL(url).pathname);
}"""
SENT = """(form) => {
  const sent = new FormData(form);
  sent.set("key", form.dataset.once);
  return new URLSearchParams(sent).toString();
}"""  # WebDriver BiDi does not tell what a request carries
CUTS_THE_NEXT_BODY = """() => {
  const { text } = Response.prototype;
  Response.prototype.text = async function () {
    Response.prototype.text = text;
    await this.body.cancel();
    throw new TypeError("Failed to fetch");
  };
}"""


def test_answer_cut_inside_its_body(member: Shopper):
    member.may_lose_the_network()
    before = member.counts_orders()
    member.gets_ready_to_order(MELATI)
    member.page.evaluate(CUTS_THE_NEXT_BODY)
    member.place_button.click()
    expect(member.notice).to_contain_text("Pesanan sedang dicek")
    member.has_ordered()
    assert member.counts_orders() == before + 1


def test_proxy_gives_up_after_the_order_was_made(member: Shopper):
    member.may_be_refused(503)
    before = member.counts_orders()
    member.gets_ready_to_order(MELATI)
    body = f"quote_id={member.page.locator('[name=quote_id]').input_value()}"

    def gives_up(route: Route) -> None:
        route.fetch(post_data=body)
        route.fulfill(status=503, headers=AWAY, body=NOTICE)

    member.page.route(PLACE, gives_up, times=1)
    member.place_button.click()
    expect(member.notice).to_contain_text("Pesanan sedang dicek")
    member.has_ordered()
    assert member.counts_orders() == before + 1


def test_checkout_that_closed_meanwhile_is_not_asked_again(member: Shopper):
    """Who is told to come back in ten minutes was answered."""
    member.may_be_refused(503)
    member.gets_ready_to_order(MELATI)
    member.page.route(
        PLACE, lambda route: route.fulfill(status=503, headers=AWAY | {"retry-after": "600"}, body=NOTICE)
    )
    member.place_button.click()
    expect(member.page.locator("#layout-notices")).to_have_text("Toko sedang tidak bisa dibuka.")


def test_what_was_added_is_not_added_again(visitor: Shopper):
    visitor.may_lose_the_network()
    visitor.finds(MELATI).adds(MELATI)
    heard: list[int] = []

    def swallow(route: Route) -> None:
        heard.append(route.fetch(post_data=visitor.page.locator("#buy-form").evaluate(SENT)).status)
        route.abort("connectionreset")

    visitor.page.route(ADD, swallow, times=1)
    visitor.page.get_by_test_id("add-to-cart").click(delay=600)
    expect(visitor.notice.filter(has_text="Koneksi terputus")).to_be_visible()
    visitor.taps("Coba lagi").sees_badge(2)
    assert heard == [200]
    visitor.page.get_by_test_id("add-to-cart").click(delay=600)
    visitor.sees_badge(3)


def test_search_is_tried_again_in_place(visitor: Shopper):
    visitor.may_lose_the_network()
    visitor.opens("/marketplace").context.set_offline(True)
    visitor.page.get_by_role("searchbox", name="Cari barang").press_sequentially("melati")
    expect(visitor.notice).to_contain_text("Koneksi terputus")
    visitor.context.set_offline(False)
    visitor.taps("Coba lagi")
    visitor.page.wait_for_url("**q=melati*")
    expect(visitor.notice).to_have_count(0)


@pytest.mark.chromium("the relay before Firefox takes no network from its workers")
def test_a_page_out_of_reach_says_so_and_opens_by_itself(visitor: Shopper):
    """A service worker keeps one page, which tells of nothing that could be old; the first page of a visit does not wait for it."""
    visitor.may_lose_the_network()
    visitor.opens("/marketplace")
    assert visitor.page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    visitor.finds(MELATI).page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.context.set_offline(True)
    visitor.page.goto("/bantuan")
    visitor.sees_heading("Koneksi terputus")
    assert visitor.page.evaluate(KEPT) == ["/offline"]
    visitor.context.set_offline(False)
    visitor.is_at("/bantuan").sees_heading("Tanya jawab")


def test_nothing_is_put_in_the_place_of_a_step(member: Shopper):
    """A proxy without words for it leaves the body empty."""
    member.may_be_refused(502)
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    member.writes_address()
    member.page.route("**/checkout/address", lambda route: route.fulfill(status=502), times=1)
    member.taps("Lanjut ke pengiriman")
    expect(member.notice).to_contain_text("Koneksi terputus")
    expect(member.field("address_line")).to_have_value("Jl. Braga No. 99, RT 002/RW 004")
    member.taps("Coba lagi").is_at_step("shipping")


def test_quick_taps_on_a_slow_line_all_count(visitor: Shopper):
    visitor.finds(MELATI).adds(MELATI).opens_cart()
    more = visitor.line(MELATI).get_by_role("button", name=f"Tambah jumlah {MELATI}")
    asked: list[Route] = []

    def taps_while_it_is_on_its_way(route: Route) -> None:
        asked.append(route)
        if len(asked) < 3:
            more.click()
        route.continue_()

    visitor.page.route(CHANGE, taps_while_it_is_on_its_way)
    more.click()
    visitor.has_in_cart(MELATI, 4).sees_badge(4)
    assert len(asked) == 3
