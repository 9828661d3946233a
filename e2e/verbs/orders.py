"""Orders: placing, looking at them, and what can still be done to them."""

import re
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from e2e.verbs.checkout import CheckingOut

CONFIRMATION = re.compile(r"/order/confirmation/[0-9a-f-]{36}$")


class Ordering(CheckingOut):
    """From the gate to the history."""

    orders: list[str]  # ids of the orders this shopper made and did not cancel, so that the story can tidy up

    def places_order(self) -> str:
        """Taps the gate and waits for the confirmation; gives the order's number."""
        self.place_button.click()
        return self.has_ordered()

    def has_ordered(self) -> str:
        """The confirmation is there, with its address in the bar; gives the order's number."""
        expect(self.page).to_have_url(CONFIRMATION)
        if self.order_id not in self.orders:
            self.orders.append(self.order_id)
        self.sees_heading("Pesananmu sudah kami terima")
        return self.order_number.inner_text()

    def buys(self, name: str) -> str:
        """The whole purchase; gives the order's number."""
        return self.gets_ready_to_order(name).places_order()

    def opens_order(self, number: str) -> Self:
        """Finds an order in the history and opens it."""
        self.opens("/orders")
        self.page.get_by_test_id("order-card").get_by_role("link", name=number, exact=True).click()
        return self.sees_heading(f"Pesanan {number}")

    def cancels(self, reason: str = "Salah pilih ukuran") -> Self:
        """Calls the order on this page off."""
        self.page.get_by_text("Batalkan pesanan", exact=True).click()
        self.field("reason").fill(reason)
        self.taps("Ya, batalkan pesanan").has_status("cancelled")
        if self.order_id in self.orders:
            self.orders.remove(self.order_id)
        return self

    def accepts_quote(self) -> Self:
        """Takes the final total."""
        self.page.get_by_role("button", name=re.compile("^Setuju, total")).click()
        return self

    def uploads_proof(self, file: Path) -> Self:
        """Sends a picture of the transfer."""
        self.field("proof").set_input_files(file)
        return self.taps("Unggah bukti")

    def says_it_arrived(self) -> Self:
        """Confirms that the parcel is there."""
        return self.taps("Paket sudah kuterima")

    def has_status(self, status: str) -> Self:
        """The order on this page is in this state."""
        expect(self.page.get_by_test_id("order-status")).to_have_attribute("data-status", status)
        return self

    def has_payment_status(self, status: str) -> Self:
        """Its payment is in this state."""
        expect(self.page.get_by_test_id("payment-status")).to_have_attribute("data-status", status)
        return self

    def counts_orders(self) -> int:
        """How many orders there are in the history."""
        tab = self.opens("/orders").page.get_by_role("navigation", name="Saring pesanan").get_by_role("link").first
        return int(re.sub(r"\D", "", tab.inner_text()))

    @property
    def order_number(self) -> Locator:
        """The number of the order on this page."""
        return self.page.get_by_test_id("order-number").first

    @property
    def order_id(self) -> str:
        """The id of the order on this page, from its address."""
        return urlsplit(self.page.url).path.rsplit("/", 1)[1]

    @property
    def timeline(self) -> list[str]:
        """What happened to the order on this page, newest first."""
        return self.page.get_by_test_id("timeline-entry").all_inner_texts()
