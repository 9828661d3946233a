"""A whole purchase by keyboard, and what a screen reader is told on the way."""

from playwright.sync_api import expect

from e2e.looks import faults
from e2e.shopper import Shopper
from e2e.tales import MELATI
from e2e.verbs.keyboard import STROKE, keeps_its_place, presses, walks_to, writes

ADDRESS = {"recipient_name": "Rini Pendatang", "phone_number": "085712345678"}
ADDED = """
- status:
  - paragraph:
    - strong: Ditambahkan ke keranjang.
    - text: Melati Senja 50 ml.
  - link "Lihat keranjang"
"""
FOUND = """
- status: "1 tempat cocok. Pilih satu:"
- list:
  - listitem:
    - button "Dago Coblong, Kota Bandung, Jawa Barat"
"""
FILLED = """
- status: "Terisi: Dago, Coblong, Kota Bandung. Tinggal kode pos."
"""
WAY = """
- navigation "Langkah checkout":
  - list:
    - listitem:
      - link /Alamat.*selesai/
    - listitem:
      - link /Pengiriman.*selesai/
    - listitem:
      - link /Pembayaran.*selesai/
    - listitem:
      - link /Periksa.*sedang diisi/
"""
GATE = """
- region "Pesan":
  - paragraph: /Belum ada yang dipesan/
  - button /Buat pesanan – Rp[\\d.]+/
"""


def test_a_whole_purchase_by_keyboard(member: Shopper):
    page = member.page
    member.finds(MELATI)
    presses(page, page.get_by_test_id("add-to-cart"))
    expect(page.locator("#cart-added")).to_match_aria_snapshot(ADDED)
    presses(page, page.get_by_role("link", name="Lihat keranjang"))
    presses(page, page.get_by_test_id("checkout-button"))
    member.is_at_step("address")
    fills_the_address_in(member)
    presses(page, page.get_by_role("button", name="Lanjut ke pengiriman"))
    member.is_at_step("shipping")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    chooses_the_first(member, "Lanjut ke pembayaran")
    member.is_at_step("payment")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    chooses_the_first(member, "Periksa pesanan")
    member.is_at_step("review")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("#checkout-step")).to_match_aria_snapshot(WAY)
    expect(page.locator("body")).to_match_aria_snapshot(GATE)
    presses(page, member.place_button)
    member.has_ordered()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_refused_form_leads_to_its_fields(member: Shopper):
    page = member.may_be_refused(422).page
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address")
    writes(page, member.field("recipient_name"), " ")
    writes(page, member.field("postal_code"), "12")
    page.keyboard.press("Enter")
    expect(member.errors).to_be_focused()
    presses(page, member.errors.get_by_role("link", name="Tulis nama penerima paket."))
    expect(member.field("recipient_name")).to_be_focused()
    expect(member.field("postal_code")).to_have_accessible_description("Kode pos terdiri dari 5 angka, contoh 40115.")


def test_another_place_takes_another_postcode(member: Shopper):
    """The old one stays for whoever wants it, and whoever types the new one types over it."""
    member.adds(MELATI).opens_cart().starts_checkout().is_at_step("address").writes_address()
    takes_dago(member)
    expect(member.field("postal_code")).to_have_value("40111")
    member.page.keyboard.type("40135", delay=STROKE)
    expect(member.field("postal_code")).to_have_value("40135")


def test_the_focus_is_never_lost(member: Shopper):
    """What was pressed may be gone afterwards."""
    page = member.page
    member.adds(MELATI).opens_cart()
    presses(page, member.line(MELATI).get_by_test_id("line-remove"))
    expect(member.line(MELATI)).to_have_count(0)
    keeps_its_place(page)
    member.opens("/marketplace")
    presses(page, page.get_by_role("link", name="Peralatan"))
    expect(page).to_have_url("/marketplace?tab=tools")
    expect(page.get_by_role("link", name="Peralatan")).to_be_focused()


def fills_the_address_in(member: Shopper) -> None:
    """All of it, the place from the list."""
    page = member.page
    for name, text in ADDRESS.items():
        writes(page, member.field(name), text)
    takes_dago(member)
    page.keyboard.type("40135", delay=STROKE)
    writes(page, member.field("address_line"), "Jl. Juanda 12")
    expect(member.field("postal_code")).to_have_value("40135")


def takes_dago(member: Shopper) -> None:
    """A place from the list, by arrow; the focus is then where typing goes on."""
    page = member.page
    writes(page, page.get_by_role("searchbox", name="Cari kelurahan"), "dago bandung")
    expect(page.locator("#areas-found")).to_match_aria_snapshot(FOUND)
    assert not faults(page)
    walks_to(page, page.get_by_role("searchbox", name="Cari kelurahan"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(member.field("postal_code")).to_be_focused()
    expect(page.locator("#areas-found")).to_match_aria_snapshot(FILLED)


def chooses_the_first(member: Shopper, onward: str) -> None:
    """The first of the radio buttons, and on."""
    walks_to(member.page, member.page.get_by_role("radio").first)
    member.page.keyboard.press("Space")
    presses(member.page, member.page.get_by_role("button", name=onward))
