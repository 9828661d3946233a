"""The sample member: buys on three phones, and has orders in every state.

There is one sample member with one cart, so these stories stay together in this file.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from e2e.people import SAMPLE_MEMBER, Account, log_in
from e2e.shopper import Arrives, Shopper
from e2e.tales import buys_and_looks_back, comes_for_melati

pytestmark = [pytest.mark.purchase, pytest.mark.sample]


@pytest.fixture(scope="session")
def account(playwright: Playwright, base_url: str) -> Account:
    """The sample member's session; five logins a minute are the limit of an account."""
    return log_in(playwright.request, base_url, SAMPLE_MEMBER)


@pytest.fixture
def member(arrives: Arrives, account: Account) -> Shopper:
    """The sample member at a phone."""
    return arrives(account=account)


def test_buying_from_a_whatsapp_link(arrives: Arrives, phone: str):
    shopper = arrives(on=phone)
    shopper.opens("/auth/login").logs_in(SAMPLE_MEMBER)
    comes_for_melati(shopper)
    buys_and_looks_back(shopper)


def test_accepting_the_shipping_quote_and_paying(member: Shopper, tmp_path: Path):
    open_order_with(member, "awaiting_quote", "Setujui total")
    final = member.money["total"]
    member.accepts_quote().has_status("awaiting_payment").has_payment_status("unpaid")
    assert member.money["total"] == final
    expect(member.page.get_by_test_id("payment-countdown")).to_have_text(re.compile(r"^2[34] jam \d+ mnt \d\d dtk$"))
    slip = tmp_path / "bukti.png"
    member.page.screenshot(path=slip, caret="initial")
    member.uploads_proof(slip).has_payment_status("in_review")
    member.sees("Bukti transfer diterima. CS memeriksanya.")
    expect(member.page.get_by_text("Batalkan pesanan", exact=True)).to_have_count(0)


def test_a_file_that_is_no_proof_is_refused(member: Shopper, tmp_path: Path):
    open_order_with(member, "awaiting_payment", "Bayar atau unggah bukti")
    letter = tmp_path / "bukti.png"
    letter.write_text("ini bukan gambar")
    member.may_be_refused(422).uploads_proof(letter)
    expect(member.errors).to_be_focused()
    expect(member.errors).to_contain_text("tidak terbaca")


@pytest.mark.chromium("by a command only Chromium lets a page copy")
def test_copying_is_said_however_often(member: Shopper):
    """And where it is not allowed, the text stands there for a finger; both are spoken."""
    page = member.page
    open_order_with(member, "awaiting_payment", "Bayar atau unggah bukti")
    account, amount = page.locator(".transfer div:has([data-copy])").all()
    member.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for _ in range(2):
        account.get_by_role("button", name="Salin nomor rekening").click()
        expect(account.get_by_role("status")).to_have_text("Tersalin")
        expect(account.get_by_role("button")).to_have_text("Salin")
    assert page.evaluate("navigator.clipboard.readText()") == account.locator("strong").inner_text()
    member.context.clear_permissions()
    amount.get_by_role("button", name="Salin jumlah transfer").click()
    expect(amount.get_by_role("status")).to_have_text(f"Tekan lama untuk menyalin: {member.money['total']}")
    expect(account.get_by_role("status")).to_be_empty()


def test_the_parcel_has_arrived(member: Shopper):
    open_order_with(member, "shipped", "Lihat resi")
    member.says_it_arrived().has_status("completed")


def test_history_by_state(member: Shopper):
    member.opens("/orders")
    tabs = member.page.get_by_role("navigation", name="Saring pesanan")
    for name in ("Belum bayar", "Dikemas", "Dikirim", "Selesai", "Batal"):
        tabs.get_by_role("link", name=name).click()
        expect(tabs.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        count = int(re.sub(r"\D", "", tabs.get_by_role("link", name=name).inner_text()))
        expect(member.page.get_by_test_id("order-card")).to_have_count(min(count, 10))


def open_order_with(shopper: Shopper, status: str, action: str) -> None:
    """Opens an order in this state where this can be done, or skips the story: each can be done only once."""
    for card in shopper.opens(f"/orders?status={status}").page.get_by_test_id("order-card").all():
        number = card.get_by_test_id("order-number").inner_text()
        if card.get_by_text(action).count():
            shopper.opens_order(number)
            return
    pytest.skip(f"the sample member has no order left with “{action}”")
