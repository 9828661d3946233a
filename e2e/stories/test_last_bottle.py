"""Two shoppers after the last bottle, and what others see of it."""

import re

import pytest
from playwright.sync_api import expect

from e2e.people import Members
from e2e.shopper import Arrives

pytestmark = pytest.mark.purchase

GAHARU, SLUG = "Gaharu Tunggal 30 ml", "gaharu-tunggal-30ml"
HELD = re.compile(r"Sedang ditahan pembeli lain – coba lagi \d+ mnt")


def test_last_bottle_goes_to_the_first_and_comes_back(arrives: Arrives, members: Members):
    first, second = arrives(account=members.borrow()), arrives(account=members.borrow())
    second.may_be_refused(409)
    for shopper in (first, second):
        shopper.opens(f"/marketplace/{SLUG}")
        expect(shopper.stock).to_have_text("Sisa 1")
        shopper.adds(GAHARU).opens_cart().has_in_cart(GAHARU, 1)
    first.starts_checkout().is_at_step("address")
    second.starts_checkout()
    expect(second.line(GAHARU).get_by_test_id("stock-status")).to_have_text(HELD)
    expect(second.line(GAHARU).get_by_test_id("field-error")).to_contain_text("Sedang ditahan pembeli lain")
    first.fills_in_checkout().places_order()
    second.opens(f"/marketplace/{SLUG}").reloads()
    expect(second.stock).to_have_text(re.compile("Habis|Sedang ditahan"))
    expect(second.page.get_by_test_id("add-to-cart")).to_be_disabled()
    first.taps("Lihat pesanan").cancels()
    second.opens("/cart").starts_checkout().fills_in_checkout().places_order()


def test_last_bottle_without_javascript(arrives: Arrives, members: Members):
    first, second = arrives(account=members.borrow()), arrives(account=members.borrow(), scripts=False)
    second.may_be_refused(409)
    second.opens(f"/marketplace/{SLUG}").adds(GAHARU).opens_cart()
    first.opens(f"/marketplace/{SLUG}").adds(GAHARU).opens_cart().starts_checkout().is_at_step("address")
    second.starts_checkout()
    expect(second.line(GAHARU).get_by_test_id("field-error")).to_contain_text("Sedang ditahan pembeli lain")
    second.line(GAHARU).get_by_role("button", name="Hapus", exact=True).click()
    second.has_an_empty_cart()


def test_hold_of_another_shopper_shows_by_itself(arrives: Arrives, members: Members):
    watching, buying = arrives(), arrives(account=members.borrow())
    watching.page.clock.install()
    watching.opens(f"/marketplace/{SLUG}")
    expect(watching.stock).to_have_text("Sisa 1")
    buying.opens(f"/marketplace/{SLUG}").adds(GAHARU).opens_cart().starts_checkout().is_at_step("address")
    watching.page.clock.fast_forward("00:21")
    expect(watching.stock).to_have_text(HELD)
    expect(watching.page.get_by_test_id("add-to-cart")).to_be_disabled()
    buying.opens("/cart").removes(GAHARU)
    watching.page.clock.fast_forward("00:21")
    expect(watching.stock).to_have_text("Sisa 1")
    expect(watching.page.get_by_test_id("add-to-cart")).to_be_enabled()


@pytest.mark.parametrize("timing", ['cdn-cache;desc="HIT"', "cdn-cache-hit"])
def test_page_that_a_cache_on_the_way_kept_asks_for_its_stock_at_once(arrives: Arrives, members: Members, timing: str):
    watching, buying = arrives(), arrives(account=members.borrow())
    kept = watching.page.request.get(f"/marketplace/{SLUG}")
    assert "Sisa 1" in kept.text()
    buying.opens(f"/marketplace/{SLUG}").adds(GAHARU).opens_cart().starts_checkout().is_at_step("address")
    headers = {**kept.headers, "server-timing": timing}
    watching.page.route(f"**/marketplace/{SLUG}", lambda route: route.fulfill(response=kept, headers=headers))
    watching.opens(f"/marketplace/{SLUG}")
    expect(watching.stock).to_have_text(HELD)
    buying.opens("/cart").removes(GAHARU)
