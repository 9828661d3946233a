"""Looking around: links, search, filters, paging, products."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from e2e.diary import Telling

WHATSAPP = "utm_source=whatsapp&utm_medium=chat&utm_campaign=katalog-wangi"


def rupiah(written: str) -> int:
    """Rp1.250.000 -> 1250000; words like "Akan dihitung" count nothing."""
    return int(re.sub(r"\D", "", written) or 0)


class Browsing(Telling):
    """What everybody does with a page."""

    page: Page
    scripts: bool

    def opens(self, path: str) -> Self:
        """Types an address or follows a bookmark."""
        self.page.goto(path)
        return self

    def follows_whatsapp_link(self, slug: str) -> Self:
        """Comes in from a chat."""
        return self.opens(f"/marketplace/{slug}?{WHATSAPP}")

    def finds(self, name: str) -> Self:
        """Searches for a product by its name and opens it."""
        self.opens("/marketplace").searches(name)
        self.cards.get_by_role("link", name=name, exact=True).click()
        self.sees_heading(name)
        return self

    def picks_plenty(self) -> str:
        """Opens a product of the list of which there is plenty, else the first; gives its name."""
        plenty = self.cards.filter(has=self.page.get_by_test_id("stock-status").get_by_text("Tersedia", exact=True))
        card = (plenty if plenty.count() else self.cards).first
        name = card.get_by_test_id("product-name").inner_text()
        card.get_by_role("link", name=name, exact=True).click()
        self.sees_heading(name)
        return name

    def searches(self, words: str) -> Self:
        """Types into the search box and sends it."""
        box = self.page.get_by_role("searchbox", name="Cari barang")
        box.fill(words)
        box.press("Enter")
        expect(self.page).to_have_url(re.compile(r"[?&]q="))
        return self

    def taps(self, name: str) -> Self:
        """Taps the button or link with this name."""
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()
        return self

    def reloads(self) -> Self:
        """Pulls down to refresh."""
        self.page.reload()
        return self

    def goes_back(self) -> Self:
        """Taps Back."""
        self.page.go_back()
        return self

    def sees(self, words: str | re.Pattern[str]) -> Self:
        """Reads these words in the page's own part."""
        expect(self.page.get_by_role("main").get_by_text(words).first).to_be_visible()
        return self

    def sees_heading(self, words: str | re.Pattern[str]) -> Self:
        """Reads the page's title heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        return self

    def is_at(self, path: str) -> Self:
        """The address bar shows this path, whatever its query."""
        expect(self.page).to_have_url(re.compile(rf"^[^?#]*//[^/]+{path}([?#].*)?$"))
        return self

    @property
    def cards(self) -> Locator:
        """The products of a list."""
        return self.page.get_by_test_id("product-card")

    @property
    def names(self) -> list[str]:
        """The products of a list, by name; what is below the fold counts too."""
        return self.cards.get_by_test_id("product-name").all_text_contents()

    @property
    def prices(self) -> list[int]:
        """Their prices in Rupiah."""
        return [rupiah(written) for written in self.cards.get_by_test_id("product-price").all_text_contents()]

    @property
    def stock(self) -> Locator:
        """How much there is of the product on this page, in words."""
        return self.page.get_by_test_id("stock-status").first

    @property
    def notice(self) -> Locator:
        """What the shop just said."""
        return self.page.get_by_test_id("flash")
