"""After the order: the history, whose it is, and calling it off."""

import pytest
from playwright.sync_api import expect

from e2e.people import newcomer
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI

pytestmark = pytest.mark.purchase


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
