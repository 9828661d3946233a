"""The purchase and the desk together: what one side does, the other sees."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.colleague import Colleague
from e2e.devices import GALAXY, LAPTOP
from e2e.looks import faults
from e2e.people import ADE, CITRA
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI

PAGES = (
    "/admin?queue=pack",
    "/admin?queue=money",
    "/admin?queue=stock",
    "/admin/orders?q=sari&status=paid",
    "/admin/stock?q=melati",
    "/admin/paste/payments",
    "/admin/paste/resi",
    "/admin/words",
    "/admin/manual",
    "/admin/audit",
    "/bantuan",
)
ON = pytest.mark.parametrize("machine", [LAPTOP, pytest.param(GALAXY, marks=pytest.mark.long)])
Tell = Callable[[str, str], None]
pytestmark = pytest.mark.desk


@pytest.mark.parametrize(("machine", "scripts"), [(LAPTOP, True), (GALAXY, True), (LAPTOP, False)])
def test_from_the_cart_to_the_doorstep(
    arrives: Arrives, member: Shopper, tmp_path: Path, machine: str, *, scripts: bool, record_property: Tell
):
    """Shopper orders, staff quote, shopper accepts and pays, staff confirm, pack and send, shopper has the parcel."""
    citra = Colleague(arrives(on=machine, scripts=scripts)).enters()
    number = member.buys(MELATI)
    citra.looks_at_queue("quote").takes(number).quotes("SiCepat", "21.500").has_status("awaiting_quote")
    tell(record_property, "quoting shipping", citra, most=3)
    member.opens_order(number).accepts_quote().has_status("awaiting_payment")
    total = member.money["total"]
    slip = tmp_path / "bukti.png"
    member.page.screenshot(path=slip, caret="initial")
    member.uploads_proof(slip).has_payment_status("in_review")
    citra.looks_at_queue("transfer").takes(number).does(re.compile(f"^Masuk pas Rp{total:,}$".replace(",", ".")))
    tell(record_property, "confirming a transfer", citra, most=2)
    citra.has_status("paid").does("Sudah dikemas").has_status("processing").sends("000123456789").has_status("shipped")
    member.opens_order(number).has_status("shipped").sees("000123456789")
    member.says_it_arrived().has_status("completed")
    member.orders.clear()  # nothing left to call off
    citra.page.reload()
    citra.has_status("completed")


def test_a_slip_is_taken_back(arrives: Arrives, member: Shopper):
    number = member.buys(MELATI)
    citra = Colleague(arrives(on=LAPTOP)).enters()
    citra.looks_at_queue("quote").takes(number).quotes("JNE", "99000")
    citra.page.get_by_role("button", name="Urungkan").click()
    expect(citra.page.get_by_role("heading", name="Hitung ongkir")).to_be_visible()
    member.opens_order(number).sees("Akan dihitung")


def test_members_and_visitors_never_see_the_desk(member: Shopper, visitor: Shopper):
    for somebody in (member.may_be_refused(404), visitor.may_be_refused(404)):
        for path in ("/admin", "/admin/orders", "/admin/second-factor", "/admin/nowhere"):
            somebody.opens(path).sees_heading("Tidak ditemukan")


@ON
def test_pages_of_the_desk(arrives: Arrives, member: Shopper, machine: str):
    number = member.buys(MELATI)
    citra = Colleague(arrives(on=machine).may_be_refused(422)).enters(CITRA)
    found = faults(citra.page)
    for path in PAGES:
        citra.page.goto(path)
        found += faults(citra.page)
    citra.looks_at_queue("quote").takes(number)
    found += faults(citra.page)
    citra.page.get_by_role("button", name="Kirim ongkir").click()
    expect(citra.page.get_by_test_id("error-summary")).to_be_focused()
    found += faults(citra.page)
    citra.page.get_by_role("link", name="Ubah barang").click()
    found += faults(citra.page)
    assert not found, "\n".join(found)


@ON
@pytest.mark.admin
def test_pages_of_an_admin(arrives: Arrives, machine: str):
    ade = Colleague(arrives(on=machine).may_be_refused(422)).enters(ADE)
    found: list[str] = []
    for path in ("/admin/banner", "/admin/jobs", "/admin/privacy", "/admin/staff", "/admin/webhooks"):
        ade.page.goto(path)
        found += faults(ade.page)
    ade.page.get_by_role("button", name="Daftarkan").click()
    expect(ade.page.get_by_test_id("error-summary")).to_be_focused()
    found += faults(ade.page)
    assert not found, "\n".join(found)


def tell(record_property: Tell, what: str, colleague: Colleague, *, most: int) -> None:
    """Keeps taps and seconds for the report, and judges the taps."""
    record_property(what, f"{colleague.taps} taps, {colleague.seconds():.1f} s")
    assert colleague.taps <= most
