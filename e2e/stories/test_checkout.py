"""Checkout: what is wrong is said at the right place, and the stock is held while the shopper writes."""

import re

import pytest
from playwright.sync_api import expect

from e2e.people import Members
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI
from e2e.verbs.checkout import ADDRESS

pytestmark = pytest.mark.purchase


def test_wrong_address_is_explained_and_kept(member: Shopper):
    member.may_be_refused(422)
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    member.writes_address(phone_number="12", postal_code="abc", city_name="").taps("Lanjut ke pengiriman")
    expect(member.errors).to_be_focused()
    expect(member.errors.get_by_role("link")).to_have_count(3)
    expect(member.page).to_have_title(re.compile("^Kesalahan: "))
    expect(member.field("phone_number")).to_have_value("12")
    expect(member.field("address_line")).to_have_value("Jl. Braga No. 99, RT 002/RW 004")
    expect(member.field("province_name")).to_have_value("Jawa Barat")
    member.errors.get_by_role("link").first.click()
    expect(member.field("phone_number")).to_be_focused()
    expect(member.field("phone_number")).to_have_accessible_description(re.compile("nomor HP", re.IGNORECASE))
    member.gives_address().is_at_step("shipping")
    expect(member.errors).to_have_count(0)
    expect(member.page).not_to_have_title(re.compile("Kesalahan"))


def test_wrong_address_without_javascript(arrives: Arrives, members: Members):
    shopper = arrives(account=members.borrow(), scripts=False).may_be_refused(422)
    shopper.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    shopper.writes_address(postal_code="1").taps("Lanjut ke pengiriman")
    expect(shopper.errors.get_by_role("link")).to_have_count(1)
    expect(shopper.field("postal_code")).to_have_value("1")
    expect(shopper.field("recipient_name")).to_have_value("Rini Pendatang")
    expect(shopper.page).to_have_title(re.compile("^Kesalahan: "))
    shopper.gives_address().is_at_step("shipping")


def test_nothing_chosen_is_explained(member: Shopper):
    member.may_be_refused(422)
    member.adds(MELATI).opens_cart().starts_checkout().gives_address().is_at_step("shipping")
    member.goes_to_step("payment").taps("Periksa pesanan")
    expect(member.errors).to_be_focused()
    member.errors.get_by_role("link").first.click()
    expect(member.page.get_by_role("radio").first).to_be_focused()


def test_steps_in_any_order(member: Shopper):
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    member.goes_to_step("review").sees("Masih ada yang belum diisi")
    expect(member.place_button).to_have_count(0)
    member.goes_to_step("payment").chooses_payment("Mandiri").is_at_step("address")
    member.gives_address().chooses_shipping().is_at_step("review")
    member.sees("Transfer bank Mandiri")
    expect(member.place_button).to_be_visible()


def test_changing_an_answer_at_the_review(member: Shopper):
    member.gets_ready_to_order(MELATI)
    before = member.money
    member.goes_to_step("address")
    expect(member.field("city_name")).to_have_value("Kota Bandung")
    member.gives_address(city_name="Kota Cimahi").is_at_step("review").sees("Kota Cimahi")
    assert member.money["subtotal"] == before["subtotal"]
    member.places_order()
    member.sees("Kota Cimahi")


def test_hold_counts_down_and_can_be_renewed(member: Shopper):
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    expect(member.countdown).to_have_text(re.compile(r"^1[45] mnt \d\d dtk$"))
    member.writes_address().takes_place("Dago Coblong", "Dago").field("postal_code").fill("40135")
    for _ in range(3):
        with member.page.expect_response("**/checkout/hold"):
            member.watches_the_clock().renews_hold()
    expect(member.page.get_by_role("button", name="Perpanjang 15 menit")).to_have_count(0)
    expect(member.countdown).to_have_text(re.compile(r"^1[45] mnt \d\d dtk$"))
    has_written(member, district_name="Coblong", subdistrict_name="Dago", postal_code="40135")
    member.taps("Lanjut ke pengiriman").is_at_step("shipping").goes_to_step("review").sees("Dago, Coblong")


def test_renewing_the_hold_keeps_what_was_written_after_a_refusal(member: Shopper):
    member.may_be_refused(422)
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    member.writes_address(postal_code="abc", city_name="").taps("Lanjut ke pengiriman")
    expect(member.errors).to_be_visible()
    member.writes_address(recipient_name="Rini Lain", postal_code="40111", city_name="").renews_hold()
    expect(member.countdown).to_have_text(re.compile(r"^1[45] mnt \d\d dtk$"))
    has_written(member, recipient_name="Rini Lain", postal_code="40111", city_name="")
    expect(member.errors).to_be_visible()


def test_hold_is_told_without_javascript(arrives: Arrives, members: Members):
    shopper = arrives(account=members.borrow(), scripts=False)
    shopper.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    shopper.sees(re.compile(r"sampai \d\d\.\d\d WIB"))
    shopper.writes_address(city_name="Kota Sementara").renews_hold()
    has_written(shopper, city_name="Kota Sementara")
    shopper.field("postal_code").press("Enter")
    shopper.is_at_step("shipping").page.get_by_role("radio").first.check()
    expect(shopper.renews_hold().way_mark("shipping").get_by_role("link")).to_have_attribute("aria-current", "step")
    expect(shopper.page.get_by_role("radio").first).to_be_checked()


def test_visitor_signs_in_first_and_goes_on(visitor: Shopper):
    visitor.opens("/checkout/address").is_at("/auth/login")
    visitor.opens("/orders").is_at("/auth/login")


def test_session_that_ended_meanwhile_costs_no_address(member: Shopper):
    member.may_be_refused(401)
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    member.writes_address().context.clear_cookies()
    member.taps("Lanjut ke pengiriman")
    has_written(signs_in_beside(member))
    member.taps("Lanjut ke pengiriman").is_at_step("shipping")
    expect(member.notice).to_have_count(0)


def test_session_that_ended_meanwhile_costs_no_address_without_javascript(arrives: Arrives, members: Members):
    shopper = arrives(account=members.borrow(), scripts=False).may_be_refused(401)
    shopper.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    shopper.writes_address().context.clear_cookies()
    shopper.taps("Lanjut ke pengiriman").sees("Kamu sudah keluar")
    signs_in_beside(shopper)
    shopper.taps("Sudah masuk, kirim lagi").is_at_step("shipping").goes_to_step("address")
    has_written(shopper, phone_number="0857-1234-5678")


def signs_in_beside(shopper: Shopper) -> Shopper:
    """In another tab, as the page offers; then back to the one that something is written on."""
    with shopper.context.expect_page() as opened:
        shopper.taps("Masuk di tab baru")
    beside = shopper.opens_another_tab()
    beside.page.close()
    beside.page = opened.value
    beside.logs_in(shopper.account.person).is_at_step("address")
    return shopper.turns_to_this_tab()


def has_written(shopper: Shopper, **changes: str) -> None:
    """The form shows what was typed, and changes in the place of some of it."""
    for name, text in (ADDRESS | changes).items():
        expect(shopper.field(name)).to_have_value(text)
