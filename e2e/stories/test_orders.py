"""After the order: history, accepting the shipping quote, proof of payment, arrival, calling off."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.people import Account, newcomer
from e2e.shopper import Arrives, Shopper

MELATI = "Melati Senja 50 ml"


@pytest.fixture
def sample_member(arrives: Arrives, sample_account: Account) -> Iterator[Shopper]:
    """The sample member, whose orders are in every state."""
    return arrives(account=sample_account)


def open_order_with(shopper: Shopper, status: str, action: str) -> None:
    """Opens an order in this state where this can be done, or skips the story: each of them can be done only once."""
    for card in shopper.opens(f"/orders?status={status}").page.get_by_test_id("order-card").all():
        number = card.get_by_test_id("order-number").inner_text()
        if card.get_by_text(action).count():
            shopper.opens_order(number)
            return
    pytest.skip(f"the sample member has no order left with “{action}”")


@pytest.mark.sample_member
def test_accepting_the_shipping_quote_and_paying(sample_member: Shopper, tmp_path: Path):
    open_order_with(sample_member, "awaiting_quote", "Setujui total")
    final = sample_member.money["total"]
    sample_member.accepts_quote().has_status("awaiting_payment").has_payment_status("unpaid")
    assert sample_member.money["total"] == final
    expect(sample_member.page.get_by_test_id("payment-countdown")).to_have_text(
        re.compile(r"^23 jam \d+ mnt \d\d dtk$")
    )
    slip = tmp_path / "bukti.png"
    sample_member.page.screenshot(path=slip, caret="initial")
    sample_member.uploads_proof(slip).has_payment_status("in_review")
    sample_member.sees("Bukti transfer diterima. CS memeriksanya.")
    expect(sample_member.page.get_by_text("Batalkan pesanan", exact=True)).to_have_count(0)


@pytest.mark.sample_member
def test_a_file_that_is_no_proof_is_refused(sample_member: Shopper, tmp_path: Path):
    open_order_with(sample_member, "awaiting_payment", "Bayar atau unggah bukti")
    letter = tmp_path / "bukti.png"
    letter.write_text("ini bukan gambar")
    sample_member.may_be_refused(422).uploads_proof(letter)
    expect(sample_member.errors).to_be_focused()
    expect(sample_member.errors).to_contain_text("tidak terbaca")


@pytest.mark.sample_member
def test_the_parcel_has_arrived(sample_member: Shopper):
    open_order_with(sample_member, "shipped", "Lacak paket")
    sample_member.says_it_arrived().has_status("completed")


@pytest.mark.sample_member
def test_history_shows_every_state(sample_member: Shopper):
    sample_member.opens("/orders")
    tabs = sample_member.page.get_by_role("navigation", name="Saring pesanan")
    for name in ("Belum bayar", "Dikemas", "Dikirim", "Selesai", "Batal"):
        tabs.get_by_role("link", name=name).click()
        expect(tabs.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        count = int(re.sub(r"\D", "", tabs.get_by_role("link", name=name).inner_text()))
        expect(sample_member.page.get_by_test_id("order-card")).to_have_count(min(count, 10))


def test_a_newcomer_has_no_orders_yet(visitor: Shopper):
    visitor.opens("/auth/register").registers(newcomer())
    visitor.opens("/orders").sees("Belum ada pesanan")


def test_an_order_is_nobody_elses(member: Shopper, arrives: Arrives):
    member.buys(MELATI)
    stranger = arrives().may_be_refused(404)
    stranger.opens("/auth/register").registers(newcomer())
    stranger.opens(f"/order/{member.order_id}").sees_heading("Tidak ditemukan")


def test_calling_an_order_off_gives_a_timeline(member: Shopper):
    number = member.buys(MELATI)
    member.opens_order(number).cancels("Mau ganti ukuran")
    assert "Mau ganti ukuran" in member.timeline[0]
    expect(member.page.get_by_text("Batalkan pesanan", exact=True)).to_have_count(0)
