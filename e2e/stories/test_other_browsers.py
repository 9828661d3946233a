"""The marked order of the smoke suite in browsers that Playwright does not drive here, by WebDriver alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from e2e.browsers import WEBDRIVERS
from e2e.diary import Diary
from e2e.people import Account, Person, newcomer
from e2e.stories.test_smoke import MARK, MARKED
from e2e.tidying import removes
from e2e.webdriver.buyer import Buyer

pytestmark = [pytest.mark.smoke, pytest.mark.purchase, pytest.mark.webdriver]


@pytest.fixture
def person(playwright: Playwright, base_url: str) -> Iterator[Person]:
    """Somebody whose order and account are gone afterwards, whatever the story ended with."""
    found = newcomer(MARK)
    yield found
    removes(playwright.request, base_url, Account(found, None))


def test_a_marked_order_by_webdriver(engine: str, base_url: str, diary: Diary, person: Person):
    with WEBDRIVERS[engine].opened() as window:
        width = window.run("return innerWidth")
        diary.plays(device=f"a window of {width} px", browser=f"{engine} (WebDriver)", profile="")
        buyer = Buyer(window, base_url, diary).opens("/auth/register").registers(person)
        name = buyer.opens("/marketplace?in_stock=1").picks_plenty()
        buyer.adds().opens("/cart")
        assert name in window.text('[data-testid="cart-line"]')
        number = buyer.checks_out(**MARKED).places_order()
        link = f'//*[@data-testid="order-card"]//a[normalize-space()="{number}"]'
        buyer.opens("/orders").window.click(link)
        buyer.cancels(MARK).asks_to_be_deleted(person)
        assert window.run("return document.documentElement.scrollWidth") <= width
