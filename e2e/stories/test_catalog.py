"""Finding something: search, filters, tabs and paging, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from e2e.shopper import Arrives, Shopper

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])


@SCRIPTS
def test_search_forgives_a_typo(arrives: Arrives, scripts: bool):
    shopper = arrives(scripts=scripts)
    shopper.opens("/marketplace").searches("melatti senja")
    expect(shopper.cards.first.get_by_test_id("product-name")).to_contain_text("Melati Senja")


@SCRIPTS
def test_filters_live_in_the_address(arrives: Arrives, scripts: bool):
    shopper = arrives(scripts=scripts)
    shopper.opens("/marketplace").page.get_by_text("Saring dan urutkan").click()
    shopper.page.locator("select[name=aroma]").select_option("woody")
    shopper.page.locator("input[name=in_stock]").check()
    shopper.page.locator("select[name=sort]").select_option(label="Termurah")
    if not scripts:
        shopper.taps("Terapkan")
    for part in ("aroma=woody", "in_stock=", "sort="):
        expect(shopper.page).to_have_url(re.compile(part))
    expect(shopper.page.get_by_role("list", name="Saringan yang dipakai").get_by_role("link")).to_have_count(2)
    chosen = shopper.names
    assert chosen
    assert shopper.prices == sorted(shopper.prices)
    assert "Habis" not in shopper.cards.get_by_test_id("stock-status").all_text_contents()
    shopper.reloads()
    assert shopper.names == chosen
    shopper.page.get_by_role("link", name=re.compile("Hapus saringan Kayu")).click()
    expect(shopper.page).not_to_have_url(re.compile("aroma=woody"))
    expect(shopper.page).to_have_url(re.compile("in_stock="))


@SCRIPTS
def test_paging_forth_and_back(arrives: Arrives, scripts: bool):
    shopper = arrives(scripts=scripts)
    first = shopper.opens("/marketplace").names
    shopper.taps("Berikutnya")
    expect(shopper.page).to_have_url(re.compile("page=2"))
    shopper.sees(re.compile("Halaman 2 dari"))
    assert not set(first) & set(shopper.names)
    shopper.goes_back()
    shopper.sees(re.compile("Halaman 1 dari"))
    assert shopper.names == first


@pytest.mark.parametrize("tab", ["Bahan baku", "Peralatan", "Lainnya", "Parfum"])
def test_every_tab_has_goods(visitor: Shopper, tab: str):
    link = (
        visitor.opens("/marketplace").page.get_by_role("navigation", name="Jenis barang").get_by_role("link", name=tab)
    )
    link.click()
    expect(link).to_have_attribute("aria-current", "page")
    expect(visitor.page).to_have_title(f"{tab} – Sensasiwangi")
    assert visitor.names


def test_typing_searches_by_itself(visitor: Shopper):
    visitor.opens("/marketplace")
    visitor.page.get_by_role("searchbox", name="Cari barang").press_sequentially("gaharu", delay=30)
    expect(visitor.page).to_have_url(re.compile(r"[?&]q=gaharu"))
    expect(visitor.cards.first).to_contain_text(re.compile("gaharu", re.IGNORECASE))
    expect(visitor.page.get_by_role("searchbox", name="Cari barang")).to_be_focused()


def test_nothing_found_helps_on(visitor: Shopper):
    visitor.opens("/marketplace").searches("qzxwv")
    visitor.taps("Hapus semua saringan")
    assert visitor.names


def test_sizes_lead_to_each_other(visitor: Shopper):
    visitor.opens("/marketplace/melati-senja-50ml")
    visitor.page.get_by_role("navigation", name="Ukuran").get_by_role("link").first.click()
    visitor.sees_heading(re.compile(r"^Melati Senja \d+ ml$"))
