"""The marketplace, product pages, live stock and pictures over HTTP."""

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import GAHARU, MELATI, Shopper, texts

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
JUNK = [
    "a\x00b",
    "\ud800",
    "١",
    "1_000",
    "2147483648",
    "-1",
    "0",
    "",
    "'",
    '"><script>',
    "%",
    "\\",
    "(",
    "a:*&",
    "ß" * 300,
]
FIELDS = ["tab", "q", "aroma", "brand", "min", "max", "in_stock", "sort", "page", "tidak_ada"]


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop)


def names(page: str) -> list[str]:
    return texts(page, "product-name")


def test_unreadable_addresses_are_refused_in_indonesian(client: FlaskClient, sample_shop: Clone) -> None:
    for address in (
        "/marketplace?q=%00",
        "/marketplace?%00=1",
        "/marketplace?q=%1b",
        "/marketplace/a%00b",
        "/marketplace/%ED%A0%80",
    ):
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert "Tidak terbaca" in answer.text


def test_junk_never_breaks_the_marketplace(client: FlaskClient, sample_shop: Clone) -> None:
    for field in FIELDS:
        for value in JUNK[2:]:
            answer = client.get("/marketplace", query_string={field: value})
            assert answer.status_code == 200, (field, value)
            assert "<script>" not in answer.text.replace("<script src", "")


