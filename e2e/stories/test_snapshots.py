"""The main pages look as they did when somebody last looked; `make e2e UPDATE=snapshots` says that somebody has."""

from pathlib import Path

import pytest

from e2e.devices import LAPTOP
from e2e.people import Members
from e2e.pictures import judged, taken
from e2e.profiles import PROFILES
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI

IN_CHROMIUM = pytest.mark.chromium("the pictures were taken in Chromium; other browsers draw letters differently")
pytestmark = [pytest.mark.snapshots, pytest.mark.long, pytest.mark.own_shop, IN_CHROMIUM]
DARK = next(profile for profile in PROFILES if profile.name == "dark")
PUBLIC = {
    "marketplace": "/marketplace",
    "product": "/marketplace/melati-senja-50ml",
    "nothing-found": "/marketplace?q=qzxwv",
    "empty-cart": "/cart",
    "sign-in": "/auth/login",
    "help": "/bantuan",
}


@pytest.fixture
def looks_as_before(pytestconfig: pytest.Config):
    """Judges a shopper's page; what its order is called changes from run to run."""
    folder = Path(pytestconfig.option.output) / "review"

    def judge(name: str, shopper: Shopper) -> None:
        own = (shopper.order_number, shopper.page.locator("[data-testid^=summary-]"))
        wrong = judged(name, taken(shopper.page, *own), folder, accept=pytestconfig.option.accept)
        assert not wrong, wrong

    return judge


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page(visitor: Shopper, name: str, looks_as_before):
    looks_as_before(name, visitor.opens(PUBLIC[name]))


@pytest.mark.parametrize("name", ["marketplace", "product"])
def test_page_in_the_dark_and_on_a_laptop(arrives: Arrives, name: str, looks_as_before):
    looks_as_before(f"{name}-dark", arrives(profile=DARK).opens(PUBLIC[name]))
    looks_as_before(f"{name}-laptop", arrives(on=LAPTOP).opens(PUBLIC[name]))


def test_pages_of_a_purchase(arrives: Arrives, members: Members, looks_as_before):
    shopper = arrives(account=members.borrow())
    shopper.adds(MELATI).opens_cart().has_in_cart(MELATI, 1)
    looks_as_before("cart", shopper)
    shopper.starts_checkout().is_at_step("address")
    looks_as_before("address", shopper)
    shopper.fills_in_checkout()
    looks_as_before("review", shopper)
    shopper.places_order()
    looks_as_before("confirmation", shopper)
