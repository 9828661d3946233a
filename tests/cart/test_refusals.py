"""What the cart refuses over HTTP, without changing anything."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cart.changes import HX, badge, change, encoded, lines, remove
from tests.db_server import Clone
from tests.shopper import CENDANA, GAHARU, MELATI, Shopper, snapshot, texts

NO_NUMBERS = ["", "0", "-1", "1.5", "1_000", "١", "2147483648", "9" * 400, "1\x00", "\ud800", "satu"]
NO_IDS = ["", "1", "\x00", "\ud800", "{}", "' or true", "00000000-0000-0000-0000-000000000000"]


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop)


def test_an_addition_of_no_number_is_refused(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    before = snapshot(shopper.database)
    for quantity in NO_NUMBERS:
        form = encoded(product_id=str(shopper.product_id(MELATI)), quantity=quantity)
        plain = shopper.client.post("/cart/items", **form)
        fragment = shopper.client.post("/cart/items", headers=HX, **form)
        assert (plain.status_code, fragment.status_code) == (422, 422), quantity
        for answer in (plain, fragment):
            assert "Isi angka bulat" in answer.text
        assert fragment.text.startswith('<div class="added" id="cart-added"')
    assert snapshot(shopper.database) == before


def test_an_addition_of_what_is_no_listing_is_refused(shopper: Shopper) -> None:
    before = snapshot(shopper.database)
    for product_id in [*NO_IDS, str(uuid4())]:
        for headers in ({}, HX):
            answer = shopper.client.post("/cart/items", headers=headers, **encoded(product_id=product_id, quantity="1"))
            assert answer.status_code == 404, product_id
            assert "tidak ada atau sedang tidak dijual" in answer.text
    assert shopper.client.post("/cart/items").status_code == 404
    assert snapshot(shopper.database) == before


def test_what_is_not_for_sale_cannot_be_added(shopper: Shopper) -> None:
    shopper.database.rows("update marketplace_listings set status = 'paused' where slug = %s", MELATI)
    before = snapshot(shopper.database)
    answer = shopper.adds(MELATI)
    assert answer.status_code == 404
    assert texts(answer.text, "flash") != []
    assert "Barang ini sedang tidak dijual." in answer.text
    assert snapshot(shopper.database) == before


def test_more_than_there_is_cannot_be_added_and_what_is_left_is_offered(shopper: Shopper) -> None:
    shopper.adds("surut-10ml", 2)
    before = snapshot(shopper.database)
    form = {"product_id": str(shopper.product_id("surut-10ml")), "quantity": "2"}
    for answer in (
        shopper.client.post("/cart/items", data=form),
        shopper.client.post("/cart/items", data=form, headers=HX),
    ):
        assert answer.status_code == 409
        assert "Stoknya tinggal 1 lagi." in answer.text
        assert 'name="quantity" value="1">Tambah 1<' in answer.text
    answer = shopper.adds(CENDANA)
    assert answer.status_code == 409
    assert "Stoknya baru saja habis." in answer.text
    assert snapshot(shopper.database) == before


@pytest.mark.parametrize("quantity", ["11", "999999999"])
def test_ten_of_one_are_the_limit(shopper: Shopper, quantity: str) -> None:
    shopper.adds(MELATI, 1)
    before = snapshot(shopper.database)
    added = shopper.client.post(
        "/cart/items", data={"product_id": str(shopper.product_id(MELATI)), "quantity": quantity}
    )
    changed = change(shopper, quantity=quantity)
    assert (added.status_code, changed.status_code) == (422, 422)
    assert "Paling banyak 10 per barang dan 50 barang per keranjang." in added.text
    assert texts(changed.text, "field-error") == ["Paling banyak 10 per barang."]
    assert snapshot(shopper.database) == before


def test_fifty_pieces_are_the_limit(shopper: Shopper) -> None:
    for slug in (
        "melati-senja-10ml",
        "melati-senja-30ml",
        "hujan-pertama-10ml",
        "hujan-pertama-30ml",
        "gula-aren-10ml",
    ):
        assert shopper.adds(slug, 10).status_code == 303
    before = snapshot(shopper.database)
    answer = shopper.adds(MELATI)
    assert answer.status_code == 422
    assert "50 barang per keranjang" in answer.text
    assert snapshot(shopper.database) == before


def test_a_change_to_no_number_is_refused_where_the_line_is(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    before = snapshot(shopper.database)
    for quantity in (number for number in NO_NUMBERS if number != "0"):
        for headers in (None, HX):
            answer = change(shopper, headers=headers, quantity=quantity)
            assert answer.status_code == 422, quantity
            assert texts(answer.text, "field-error") == ["Isi jumlahnya dengan angka bulat, 1 sampai 10."]
    assert change(shopper).status_code == 422
    assert change(shopper, step="1").status_code == 422
    assert snapshot(shopper.database) == before


def test_a_change_to_more_than_there_is_offers_what_there_is(shopper: Shopper) -> None:
    shopper.adds("surut-10ml", 1)
    before = snapshot(shopper.database)
    for headers in (None, HX):
        answer = change(shopper, "surut-10ml", headers, quantity="5")
        assert answer.status_code == 409
        assert texts(answer.text, "field-error") == ["Kamu minta 5, stoknya tinggal 3."]
        assert 'name="quantity" value="3">Jadikan 3<' in answer.text
        assert ">Hapus<" in answer.text
    assert snapshot(shopper.database) == before
    assert change(shopper, "surut-10ml", quantity="3").status_code == 303
    assert lines(shopper) == [("surut-10ml", 3)]


def test_a_line_that_is_not_there_cannot_be_changed(shopper: Shopper) -> None:
    assert change(shopper, quantity="1").status_code == 404
    shopper.adds(GAHARU)
    before = snapshot(shopper.database)
    for headers in (None, HX):
        answer = change(shopper, headers=headers, quantity="1")
        assert answer.status_code == 404
        assert "Gaharu Tunggal" in answer.text
    assert "Barang itu sudah tidak ada di keranjangmu." in change(shopper, quantity="1").text
    for product_id in ("1", "", "%00", "{}", "a-b", str(uuid4())):
        for path in (f"/cart/items/{product_id}", f"/cart/items/{product_id}/remove"):
            assert shopper.client.post(path, data={"quantity": "1"}).status_code in {303, 400, 404, 405}, path
    assert snapshot(shopper.database) == before


def test_what_is_no_longer_sold_can_only_be_removed(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    shopper.database.rows("update marketplace_listings set status = 'paused' where slug = %s", MELATI)
    before = snapshot(shopper.database)
    answer = change(shopper, quantity="1")
    assert answer.status_code == 404
    assert texts(answer.text, "field-error") == ["Barang ini sedang tidak dijual."]
    assert "Jadikan" not in answer.text
    assert snapshot(shopper.database) == before
    assert remove(shopper).status_code == 303
    assert lines(shopper) == []


def test_no_field_sets_a_price_or_an_owner(shopper: Shopper, app: Flask) -> None:
    other = Shopper(app.test_client(), shopper.database)
    other.adds(GAHARU)
    cart_id = str(shopper.database.value("select id from carts where status = 'open'"))
    extra = {
        "price": "1",
        "unit_price": "1",
        "seen_price": "1",
        "list_price": "1",
        "cart_id": cart_id,
        "customer_id": str(uuid4()),
    }
    shopper.client.post("/cart/items", data={"product_id": str(shopper.product_id(MELATI)), "quantity": "1", **extra})
    change(shopper, quantity="2", **extra)
    rows = shopper.database.rows(
        "select cart_id::text, quantity, seen_price from cart_items where product_id = %s", shopper.product_id(MELATI)
    )
    assert rows == [(rows[0][0], 2, 245_000)]
    assert rows[0][0] != cart_id
    assert texts(shopper.client.get("/cart").text, "cart-total") == ["Rp490.000"]


def test_other_kinds_of_bodies_change_nothing(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    before = snapshot(shopper.database)
    product_id = shopper.product_id(MELATI)
    for path in ("/cart/items", f"/cart/items/{product_id}"):
        as_json = shopper.client.post(path, json={"product_id": str(product_id), "quantity": 3})
        as_text = shopper.client.post(path, data=b"\xff\xfe\x00", content_type="text/plain")
        as_parts = shopper.client.post(path, data=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
        huge = shopper.client.post(
            path, data=b"quantity=" + b"1" * 10_000_000, content_type="application/x-www-form-urlencoded"
        )
        assert {as_json.status_code, as_text.status_code, as_parts.status_code} <= {400, 404, 415, 422}
        assert huge.status_code == 413
        assert "Terlalu besar" in huge.text
    assert shopper.client.get("/cart/items").status_code == 405
    assert snapshot(shopper.database) == before


def test_other_sites_change_nothing(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    before = snapshot(shopper.database)
    for headers in (
        {"Origin": "https://jahat.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://jahat.test/x"},
    ):
        assert change(shopper, headers=headers, quantity="3").status_code == 403
        assert remove(shopper, headers=headers).status_code == 403
    assert snapshot(shopper.database) == before


def test_a_visitor_never_touches_another_cart(shopper: Shopper, app: Flask) -> None:
    shopper.adds(MELATI, 2)
    before = snapshot(shopper.database)
    other = Shopper(app.test_client(), shopper.database)
    assert change(other, quantity="9").status_code == 404
    assert remove(other).status_code == 404
    assert "Keranjangmu masih kosong" in other.client.get("/cart").text
    assert badge(other.client.get("/cart/badge").text) == "0"
    assert snapshot(shopper.database) == before


@pytest.mark.usefixtures("limits_on")
def test_sixty_changes_a_minute_are_enough(shopper: Shopper, app: Flask) -> None:
    shopper.adds(MELATI)
    done = 0
    while (refused := change(shopper, quantity=str(done % 10 + 1))).status_code == 303:
        done += 1
    before = snapshot(shopper.database)
    assert refused.status_code == 429
    assert 60 <= done <= 70  # a window that slides on while we count lets a few more through
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "Terlalu sering" in refused.text
    fragment = remove(shopper, headers=HX)
    assert fragment.status_code == 429
    assert fragment.headers["HX-Retarget"] == "#layout-notices"
    assert snapshot(shopper.database) == before
    assert Shopper(app.test_client(), shopper.database).adds(MELATI).status_code == 303
