"""The cart over HTTP: what it refuses without changing anything, then what it does, as pages and as fragments."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.db_server import Clone
from tests.shopper import CENDANA, GAHARU, MELATI, Shopper, snapshot, texts

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NO_NUMBERS = ["", "0", "-1", "1.5", "1_000", "١", "2147483648", "9" * 400, "1\x00", "\ud800", "satu"]
NO_IDS = ["", "1", "\x00", "\ud800", "{}", "' or true", "00000000-0000-0000-0000-000000000000"]


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop)


def encoded(**fields: str) -> dict[str, Any]:
    """A form as a browser of any kind may send it, lone surrogates included."""
    body = "&".join(
        f"{name}=" + "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))
        for name, value in fields.items()
    )
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


def change(shopper: Shopper, slug: str = MELATI, headers: dict[str, str] | None = None, **form: str) -> TestResponse:
    return shopper.client.post(f"/cart/items/{shopper.product_id(slug)}", headers=headers, **encoded(**form))


def remove(shopper: Shopper, slug: str = MELATI, headers: dict[str, str] | None = None, **form: str) -> TestResponse:
    return shopper.client.post(f"/cart/items/{shopper.product_id(slug)}/remove", headers=headers, data=form)


def lines(shopper: Shopper) -> list[tuple[str, int]]:
    """What is in all open carts: slug and pieces."""
    found: list[tuple[str, int]] = shopper.database.rows(
        "select l.slug, i.quantity from cart_items i join marketplace_listings l using (product_id) "
        "join carts c on c.id = i.cart_id where c.status = 'open' order by i.added_at, l.slug"
    )
    return found


def badge(page: str) -> str:
    found = re.search(r'class="cart-badge-count[^"]*">(\d*)<', page)
    return found[1] if found else "no badge"


# What is refused


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


# What is done


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
