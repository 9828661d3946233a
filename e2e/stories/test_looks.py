"""Every page for everybody: WCAG 2.2 AA in light and dark, and no sideways scrolling on the narrowest phone."""

from playwright.sync_api import expect

from e2e.looks import faults
from e2e.people import newcomer
from e2e.shopper import Shopper
from e2e.tales import MELATI


def test_pages_of_everybody(visitor: Shopper):
    visitor.may_be_refused(404)
    found: list[str] = []
    for path in (
        "/marketplace",
        "/marketplace?tab=raw-material&q=minyak",
        "/marketplace?q=qzxwv",
        "/marketplace/melati-senja-50ml",
        "/marketplace/cendana-lama-50ml",
        "/cart",
        "/auth/login",
        "/auth/register",
        "/auth/forgot",
        "/tidak-ada",
    ):
        found += faults(visitor.opens(path).page)
    assert not found, "\n".join(found)


def test_pages_of_a_purchase(visitor: Shopper):
    visitor.may_be_refused(422)
    found: list[str] = []
    visitor.opens("/auth/register").registers(newcomer())
    visitor.adds(MELATI)
    expect(visitor.notice).to_be_visible()
    found += faults(visitor.page)
    found += faults(visitor.opens_cart().page)
    visitor.removes(MELATI)
    found += faults(visitor.page)
    visitor.undoes().has_in_cart(MELATI, 1).starts_checkout().is_at_step("address")
    found += faults(visitor.page)
    visitor.writes_address(postal_code="x").taps("Lanjut ke pengiriman")
    expect(visitor.errors).to_be_visible()
    found += faults(visitor.page)
    visitor.gives_address().is_at_step("shipping")
    found += faults(visitor.page)
    visitor.chooses_shipping().is_at_step("payment")
    found += faults(visitor.page)
    visitor.chooses_payment().is_at_step("review")
    found += faults(visitor.page)
    number = visitor.places_order()
    found += faults(visitor.page)
    found += faults(visitor.opens_order(number).page)
    found += faults(visitor.opens("/orders").page)
    found += faults(visitor.opens("/account").page)
    assert not found, "\n".join(found)
