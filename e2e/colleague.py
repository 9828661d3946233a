"""A colleague at the desk: what staff do all day, as verbs, with the taps they need for it."""

import re
import time
from dataclasses import dataclass, field
from typing import Self

from playwright.sync_api import Locator, Page, expect

from e2e.diary import Diary, Telling
from e2e.people import CITRA, Person
from e2e.shopper import Shopper


@dataclass
class Colleague(Telling):
    """Somebody of customer service at a browser; taps counts since the last look at the clock."""

    person: Shopper
    taps: int = 0
    _began: float = field(default=0.0)

    @property
    def page(self) -> Page:
        """The tab in front."""
        return self.person.page

    @property
    def diary(self) -> Diary:
        """Where the verbs are written down."""
        return self.person.diary

    @property
    def name(self) -> str:
        """Who it is in the strip."""
        return "staff"

    def enters(self, who: Person = CITRA) -> Self:
        """Signs in, and is at the queue."""
        self.person.opens("/auth/login").logs_in(who)
        expect(self.page).to_have_url(re.compile(r"/admin$"))
        return self

    def looks_at_queue(self, name: str) -> Self:
        """Opens a queue, and looks at the clock."""
        self.page.goto(f"/admin?queue={name}")
        self.taps, self._began = 0, time.monotonic()
        return self

    def takes(self, number: str) -> Self:
        """Takes an order out of the queue."""
        row = self.page.get_by_test_id("order-row").filter(has_text=number)
        self._tap(row.get_by_role("button", name=re.compile("Kerjakan|Lanjutkan")))
        expect(self.page.get_by_test_id("order-number")).to_have_text(number)
        return self

    def quotes(self, courier: str, cost: str) -> Self:
        """Says what shipping costs."""
        self.page.get_by_label("Kurir").fill(courier)
        self.page.get_by_label("Ongkir (Rp)").fill(cost)
        return self.does("Kirim ongkir")

    def does(self, name: str | re.Pattern[str]) -> Self:
        """Taps a button of the order page and reads that it was done."""
        self._tap(self.page.get_by_role("button", name=name).first)
        expect(self.page.get_by_text("Salah pencet?")).to_be_visible()
        return self

    def sends(self, resi: str) -> Self:
        """Enters the tracking number."""
        self.page.get_by_label("Nomor resi").fill(resi)
        return self.does("Sudah dikirim")

    def has_status(self, status: str) -> Self:
        """The order on this page is in this state."""
        expect(self.page.get_by_test_id("order-status").first).to_have_attribute("data-status", status)
        return self

    def seconds(self) -> float:
        """Since the last look at the clock."""
        return time.monotonic() - self._began

    def _tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1
