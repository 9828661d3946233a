"""Stock at the desk: what staff write down, shoppers see."""

import pytest
from playwright.sync_api import expect

from e2e.colleague import Colleague
from e2e.devices import LAPTOP
from e2e.shopper import Arrives, Shopper

pytestmark = pytest.mark.desk
SALT = "ladang-garam-30ml"


def test_broken_bottles_and_a_pause_reach_the_shop_and_are_taken_back(arrives: Arrives, visitor: Shopper):
    page = Colleague(arrives(on=LAPTOP)).enters().page
    page.goto(f"/admin/stock?q={SALT}")
    page.get_by_role("link", name="Ladang Garam 30 ml").first.click()
    shelf = page.locator(".stock-numbers dd").first
    before = int(shelf.inner_text())

    page.get_by_label("Rusak atau hilang").check()
    page.get_by_role("textbox", name="Jumlah").fill("2")
    page.get_by_label("Alasannya").fill("Pecah di gudang")
    page.get_by_role("button", name="Catat perubahan").click()
    expect(shelf).to_have_text(str(before - 2))
    expect(page.get_by_text("Pecah di gudang").first).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(shelf).to_have_text(str(before))

    page.get_by_role("button", name="Jeda penjualan").click()
    expect(page.get_by_role("button", name="Jual lagi")).to_be_visible()
    visitor.opens(f"/marketplace/{SALT}")
    expect(visitor.stock).to_contain_text("Sedang tidak dijual")
    expect(visitor.page.get_by_test_id("add-to-cart")).to_be_disabled()
    page.get_by_role("button", name="Jual lagi").click()
    expect(page.get_by_role("button", name="Jeda penjualan")).to_be_visible()
    visitor.opens(f"/marketplace/{SALT}").sees_heading("Ladang Garam 30 ml")
