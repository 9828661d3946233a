"""Product pages, live stock and pictures over HTTP."""

import gzip
import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import CENDANA, GAHARU, MELATI, Shopper, texts

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop)


def names(page: str) -> list[str]:
    return texts(page, "product-name")


def test_a_product_page_tells_all(client: FlaskClient, sample_shop: Clone) -> None:
    page = client.get(f"/marketplace/{MELATI}").text
    assert names(page) == ["Melati Senja 50 ml"]
    assert texts(page, "product-price") == ["Rp245.000"]
    assert texts(page, "stock-status") == ["Tersedia"]
    assert page.index('href="/marketplace/melati-senja-10ml"') < page.index('href="/marketplace/melati-senja-30ml"')
    assert f'href="/marketplace/{MELATI}"' not in page
    summary, brand = sample_shop.rows(
        "select p.summary, b.name from products p join brands b on b.id = p.brand_id "
        "join marketplace_listings l on l.product_id = p.id where l.slug = %s",
        MELATI,
    )[0]
    assert summary in page
    assert brand in page


def test_what_cannot_be_bought_just_now_is_still_told(client: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows("update marketplace_listings set status = 'paused' where slug = %s", MELATI)
    page = client.get(f"/marketplace/{MELATI}")
    assert page.status_code == 200
    assert "Sedang tidak dijual" in page.text
    assert 'data-testid="add-to-cart" disabled>' in page.text
    assert "Melati Senja 50 ml" not in names(client.get("/marketplace?q=melati+senja").text)
    assert texts(client.get(f"/marketplace/{CENDANA}").text, "stock-status") == ["Habis"]


def test_live_stock_answers_304_until_it_changes(shopper: Shopper) -> None:
    path = f"/listings/{shopper.product_id(GAHARU)}/stock"
    first = shopper.client.get(path, headers=HX)
    assert texts(first.text, "stock-status") == ["Sisa 1"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = shopper.client.get(path, headers={**HX, "HX-PTag": first.headers["HX-PTag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = Shopper(shopper.client.application.test_client(), shopper.database).signs_in()
    other.adds(GAHARU)
    other.client.post("/checkout")
    changed = shopper.client.get(path, headers={**HX, "HX-PTag": first.headers["HX-PTag"]})
    assert changed.status_code == 200
    assert texts(changed.text, "stock-status") == ["Sedang ditahan pembeli lain – coba lagi 15 mnt"]
    assert texts(other.client.get(path).text, "stock-status") == ["Sisa 1"]


def test_the_picture_of_a_product_needs_no_request(client: FlaskClient, sample_shop: Clone) -> None:
    (key,) = sample_shop.rows(
        "select picture_key from products join marketplace_listings on product_id = id where slug = %s", MELATI
    )[0]
    kind, _, drawing = re.findall(r'class="picture" src="([^"]+)"', client.get(f"/marketplace/{MELATI}").text)[
        0
    ].partition(",")
    assert kind == "data:image/svg+xml"
    assert unquote(drawing) == client.get(f"/pictures/{key}.svg").text


def test_a_picture_that_cannot_be_drawn_breaks_no_page(client: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows(
        "update products p set picture_key = 'hand-made' from marketplace_listings m where m.product_id = p.id and m.slug = %s returning 1",
        MELATI,
    )
    page = client.get(f"/marketplace/{MELATI}")
    assert (page.status_code, 'src="/pictures/hand-made.svg"' in page.text) == (200, True)


def test_pictures_last_forever_and_travel_packed(client: FlaskClient, sample_shop: Clone) -> None:
    keys = sample_shop.rows("select distinct picture_key from products")
    for (key,) in keys:
        answer = client.get(f"/pictures/{key}.svg")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    packed = client.get(f"/pictures/{keys[0][0]}.svg", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == client.get(f"/pictures/{keys[0][0]}.svg").data
