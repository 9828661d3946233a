"""A whole life of two orders by the clock of a shop of our own: one is paid and ends well, one is forgotten and ends by itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e import shop
from e2e.colleague import Colleague
from e2e.devices import LAPTOP
from e2e.people import newcomer
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI


@pytest.fixture
def our_own(pytestconfig: pytest.Config) -> Iterator[tuple[str, shop.Later]]:
    """A shop whose clock we may move; at somebody else's address nobody may."""
    if pytestconfig.option.base_url:
        pytest.skip("the clock of another shop is not ours to move")
    with shop.with_its_clock() as opened:
        yield opened


@pytest.mark.long
@pytest.mark.own_shop
def test_from_the_cart_to_the_end_of_the_week(our_own: tuple[str, shop.Later], arrives: Arrives, tmp_path: Path):
    address, it_is_later = our_own
    rini = arrives(at=address).opens("/auth/register").registers(newcomer())
    citra = Colleague(arrives(on=LAPTOP, at=address).may_be_refused(404)).enters()  # her session ends as time passes
    paid, forgotten = (orders(rini, citra) for _ in range(2))

    it_is_later("19 hours")
    for number in (paid, forgotten):
        reads(rini, number, "kami terima", "Bayar Rp", "menunggu sampai")
    pays(rini, paid, tmp_path / "bukti.png")
    citra.enters().looks_at_queue("transfer").takes(paid).does(re.compile("^Masuk pas"))
    citra.does("Sudah dikemas").sends("000123456789").has_status("shipped")

    it_is_later("25 hours")
    rini.opens_order(forgotten).has_status("expired")
    reads(rini, forgotten, "kedaluwarsa")
    rini.opens_order(paid).has_status("shipped")
    reads(rini, paid, "Pembayaran pesanan", "dikirim, resi 000123456789")
    citra.page.reload()
    citra.does("Sudah tiba").has_status("delivered")

    it_is_later("26 hours")
    reads(rini, paid, "sudah tiba")
    rini.opens_order(paid).has_status("delivered")

    it_is_later("9 days")
    rini.opens_order(paid).has_status("completed").sees("Tujuh hari sesudah paket tiba")
    rini.orders.clear()  # nothing left to call off


def orders(shopper: Shopper, colleague: Colleague) -> str:
    """An order that waits for its money."""
    number = shopper.buys(MELATI)
    colleague.looks_at_queue("quote").takes(number).quotes("SiCepat", "21.500")
    shopper.opens_order(number).accepts_quote().has_status("awaiting_payment")
    return number


def pays(shopper: Shopper, number: str, slip: Path) -> None:
    """A picture of the transfer."""
    shopper.opens_order(number)
    shopper.page.screenshot(path=slip, caret="initial")
    shopper.uploads_proof(slip).has_payment_status("in_review")


def mails(shopper: Shopper, number: str):
    """What was written about an order, as developers read it."""
    return shopper.opens("/dev/mail").page.get_by_test_id("mail").filter(has_text=number)


def reads(shopper: Shopper, number: str, *subjects: str) -> None:
    """Each of these came once."""
    for subject in subjects:
        expect(mails(shopper, number).get_by_role("heading").filter(has_text=subject)).to_have_count(1)
