"""Verbs of the stock tests: what somebody at the desk sees of a listing and sends, and what is in the database afterwards."""

from werkzeug.test import TestResponse

from tests.shopper import MELATI, Shopper, field


def listing(browser: Shopper, slug: str = MELATI) -> str:
    return browser.client.get(address(browser, slug)).text


def address(browser: Shopper, slug: str = MELATI) -> str:
    return f"/admin/stock/{browser.product_id(slug)}"


def adjusts(browser: Shopper, page: str, slug: str = MELATI, **form: str) -> TestResponse:
    """Sends the form of a page that was seen."""
    given = {"kind": "restock", "reason": "kiriman Selasa", "seen": field(page, "seen")} | form
    return browser.client.post(f"{address(browser, slug)}/adjust", data=given)


def edits(browser: Shopper, page: str, slug: str = MELATI, **form: str) -> TestResponse:
    given = {"list_price": "245000", "status": "active", "low_stock_threshold": "3"} | form
    return browser.client.post(f"{address(browser, slug)}/edit", data={"version": field(page, "version")} | given)


def on_hand(browser: Shopper, slug: str = MELATI) -> int:
    found: int = browser.database.value("select stock_on_hand from marketplace_listings where slug = %s", slug)
    return found


def edited(browser: Shopper, slug: str = MELATI) -> tuple[int, str, int, int]:
    """Price, status, low mark, version."""
    found: tuple[int, str, int, int] = browser.database.rows(
        "select list_price, status, low_stock_threshold, version from marketplace_listings where slug = %s", slug
    )[0]
    return found
