"""The checkout: its steps, the hold, the gate."""

import re
from typing import Self

from playwright.sync_api import Locator, expect

from e2e.verbs.browsing import rupiah
from e2e.verbs.cart import UsingTheCart

ADDRESS = {
    "recipient_name": "Rini Pendatang",
    "phone_number": "0857 1234 5678",
    "address_line": "Jl. Braga No. 99, RT 002/RW 004",
    "province_name": "Jawa Barat",
    "city_name": "Kota Bandung",
    "district_name": "Sumur Bandung",
    "subdistrict_name": "Braga",
    "postal_code": "40111",
    "additional_info": "Toko di sudut jalan",
}


class CheckingOut(UsingTheCart):
    """From the cart to "Buat pesanan"."""

    def starts_checkout(self) -> Self:
        """Taps the cart's way on."""
        self.page.get_by_test_id("checkout-button").click()
        return self

    def gives_address(self, **changes: str) -> Self:
        """Fills the address in and sends it."""
        self.is_at_step("address")
        self.writes_address(**changes)
        return self.taps("Lanjut ke pengiriman")

    def writes_address(self, **changes: str) -> Self:
        """Fills the address in."""
        for name, text in (ADDRESS | changes).items():
            control = self.field(name)
            if name == "province_name":
                control.select_option(text)
            else:
                control.fill(text)
        return self

    def takes_place(self, words: str, place: str) -> Self:
        """Searches for a place and taps what was found."""
        self.page.get_by_role("searchbox", name="Cari kelurahan").press_sequentially(words)
        self.page.get_by_role("button", name=place).click()
        return self.sees(f"Terisi: {place}")

    def chooses_shipping(self) -> Self:
        """Takes the way of shipping that there is."""
        self.is_at_step("shipping")
        self.page.get_by_role("radio").first.check()
        return self.taps("Lanjut ke pembayaran")

    def chooses_payment(self, bank: str = "BCA") -> Self:
        """Chooses the bank to pay at."""
        self.is_at_step("payment")
        self.page.get_by_role("radio", name=re.compile(bank)).check()
        return self.taps("Periksa pesanan")

    def chooses_first_payment(self) -> Self:
        """Takes the first way to pay that there is."""
        self.is_at_step("payment")
        self.page.get_by_role("radio").first.check()
        return self.taps("Periksa pesanan")

    def fills_in_checkout(self) -> Self:
        """All steps before the review."""
        self.gives_address().chooses_shipping().chooses_payment()
        return self.is_at_step("review")

    def gets_ready_to_order(self, name: str) -> Self:
        """Everything up to the button."""
        self.adds(name).opens_cart().starts_checkout().fills_in_checkout()
        expect(self.place_button).to_be_visible()
        return self

    def goes_to_step(self, step: str) -> Self:
        """Taps a way mark."""
        self.way_mark(step).get_by_role("link").click()
        return self.is_at_step(step)

    def is_at_step(self, step: str) -> Self:
        """The step is the current one, in the way marks and in the address."""
        expect(self.way_mark(step).get_by_role("link")).to_have_attribute("aria-current", "step")
        return self.is_at(f"/checkout/{step}")

    def renews_hold(self) -> Self:
        """Asks for 15 more minutes."""
        return self.taps("Perpanjang 15 menit")

    def counts_struck_out(self) -> int:
        """How many numbers of the summary are marked as different from what was shown before."""
        return self.page.get_by_role("region", name="Ringkasan belanja").locator("s").count()

    def watches_the_clock(self, ticks: int = 2) -> Self:
        """Sees the seconds of the hold run."""
        for _ in range(ticks):
            shown = self.countdown.inner_text()
            expect(self.countdown).not_to_have_text(shown)
        return self

    def way_mark(self, step: str) -> Locator:
        """A step's mark above the form."""
        return self.page.locator(f'[data-testid="checkout-step"][data-step="{step}"]')

    def field(self, name: str) -> Locator:
        """A visible form control by its name."""
        return self.page.locator(f'main [name="{name}"]:not([type="hidden"])')

    @property
    def place_button(self) -> Locator:
        """The gate."""
        return self.page.get_by_test_id("place-order")

    @property
    def total(self) -> Locator:
        """What it all comes to."""
        return self.page.get_by_test_id("summary-total")

    @property
    def countdown(self) -> Locator:
        """How long the stock is kept."""
        return self.page.get_by_test_id("hold-countdown")

    @property
    def errors(self) -> Locator:
        """The summary of what has to be put right."""
        return self.page.get_by_test_id("error-summary")

    @property
    def money(self) -> dict[str, int]:
        """The summary's amounts in Rupiah; shipping that is not known yet counts nothing."""
        parts = ("subtotal", "shipping", "unique-code", "total")
        return {part: rupiah(self.page.get_by_test_id(f"summary-{part}").inner_text()) for part in parts}
