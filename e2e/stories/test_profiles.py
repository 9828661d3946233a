"""The same purchase on every device and under every profile: slow, without scripts, dark, large, on its side."""

import pytest

from e2e.devices import DEVICES, GALAXY, PHONES
from e2e.looks import too_wide
from e2e.people import Members
from e2e.profiles import PROFILES, Profile
from e2e.shopper import Arrives, Shopper
from e2e.tales import buys_and_looks_back, comes_for_melati

pytestmark = [pytest.mark.purchase, pytest.mark.long]
OTHERS = [name for name in DEVICES if name not in PHONES]  # the phones have stories of their own


@pytest.mark.parametrize("name", OTHERS)
def test_purchase_on(arrives: Arrives, members: Members, name: str, pytestconfig: pytest.Config):
    if pytestconfig.option.phone not in {None, name}:
        pytest.skip(f"not run: {pytestconfig.option.phone} was chosen")
    shopper = arrives(on=name, account=members.borrow())
    comes_for_melati(shopper)
    buys_and_looks_back(shopper)
    fits(shopper)


@pytest.mark.parametrize("profile", PROFILES, ids=[profile.name for profile in PROFILES])
def test_purchase_with(
    arrives: Arrives, members: Members, profile: Profile, browser_name: str, pytestconfig: pytest.Config
):
    if profile.missing(browser_name):
        pytest.skip(f"not run: {profile.missing(browser_name)}")
    shopper = arrives(on=pytestconfig.option.phone or GALAXY, account=members.borrow(), profile=profile)
    comes_for_melati(shopper)
    profile.judges(shopper.page)
    buys_and_looks_back(shopper)
    fits(shopper)


def fits(shopper: Shopper) -> None:
    """Nothing sticks out of the order, the history and the shop."""
    found = too_wide(shopper.page)
    for path in ("/orders", "/marketplace", "/account", "/auth/login"):
        found += too_wide(shopper.opens(path).page)
    assert not found, "\n".join(found)
