"""The pages that only some come to, for everybody: WCAG 2.2 AA in light and dark, and no sideways scrolling on the narrowest phone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.colleague import Colleague
from e2e.devices import LAPTOP
from e2e.looks import faults
from e2e.people import newcomer
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI

pytestmark = [pytest.mark.long, pytest.mark.own_shop]


def test_pages_of_an_account(visitor: Shopper):
    visitor.may_be_refused(422)
    page, rini = visitor.page, newcomer()
    visitor.opens("/auth/register").registers(rini)
    found = faults(visitor.opens("/account/addresses").page)
    visitor.taps("Tambah alamat").taps("Simpan alamat")
    expect(visitor.errors).to_be_focused()
    found += faults(page)
    visitor.writes_address().taps("Simpan alamat")
    expect(page).to_have_url("/account/addresses")
    found += faults(page)
    page.get_by_role("link", name="Ubah").first.click()
    found += faults(page)
    for path in ("/account/password", "/account/deletion", "/offline"):
        found += faults(visitor.opens(path).page)
    visitor.opens("/auth/forgot").field("email").fill(rini.email)
    page.locator("main form [type=submit]").click()
    found += faults(visitor.sees("e-mail").page)
    mail = visitor.opens("/dev/mail").page.get_by_test_id("mail").filter(has_text=rini.email)
    mail.locator("a[href*='/auth/reset/']").first.click()
    expect(visitor.field("password")).to_be_visible()
    found += faults(page)
    assert not found, "\n".join(found)


def test_an_order_at_every_turn(arrives: Arrives, member: Shopper, tmp_path: Path):
    page, slip = member.may_be_refused(422).page, tmp_path / "bukti.png"
    number = member.buys(MELATI)
    citra = Colleague(arrives(on=LAPTOP)).enters()
    citra.looks_at_queue("quote").takes(number).quotes("SiCepat", "21.500")
    found = faults(member.opens_order(number).page)
    page.get_by_text("Batalkan pesanan", exact=True).click()
    found += faults(page)
    member.accepts_quote().has_status("awaiting_payment")
    found += faults(page)
    slip.write_text("ini bukan gambar")
    member.uploads_proof(slip)
    expect(member.errors).to_be_focused()
    found += faults(page)
    page.screenshot(path=slip, caret="initial")
    member.uploads_proof(slip).has_payment_status("in_review")
    found += faults(page)
    citra.looks_at_queue("transfer").takes(number)
    citra.page.get_by_text("Tolak bukti ini").click()
    citra.page.locator("[name=refusal]").first.fill("Fotonya gelap")
    citra.does("Tolak bukti")
    found += faults(citra.page) + faults(member.opens_order(number).page)
    found += faults(member.opens(f"/order/confirmation/{member.order_id}").page)
    mail = member.opens("/dev/mail").page.get_by_test_id("mail").filter(has_text=number).last
    link = mail.locator("a[href*='/o/']").first.get_attribute("href")
    holder = arrives().may_be_refused(422).opens(link)
    found += faults(holder.sees("4 angka terakhir").page)
    assert not found, "\n".join(found)
