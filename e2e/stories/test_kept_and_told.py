"""A part of the page is replaced: what was looked at, written or expected to be heard is not lost by it."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.people import newcomer
from e2e.shopper import Shopper
from e2e.tales import MELATI
from e2e.verbs.keyboard import presses

LISTENS = """() => {
  window.heard = [];
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    const region = (target.closest ? target : target.parentElement)?.closest("[role=status], [role=alert], [aria-live], output");
    if (region?.textContent.trim()) window.heard.push(region.textContent.trim().replace(/\\s+/g, " "));
  })).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def hears(page: Page, words: str) -> None:
    """A screen reader's user is told this, and nothing else, since the page is listened to; forgets it."""
    page.wait_for_function("heard.length > 0")
    assert set(page.evaluate("heard.splice(0)")) == {words}


def test_choosing_an_aroma_leaves_the_page_where_it_is(visitor: Shopper):
    page = visitor.opens("/marketplace").page
    page.get_by_role("list", name="Keluarga aroma").get_by_role("link", name="Bunga").focus()
    page.evaluate("scrollTo(0, 200)")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Aroma bunga – Sensasiwangi")
    expect(page.get_by_role("list", name="Saringan yang dipakai")).to_be_visible()
    assert page.evaluate("scrollY") == 200


def test_what_was_found_is_said_once_and_has_a_heading(visitor: Shopper):
    page = visitor.opens("/marketplace").page
    page.evaluate(LISTENS)
    presses(page, page.get_by_role("list", name="Keluarga aroma").get_by_role("link", name="Kayu"))
    expect(page.get_by_role("link", name="Hapus saringan Kayu")).to_be_visible()
    hears(page, f"Aroma kayu: {page.locator('.results-count').inner_text()}")
    presses(page, page.get_by_role("link", name="Hapus saringan Kayu"))
    expect(page.get_by_role("heading", level=1, name="Parfum dan bahan wangi Nusantara")).to_be_focused()
    hears(page, page.locator(".results-count").inner_text())


@pytest.mark.purchase
def test_a_changed_quantity_is_said(visitor: Shopper):
    page = visitor.adds(MELATI).opens_cart().page
    page.evaluate(LISTENS)
    visitor.takes_one_more(MELATI)
    expect(page.locator(".bar-sum")).to_contain_text("Subtotal 2 barang")
    hears(page, re.sub(r"\s+", " ", page.locator(".bar-sum").inner_text()))


@pytest.mark.purchase
@pytest.mark.chromium("Firefox brings back what was typed before the tap")
def test_a_place_that_a_tap_filled_in_is_there_on_the_way_back(member: Shopper):
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    member.writes_address().takes_place("tebet barat", "Tebet Barat")
    member.field("postal_code").fill("12810")
    member.opens("/cart").goes_back().is_at_step("address")
    for name, text in {
        "province_name": "DKI Jakarta",
        "city_name": "Kota Jakarta Selatan",
        "district_name": "Tebet",
        "subdistrict_name": "Tebet Barat",
        "postal_code": "12810",
    }.items():
        expect(member.field(name)).to_have_value(text)


@pytest.mark.purchase
def test_a_refused_registration_keeps_the_password(visitor: Shopper):
    person = newcomer()
    visitor.may_be_refused(422).opens("/auth/register")
    for name in ("full_name", "email", "password"):
        visitor.field(name).fill(getattr(person, name))
    visitor.field("phone_number").fill("0812")
    visitor.page.locator("main").get_by_role("button", name="Daftar").click()
    expect(visitor.errors).to_be_focused()
    expect(visitor.field("password")).to_have_value(person.password)
    visitor.field("phone_number").clear()
    visitor.field("phone_number").press_sequentially(person.phone_number)
    visitor.field("phone_number").press("Tab")
    expect(visitor.errors).to_be_hidden()
    expect(visitor.field("phone_number")).to_have_accessible_description(re.compile("^Contoh"))


@pytest.mark.purchase
def test_what_was_said_on_the_way_in_is_gone_with_the_next_step(visitor: Shopper):
    visitor.adds(MELATI).opens_cart().starts_checkout().is_at("/auth/login").taps("Daftar")
    visitor.registers(newcomer()).is_at_step("address")
    expect(visitor.notice).to_contain_text("1 barang digabung")
    expect(visitor.field("recipient_name")).not_to_have_value("")
    visitor.gives_address().is_at_step("shipping")
    expect(visitor.notice).to_have_count(0)
