"""The cart: adding, changing, removing, and its badge."""

from typing import Self

from playwright.sync_api import Locator, expect

from e2e.verbs.browsing import Browsing, rupiah


class UsingTheCart(Browsing):
    """What a shopper does with the cart."""

    carried: list[str]  # what this story put into it: only then is a customer's own cart emptied

    def adds(self, name: str) -> Self:
        """Puts a product into the cart, from its page, and waits for what the shop says to it."""
        if self.page.get_by_role("heading", level=1, name=name, exact=True).count() == 0:
            self.finds(name)
        self.carried.append(name)
        self.page.get_by_test_id("add-to-cart").click()
        expect(self.notice).to_be_visible()
        return self

    def opens_cart(self) -> Self:
        """Follows the badge."""
        self.page.get_by_test_id("cart-badge").click()
        return self.sees_heading("Keranjang")

    def takes_one_more(self, name: str) -> Self:
        """Taps plus and waits until the shop has heard it."""
        return self._steps(name, f"Tambah jumlah {name}")

    def takes_one_less(self, name: str) -> Self:
        """Taps minus and waits until the shop has heard it."""
        return self._steps(name, f"Kurangi jumlah {name}")

    def wants(self, name: str, quantity: int) -> Self:
        """Types how many over how many there were, key by key, and leaves the field."""
        field = self.line(name).get_by_test_id("line-quantity")
        field.select_text()
        field.press_sequentially(str(quantity))
        field.blur()
        return self

    def removes(self, name: str) -> Self:
        """Taps the bin."""
        self.line(name).get_by_test_id("line-remove").click()
        expect(self.line(name)).to_have_count(0)
        return self

    def undoes(self) -> Self:
        """Takes the removal back."""
        return self.taps("Urungkan")

    def has_in_cart(self, name: str, quantity: int) -> Self:
        """The cart page shows this many of a product."""
        expect(self.line(name).get_by_test_id("line-quantity")).to_have_value(str(quantity))
        return self

    def has_an_empty_cart(self) -> Self:
        """The cart page says that there is nothing in it."""
        expect(self.page.get_by_role("heading", name="Keranjangmu masih kosong")).to_be_visible()
        return self

    def sees_badge(self, pieces: int) -> Self:
        """The badge counts this many; without scripts it only does on pages of one's own."""
        expect(self.page.get_by_test_id("cart-badge")).to_have_text(str(pieces))
        return self

    def cart_total(self) -> int:
        """What the cart comes to, in Rupiah."""
        return rupiah(self.page.get_by_test_id("cart-total").inner_text())

    def line(self, name: str) -> Locator:
        """The cart's line of a product."""
        return self.page.get_by_test_id("cart-line").filter(has_text=name)

    def _steps(self, name: str, button: str) -> Self:
        with self.page.expect_response("**/cart/items/*"):
            self.line(name).get_by_role("button", name=button).click()
        return self
