"""The desk's paste: fifty transfers and fifty parcels, each with one paste and two taps, and how long that takes.

The stories of this file follow each other: what is paid in the first is shipped in the second.
"""

import logging
import re
from collections.abc import Callable
from time import perf_counter

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e.devices import LAPTOP
from e2e.looks import faults
from e2e.many import Order, place
from e2e.people import CITRA, Account, Members, log_in
from e2e.shopper import Arrives, Shopper

log = logging.getLogger(__name__)  # pytest --log-cli-level=INFO shows the figures
ROWS, PLACED_BY_ONE = 50, 10
SECONDS = 20.0  # for somebody whose clipboard holds the rows; the server's part is far less
pytestmark = pytest.mark.desk


@pytest.fixture(scope="module")
def desk(playwright: Playwright, base_url: str) -> Account:
    """A session of customer service."""
    return log_in(playwright.request, base_url, CITRA)


@pytest.fixture(scope="module")
def orders(playwright: Playwright, base_url: str, desk: Account, members: Members, browser_name: str) -> list[Order]:
    """Fifty orders that wait for their payment, for each browser others."""
    staff = playwright.request.new_context(base_url=base_url, storage_state=desk.cookies)
    found = []
    for _ in range(0, ROWS, PLACED_BY_ONE):
        shopper = playwright.request.new_context(base_url=base_url, storage_state=members.borrow().cookies)
        found += [place(shopper, staff, "melati-senja-50ml") for _ in range(PLACED_BY_ONE)]
        shopper.dispose()
    staff.dispose()
    log.info("%d orders for %s", len(found), browser_name)
    return found


@pytest.fixture
def citra(arrives: Arrives, desk: Account) -> Shopper:
    """Customer service at a laptop."""
    return arrives(LAPTOP, account=desk)


def timed(page: Page, name: str, rows: str, taps: tuple[str, str], is_done: Callable[[], None]) -> float:
    """One paste and two taps; the seconds until the result is there."""
    begun = perf_counter()
    page.locator(f"textarea[name={name}]").fill(rows)
    for tap in taps:
        page.get_by_role("button", name=tap).click()
    is_done()
    seconds = perf_counter() - begun
    log.info("%s: 1 paste of %d rows, %d taps, %.2f s", name, rows.count("\n") + 1, len(taps), seconds)
    return seconds


def results(page: Page, what: str) -> Callable[[], None]:
    return lambda: expect(page.locator(f'[data-list=results] [data-what="{what}"]')).to_have_count(ROWS)


def test_fifty_transfers_are_confirmed_with_one_paste_and_two_taps(citra: Shopper, orders: list[Order]):
    page = citra.opens("/admin/paste/payments").page
    taps = ("Lihat cocokannya", "Catat yang dicentang")
    seconds = timed(page, "lines", "\n".join(order.transfer() for order in orders), taps, results(page, "booked"))
    assert seconds < SECONDS
    citra.opens(f"/admin/orders/{orders[0].id}").has_status("paid")


def test_the_same_statement_books_nothing_again(citra: Shopper, orders: list[Order]):
    page = citra.opens("/admin/paste/payments").page
    page.locator("textarea[name=lines]").fill("\n".join(order.transfer() for order in orders))
    citra.taps("Lihat cocokannya").sees(f"Sudah dicatat sebelumnya: {ROWS}")
    citra.sees("Tidak ada baris yang bisa dicatat.")


def test_fifty_resi_are_entered_with_one_paste_and_two_taps(citra: Shopper, orders: list[Order]):
    page = citra.opens("/admin/paste/payments").page
    page.get_by_role("link", name="Resi", exact=True).click()
    taps = ("Lihat dulu", "Kirim yang dicentang")
    mark = orders[0].number[-5:]
    rows = "\n".join(f"{order.number}\tSPXID0{n:02}{ord(mark[0])}{ord(mark[1])}12345" for n, order in enumerate(orders))
    seconds = timed(page, "rows", rows, taps, results(page, "shipped"))
    assert seconds < SECONDS
    citra.opens(f"/admin/orders/{orders[-1].id}").has_status("shipped")


def test_without_scripts_on_a_phone_it_works_alike(arrives: Arrives, desk: Account, orders: list[Order]):
    citra = arrives(scripts=False, account=desk).may_be_refused(422)
    page = citra.opens("/admin/paste/resi").page
    citra.taps("Lihat dulu").sees("Tempel dulu barisnya.")
    page.locator("textarea[name=rows]").fill(f"{orders[0].number} JP1234567890")
    citra.taps("Lihat dulu").sees(re.compile("Sudah punya resi"))


def test_the_pages_are_for_everybody(citra: Shopper, orders: list[Order]):
    citra.may_be_refused(422)
    found = []
    for tab, box, tap, row in (
        (
            "payments",
            "lines",
            "Lihat cocokannya",
            f"{orders[0].transfer()}\n32/13/2026\tX\t1.000,00 CR\n1/1/2026\tX\t5 CR",
        ),
        ("resi", "rows", "Lihat dulu", f"{orders[0].number} JP1234567890"),
    ):
        page = citra.opens(f"/admin/paste/{tab}").page
        found += faults(page)
        citra.taps(tap).sees("Tempel dulu barisnya.")
        found += faults(page)
        page.locator(f"textarea[name={box}]").fill(row)
        citra.taps(tap).sees("baris 1")
        found += faults(page)
    found += faults(citra.opens(f"/admin/print/slips?order={orders[0].id}&prices=1").page)
    assert not found, "\n".join(found)