def test_what_is_not_there_is_404(client: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows("update marketplace_listings set status = 'draft' where slug = %s", MELATI)
    draft = sample_shop.value("select product_id from marketplace_listings where slug = %s", MELATI)
    for path in (
        "/marketplace/tidak-ada",
        "/marketplace/Melati-Senja-50ml",
        f"/marketplace/{MELATI}",
        f"/marketplace/{'x' * 3000}",
        f"/listings/{uuid4()}/stock",
        f"/listings/{draft}/stock",
        "/listings/1/stock",
        "/listings/%7B%7D/stock",
        "/pictures/flacon.svg",
        "/pictures/flacon-floral-50-3fa2c1%0A.svg",
        "/pictures/flacon-floral-50-3fa2c1",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "Tidak ditemukan" in answer.text
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_front_is_the_marketplace_newest_first(client: FlaskClient, sample_shop: Clone) -> None:
    newest = sample_shop.rows(
        "select p.name from marketplace_listings l join products p on p.id = l.product_id "
        "where l.status = 'active' order by l.published_at desc, l.product_id limit 24"
    )
    for path in ("/", "/marketplace"):
        page = client.get(path)
        assert page.status_code == 200
        assert names(page.text) == [name for (name,) in newest]


def test_filters_narrow_and_the_page_says_so(client: FlaskClient, sample_shop: Clone) -> None:
    answer = client.get(
        "/marketplace?tab=parfum&aroma=floral&brand=kembang-latri&min=200.000&max=300000&in_stock=1&sort=price_asc"
    )
    expected = sample_shop.rows(
        "select p.name from marketplace_listings l join products p on p.id = l.product_id "
        "join brands b on b.id = p.brand_id "
        "where p.category = 'parfum' and p.aroma_family = 'floral' and b.slug = 'kembang-latri' "
        "and l.list_price between 200000 and 300000 and l.stock_on_hand > 0 order by l.list_price, l.product_id"
    )
    assert names(answer.text) == [name for (name,) in expected]
    assert len(expected) >= 2
    for chip in ("Bunga", "Kembang Latri", "mulai Rp200.000", "sampai Rp300.000", "ada stoknya"):
        assert f"Hapus saringan </span>{chip}" in answer.text
    assert f"{len(expected)} barang" in answer.text


def test_a_brand_nobody_knows_is_no_filter(client: FlaskClient, sample_shop: Clone) -> None:
    total = sample_shop.value("select count(*) from marketplace_listings where status = 'active'")
    answer = client.get("/marketplace?brand=tidak-ada")
    assert f"{total} barang" in answer.text
    assert "Hapus saringan" not in answer.text


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("price_asc", "l.list_price, l.product_id"),
        ("price_desc", "l.list_price desc, l.product_id desc"),
        ("name", "lower(p.name), l.product_id"),
        ("newest", "l.published_at desc, l.product_id"),
    ],
)
def test_sorts_and_pages_show_everything_once(client: FlaskClient, sample_shop: Clone, sort: str, order: str) -> None:
    expected = sample_shop.rows(
        "select p.name from marketplace_listings l join products p on p.id = l.product_id "
        f"where l.status = 'active' order by {order}"
    )
    shown: list[str] = []
    for page in range(1, -(-len(expected) // 24) + 1):
        shown += names(client.get(f"/marketplace?sort={sort}&page={page}").text)
    assert shown == [name for (name,) in expected]


def test_a_page_beyond_the_end_leads_back(client: FlaskClient, sample_shop: Clone) -> None:
    for number in (99, 999_999_999):
        answer = client.get(f"/marketplace?tab=tools&page={number}")
        assert answer.status_code == 200
        assert names(answer.text) == []
        assert "Halaman ini sudah lewat akhir" in answer.text
        assert 'href="/marketplace?tab=tools"' in answer.text


def test_counting_stops_at_fifty_pages(
    client: FlaskClient, sample_shop: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.catalog.queries.MOST_PAGES", 2)
    last, beyond = client.get("/marketplace?page=2"), client.get("/marketplace?page=3")
    assert "Lebih dari 48 barang" in last.text
    assert "Halaman 2 dari 2" in last.text
    assert len(names(last.text)) == 24
    assert names(beyond.text) == []
    assert "Halaman ini sudah lewat akhir" in beyond.text


def test_nothing_found_says_what_to_try(client: FlaskClient, sample_shop: Clone) -> None:
    answer = client.get("/marketplace?q=xyzzy")
    assert answer.status_code == 200
    assert "Tidak ada barang yang cocok dengan “xyzzy”" in answer.text
    assert "Hapus semua saringan" in answer.text


def test_public_pages_are_the_same_for_everybody(shopper: Shopper) -> None:
    product_id = shopper.product_id(GAHARU)
    paths = ("/", "/marketplace?q=gaharu", f"/marketplace/{GAHARU}")
    before = [shopper.client.get(path) for path in paths]
    shopper.signs_in().adds(GAHARU)
    assert shopper.client.post("/checkout").status_code == 303
    held = [shopper.client.get(path) for path in paths]
    stranger = [shopper.client.application.test_client().get(path) for path in paths]
    assert [answer.data for answer in held] == [answer.data for answer in stranger]
    for answer in [*before, *held]:
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in answer.headers
        assert "cookie" not in answer.headers["Vary"].lower()
    assert "Sedang ditahan pembeli lain" in held[2].text
    assert "Sisa 1" in before[2].text
    assert "Sisa 1" in shopper.client.get(f"/listings/{product_id}/stock").text


def test_an_unchanged_public_page_is_304(client: FlaskClient, sample_shop: Clone) -> None:
    first = client.get(f"/marketplace/{MELATI}")
    again = client.get(f"/marketplace/{MELATI}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    sample_shop.rows("update marketplace_listings set list_price = list_price + 1000 where slug = %s", MELATI)
    changed = client.get(f"/marketplace/{MELATI}", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert texts(changed.text, "product-price") == ["Rp246.000"]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Parfum dan bahan wangi Nusantara"),
        ("?tab=tools", "Peralatan"),
        ("?aroma=woody&page=2", "Aroma kayu"),
        ("?brand=kembang-latri", "Buatan Kembang Latri"),
        ("?q=melati", "“melati” di Sensasiwangi"),
    ],
)
def test_a_list_is_headed_by_what_it_shows(client: FlaskClient, sample_shop: Clone, query: str, heading: str) -> None:
    page = client.get(f"/marketplace{query}").text
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", page) == [heading]
    assert (" Halaman 2." in page) == ("page=2" in query)


def test_htmx_gets_the_part_of_the_page_that_changed(client: FlaskClient, sample_shop: Clone) -> None:
    part = client.get("/marketplace?q=melati", headers=HX)
    whole = client.get("/marketplace?q=melati")
    title, _, parts = part.text.partition("</title>\n")
    browser, _, told = parts.partition("<hx-partial ")
    assert title == "<title>“melati” – Parfum dan bahan wangi Nusantara – Sensasiwangi"
    assert browser.startswith('<div class="catalog-browser" id="catalog-browser">')
    assert browser.strip() in whole.text
    assert told.startswith('hx-target="#catalog-told" hx-swap="outerMorph">')
    assert told.partition(">")[2].removesuffix("</hx-partial>") in whole.text
    assert part.headers["ETag"] != whole.headers["ETag"]
    for header in ({"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}, {"HX-Request-Type": "full"}):
        assert client.get("/marketplace?q=melati", headers={**HX, **header}).data == whole.data
