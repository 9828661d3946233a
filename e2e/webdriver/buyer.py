"""A shopper in a browser that only WebDriver drives: the marked order of the smoke suite, verb by verb."""

from dataclasses import dataclass
from typing import Any, Self

from e2e.diary import Diary, Telling
from e2e.people import Person
from e2e.verbs.checkout import ADDRESS
from e2e.webdriver.window import Window


def by_test_id(name: str, **more: str) -> str:
    """A selector of what the shop marks for tests."""
    return f'[data-testid="{name}"]' + "".join(f'[data-{key}="{value}"]' for key, value in more.items())


def button(words: str) -> str:
    """A button by what stands on it."""
    return f'//button[contains(normalize-space(), "{words}")]'


def heading(words: str) -> str:
    """The page's title heading."""
    return f'//h1[contains(normalize-space(), "{words}")]'


@dataclass
class Buyer(Telling):
    """Somebody at a window; page is the window."""

    page: Any
    address: str
    diary: Diary
    name: str = "shopper"

    @property
    def window(self) -> Window:
        """The same, by its type."""
        return self.page

    def opens(self, path: str) -> Self:
        """Types an address."""
        self.window.goes_to(self.address + path)
        return self

    def registers(self, person: Person) -> Self:
        """Becomes a member."""
        for name in ("full_name", "email", "phone_number", "password"):
            self.window.types(f'main [name="{name}"]', getattr(person, name))
        self.window.click('main form:has([name="password"]) [type="submit"]')
        self.window.find(heading("Akun"))
        return self

    def picks_plenty(self) -> str:
        """Opens the first product of which there is plenty."""
        card = '//*[@data-testid="product-card"][.//*[@data-testid="stock-status"][normalize-space()="Tersedia"]]'
        name = self.window.text(f'{card}//*[@data-testid="product-name"]')
        self.window.click(f"{card}//h2//a")
        self.window.find(heading(name))
        return name

    def adds(self) -> Self:
        """Puts what this page sells into the cart."""
        self.window.click(by_test_id("add-to-cart"))
        self.window.find(by_test_id("flash"))
        return self

    def checks_out(self, **changes: str) -> Self:
        """From the cart to the review."""
        self.window.click(by_test_id("checkout-button"))
        for name, text in (ADDRESS | changes).items():
            self.window.types(f'main [name="{name}"]:not([type="hidden"])', text)
        for step, way_on in (
            ("shipping", "Lanjut ke pengiriman"),
            ("payment", "Lanjut ke pembayaran"),
            ("review", "Periksa pesanan"),
        ):
            self.window.click(button(way_on))
            self.window.find(by_test_id("checkout-step", step=step) + ' [aria-current="step"]')
            if step != "review":
                self.window.click("main input[type=radio]")
        return self

    def places_order(self) -> str:
        """Taps the gate; gives the order's number."""
        self.window.click(by_test_id("place-order"))
        self.window.find(heading("Pesananmu sudah kami terima"))
        return self.window.text(by_test_id("order-number"))

    def cancels(self, reason: str) -> Self:
        """Calls the order on this page off."""
        self.window.click('//summary[normalize-space()="Batalkan pesanan"]')
        self.window.types('main [name="reason"]', reason)
        self.window.click(button("Ya, batalkan pesanan"))
        self.window.find(by_test_id("order-status", status="cancelled"))
        return self

    def asks_to_be_deleted(self, person: Person) -> Self:
        """Leaves the shop for good."""
        self.opens("/account/deletion").window.types('main [name="password"]', person.password)
        self.window.click(button("Hapus akun selamanya"))
        self.window.find('a[href^="/auth/login"]')
        return self
