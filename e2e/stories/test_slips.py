"""What the shop has to say is seen, however the phone is held and whatever else is open, and closing it loses nobody's place."""

import re

from playwright.sync_api import expect

from e2e.looks import faults
from e2e.profiles import PROFILES
from e2e.shopper import Arrives, Shopper
from e2e.verbs.keyboard import presses, walks_to

LANDSCAPE = next(profile for profile in PROFILES if profile.landscape)


def test_a_slip_is_seen_on_a_phone_on_its_side(arrives: Arrives):
    shopper = arrives(profile=LANDSCAPE).may_lose_the_network()
    shopper.opens("/marketplace/melati-senja-50ml").page.get_by_test_id("add-to-cart").click()
    expect(shopper.notice).to_be_in_viewport(ratio=1)
    shopper.reloads().context.set_offline(True)
    shopper.taps("Tambah ke keranjang")
    lost = shopper.notice.filter(has_text="Koneksi terputus")
    expect(lost).to_be_in_viewport(ratio=1)
    lost.get_by_role("button", name="Tutup pesan").click()  # a tap reaches only what nothing covers


def test_a_slip_lies_above_the_open_filters(visitor: Shopper):
    page = visitor.may_lose_the_network().opens("/marketplace").page
    page.get_by_text("Saring dan urutkan").click()
    visitor.context.set_offline(True)
    page.locator("input[name=in_stock]").check()
    page.get_by_role("button", name="Tutup pesan").click()
    expect(visitor.notice).to_have_count(0)


def test_closing_a_slip_loses_nobodys_place(visitor: Shopper):
    page = visitor.opens("/marketplace/melati-senja-50ml").page
    presses(page, page.get_by_test_id("add-to-cart"))
    presses(page, visitor.notice.get_by_role("button", name="Tutup pesan"))
    expect(visitor.notice).to_have_count(0)
    expect(page.get_by_test_id("add-to-cart")).to_be_focused()


def test_the_filters_are_closed_by_escape_and_by_walking_on(visitor: Shopper):
    page = visitor.opens("/marketplace").page
    summary, first = page.locator(".filters-summary"), page.get_by_label("Keluarga aroma").and_(page.locator("select"))
    summary.click()
    walks_to(page, first)
    assert not faults(page)
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(first).to_be_hidden()
    page.keyboard.press("Enter")
    walks_to(page, page.get_by_role("button", name=re.compile(r"Lihat \d+ barang")))
    page.keyboard.press("Tab")
    expect(first).to_be_hidden()
    expect(visitor.cards.first.get_by_role("link")).to_be_focused()
