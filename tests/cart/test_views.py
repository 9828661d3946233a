"""The cart over HTTP: what it does, as pages and as fragments. What it refuses is in test_refusals.py."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cart.changes import HX, badge, change, lines, remove
from tests.db_server import Clone
from tests.shopper import GAHARU, MELATI, Shopper, field, texts


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop)


def test_a_visitor_gets_one_cart_that_stays(shopper: Shopper) -> None:
    first = shopper.adds(MELATI)
    assert (first.status_code, first.headers["Location"]) == (303, "/cart")
    assert "session=" in first.headers["Set-Cookie"]
    second = shopper.adds(GAHARU)
    assert "Set-Cookie" not in second.headers
    assert lines(shopper) == [(MELATI, 1), (GAHARU, 1)]
    assert shopper.database.value("select count(*) from carts where status = 'open'") == 1
    page = shopper.client.get("/cart")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Gaharu Tunggal 30 ml masuk keranjang." in page.text
    assert "masuk keranjang" not in shopper.client.get("/cart").text


def test_the_same_thing_twice_is_one_line(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    shopper.adds(MELATI, 3)
    assert lines(shopper) == [(MELATI, 5)]


def test_a_removal_is_undone_once_however_often_it_is_tapped(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    page = shopper.client.get(remove(shopper).headers["Location"]).text
    form = {name: field(page, name) for name in ("product_id", "quantity", "key")}
    assert [shopper.client.post("/cart/items", data=form).status_code for _ in range(2)] == [303, 303]
    assert lines(shopper) == [(MELATI, 2)]
    assert shopper.client.post("/cart/items", data=form | {"key": "<b>"}).status_code == 303
    assert lines(shopper) == [(MELATI, 4)]


def test_an_addition_by_htmx_says_so_beside_its_button(shopper: Shopper) -> None:
    form = {"product_id": str(shopper.product_id(MELATI)), "quantity": "2"}
    answer = shopper.client.post("/cart/items", data=form, headers=HX)
    assert answer.status_code == 200
    assert answer.text.startswith('<div class="added" id="cart-added"')
    assert "Ditambahkan ke keranjang." in answer.text
    assert 'href="/cart"' in answer.text
    assert '<hx-partial hx-target="#cart-badge"' in answer.text
    assert badge(answer.text) == "2"
    assert "masuk keranjang" not in shopper.client.get("/cart").text


def test_a_change_answers_with_everything_it_made_stale(shopper: Shopper) -> None:
    shopper.adds(MELATI)
    answer = change(shopper, headers=HX, quantity="3")
    assert answer.status_code == 200
    assert '<section class="cart-contents" id="cart-contents"' in answer.text
    for region in ("cart-totals", "cart-badge", "cart-removed"):
        assert f'<hx-partial hx-target="#{region}" hx-swap="outerMorph">' in answer.text
    assert texts(answer.text, "line-total") == ["Rp735.000"]
    assert texts(answer.text, "cart-total") == ["Rp735.000"]
    assert badge(answer.text) == "3"


def test_a_stepper_works_without_scripts(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    assert change(shopper, quantity="2", step="1").headers["Location"] == "/cart"
    assert lines(shopper) == [(MELATI, 3)]
    change(shopper, quantity="3", step="-1")
    assert lines(shopper) == [(MELATI, 2)]


@pytest.mark.parametrize("way", ["remove", "zero", "step"])
def test_what_was_removed_can_be_put_back(shopper: Shopper, way: str) -> None:
    shopper.adds(GAHARU)
    shopper.adds(MELATI, 1 if way == "step" else 4)
    forms = {"zero": {"quantity": "0"}, "step": {"quantity": "1", "step": "-1"}}
    answer = remove(shopper) if way == "remove" else change(shopper, **forms[way])
    pieces = 1 if way == "step" else 4
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/cart?removed={shopper.product_id(MELATI)}&pieces={pieces}"
    assert lines(shopper) == [(GAHARU, 1)]
    page = shopper.client.get(answer.headers["Location"]).text
    assert "<strong>Melati Senja 50 ml</strong> dihapus." in page
    assert f'name="quantity" value="{pieces}"' in page
    shopper.adds(MELATI, pieces)
    assert sorted(lines(shopper)) == [(GAHARU, 1), (MELATI, pieces)]
    assert "dihapus" not in shopper.client.get(answer.headers["Location"]).text


def test_removal_by_htmx_offers_the_way_back(shopper: Shopper) -> None:
    shopper.adds(MELATI, 4)
    answer = remove(shopper, headers=HX)
    assert answer.status_code == 200
    assert "Keranjangmu masih kosong" in answer.text
    assert 'name="quantity" value="4"' in answer.text
    assert badge(answer.text) == "0"
    assert texts(answer.text, "cart-total") == []
    again = remove(shopper, headers=HX)
    assert (again.status_code, "dihapus" in again.text) == (200, False)


def test_the_review_is_gone_back_to(shopper: Shopper) -> None:
    shopper.adds(MELATI, 4)
    for headers in (None, HX):
        assert (
            change(shopper, headers=headers, quantity="3", next="/checkout/review").headers["Location"]
            == "/checkout/review"
        )
    assert change(shopper, quantity="3", next="https://jahat.test").headers["Location"] == "/cart"
    assert remove(shopper, next="/checkout/review").headers["Location"] == "/checkout/review"
    assert lines(shopper) == []


def test_lines_say_what_is_wrong_and_how_to_mend_it(shopper: Shopper) -> None:
    for slug, pieces in ((MELATI, 5), (GAHARU, 1), ("klepon-30ml", 1), ("ulin-50ml", 2)):
        shopper.adds(slug, pieces)
    database = shopper.database
    database.rows("select adjust_stock(%s, -498, 'pecah')", shopper.product_id(MELATI))
    database.rows("select adjust_stock(%s, -1, 'pecah')", shopper.product_id(GAHARU))
    database.rows("update marketplace_listings set status = 'paused' where slug = 'klepon-30ml'")
    database.rows("update marketplace_listings set list_price = list_price + 10000 where slug = 'ulin-50ml'")
    page = shopper.client.get("/cart").text
    assert texts(page, "field-error") == [
        "Kamu minta 5, stoknya tinggal 2.",
        "Stoknya habis.",
        "Barang ini sedang tidak dijual.",
    ]
    assert "Jadikan 2" in page
    assert "Jadikan 0" not in page
    assert "naik Rp10.000" in page
    assert "Ada barang yang perlu diperbaiki dulu." in page
    change(shopper, quantity="2")
    remove(shopper, GAHARU)
    remove(shopper, "klepon-30ml")
    change(shopper, "ulin-50ml", quantity="1")
    page = shopper.client.get("/cart").text
    assert texts(page, "field-error") == []
    assert "naik" not in page


def test_what_others_hold_is_said_and_what_i_hold_is_mine(shopper: Shopper, app: Flask) -> None:
    shopper.signs_in().adds(GAHARU)
    other = Shopper(app.test_client(), shopper.database)
    other.adds(GAHARU)
    assert shopper.client.post("/checkout").status_code == 303
    assert texts(shopper.client.get("/cart").text, "stock-status") == ["Sisa 1"]
    assert texts(shopper.client.get("/cart").text, "field-error") == []
    page = other.client.get("/cart").text
    assert texts(page, "stock-status") == ["Sedang ditahan pembeli lain – coba lagi 15 mnt"]
    assert texts(page, "field-error") == ["Sedang ditahan pembeli lain. Tunggu sebentar, atau hapus dulu."]


def test_taking_less_gives_held_stock_back(shopper: Shopper) -> None:
    shopper.signs_in().adds("surut-10ml", 3)
    shopper.client.post("/checkout")
    held = "select coalesce(sum(quantity), 0) from stock_holds where state = 'held' and product_id = %s"
    product_id = shopper.product_id("surut-10ml")
    assert shopper.database.value(held, product_id) == 3
    change(shopper, "surut-10ml", quantity="1")
    assert shopper.database.value(held, product_id) == 1
    remove(shopper, "surut-10ml")
    assert shopper.database.value(held, product_id) == 0
    assert shopper.database.rows("select * from stock_audit()") == []


def test_a_member_finds_the_same_cart_on_another_phone(shopper: Shopper, app: Flask) -> None:
    shopper.signs_in().adds(MELATI, 2)
    phone = Shopper(app.test_client(), shopper.database).signs_in()
    assert badge(phone.client.get("/cart/badge").text) == "2"
    phone.adds(MELATI, 1)
    assert lines(shopper) == [(MELATI, 3)]
    assert "/account" in phone.client.get("/cart/badge").text


def test_the_badge_is_private_and_knows_strangers(shopper: Shopper) -> None:
    answer = shopper.client.get("/cart/badge", headers=HX)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers
    assert badge(answer.text) == "0"
    assert '<hx-partial hx-target="#layout-account"' in answer.text
    assert 'href="/auth/login"' in answer.text
