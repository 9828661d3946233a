"""The checkout over HTTP, without JavaScript and as fragments: its gate, its repairs, and what it refuses."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import ADDRESS, GAHARU, MELATI, Shopper, field, snapshot, texts

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop).signs_in()


@pytest.mark.parametrize("path", ["", "/address", "/shipping", "/payment", "/review"])
def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient, sample_shop: Clone, path: str) -> None:
    answer = client.get(f"/checkout{path}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/auth/login?next=/checkout{path}")


@pytest.mark.parametrize("path", ["", "/address", "/shipping", "/payment", "/review"])
def test_an_empty_cart_goes_to_the_cart(shopper: Shopper, path: str) -> None:
    answer = shopper.client.get(f"/checkout{path}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cart")


def test_a_post_without_anything_to_buy_goes_to_the_cart(shopper: Shopper) -> None:
    """Before there is a cart, and with one that was emptied in another tab."""
    forms = {
        "": {}, "/address": ADDRESS, "/shipping": {"shipping_option": "ongkir-cs"}, "/payment": {"payment_method": "transfer-bca"},
        "/hold": {}, "/quote": {},
    }  # fmt: skip
    for _ in range(2):
        for path, form in forms.items():
            answer = shopper.client.post(f"/checkout{path}", data=form)
            assert (path, answer.status_code, answer.headers.get("Location")) == (path, 303, "/cart")
        shopper.adds()
        shopper.client.post(f"/cart/items/{shopper.product_id(MELATI)}/remove")


def test_the_first_unfinished_step_comes_first(shopper: Shopper) -> None:
    shopper.adds()
    steps = []
    for path, form in (
        ("", {}),
        ("/address", ADDRESS),
        ("/shipping", {"shipping_option": "ongkir-cs"}),
        ("/payment", {"payment_method": "transfer-bca"}),
    ):
        assert shopper.client.post(f"/checkout{path}", data=form).status_code == 303
        steps.append(shopper.client.get("/checkout").headers["Location"])
    assert steps == ["/checkout/address", "/checkout/shipping", "/checkout/payment", "/checkout/review"]


def test_the_review_says_what_is_missing_and_offers_no_order(shopper: Shopper) -> None:
    shopper.adds()
    page = shopper.client.get("/checkout/review")
    assert page.status_code == 200
    assert "Lengkapi dulu" in page.text
    assert not texts(page.text, "place-order")


def test_starting_holds_the_stock_for_15_minutes(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    shopper.client.post("/checkout")
    held = shopper.database.rows(
        "select quantity, state, round(extract(epoch from expires_at - now()) / 60) from stock_holds where owner like 'cart:%%' and state = 'held'"
    )
    assert held == [(2, "held", 15)]
    assert texts(shopper.client.get("/checkout/address").text, "hold-countdown")


def test_what_was_seen_is_what_is_bought(shopper: Shopper) -> None:
    shopper.adds(MELATI, 2)
    page = shopper.fills_in().client.get("/checkout/review").text
    seen = {name: texts(page, f"summary-{name}")[0] for name in ("subtotal", "shipping", "unique-code", "total")}
    answer = shopper.places(field(page, "quote_id"))
    order = shopper.client.get(answer.headers["Location"].replace("/confirmation", "")).text
    assert {name: texts(order, f"summary-{name}")[0] for name in seen} == seen
    assert seen["shipping"] == "Akan dihitung"
    assert texts(order, "order-status") == ["Menunggu ongkir"]


def test_a_replay_gets_the_same_confirmation(shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    before = shopper.database.value("select count(*) from orders")
    answers = [shopper.places(quote) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert shopper.database.value("select count(*) from orders") == before + 1


def test_ten_posts_at_once_make_one_order(app: Flask, shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    browsers = [Shopper(app.test_client(), shopper.database).signs_in() for _ in range(10)]
    before = shopper.database.value("select count(*) from orders")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda browser: browser.places(quote), browsers))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert shopper.database.value("select count(*) from orders") == before + 1


def test_a_price_that_moved_is_shown_and_has_a_new_button(shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    shopper.database.rows("update marketplace_listings set list_price = list_price + 5000 where slug = %s", MELATI)
    answer = shopper.places(quote)
    assert answer.status_code == 409
    assert "naik Rp5.000" in answer.text
    fresh = field(answer.text, "quote_id")
    assert fresh != quote
    assert shopper.places(fresh).status_code == 303


def test_a_cart_that_changed_in_another_tab_is_shown_first(shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    shopper.adds(MELATI, 2)
    answer = shopper.places(quote)
    assert answer.status_code == 409
    assert "<s>1</s> 3 ×" in answer.text
    assert shopper.places(field(answer.text, "quote_id")).status_code == 303


def test_a_lapsed_quote_is_renewed_with_one_tap(shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    shopper.database.rows("update quotes set expires_at = now() - interval '1 second' where id = %s", quote)
    assert shopper.places(quote).status_code == 409
    assert shopper.client.post("/checkout/quote").status_code == 303
    assert shopper.places(shopper.quote_id()).status_code == 303


def test_the_last_bottle_is_sold_once(app: Flask, shopper: Shopper) -> None:
    shopper.adds(GAHARU)
    rival = Shopper(app.test_client(), shopper.database).registers("rival@contoh.test")
    rival.adds(GAHARU)
    quote = shopper.fills_in().quote_id()
    answer = rival.client.post("/checkout")
    assert answer.status_code == 409
    assert "ditahan pembeli lain" in answer.text.lower()
    assert shopper.places(quote).status_code == 303
    assert shopper.database.value("select stock_reserved from marketplace_listings where slug = %s", GAHARU) == 1


def test_another_shoppers_quote_is_not_there(app: Flask, shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    stranger = Shopper(app.test_client(), shopper.database).registers("orang.lain@contoh.test")
    before = snapshot(shopper.database)
    assert stranger.places(quote).status_code == 404
    assert snapshot(shopper.database) == before


@pytest.mark.parametrize("quote", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00", "1' or 1=1", "9" * 5000])
def test_a_quote_that_is_no_quote_is_not_there(shopper: Shopper, quote: str) -> None:
    shopper.adds()
    shopper.fills_in()
    before = snapshot(shopper.database)
    assert shopper.places(quote).status_code == 404
    assert snapshot(shopper.database) == before


def test_prices_and_owners_in_a_form_change_nothing(shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    total = shopper.database.value("select total_amount from quotes where id = %s", quote)
    hostile = {"quote_id": quote, "total_amount": "1", "unit_price": "1", "customer_id": "x", "status": "paid"}
    assert shopper.client.post("/checkout/place", data=hostile).status_code == 303
    bought = shopper.database.rows("select total_amount, status from orders where quote_id = %s", quote)
    assert bought == [(total, "awaiting_quote")]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/checkout/address", {}),
        ("/checkout/address", {**ADDRESS, "recipient_name": "a\x00b"}),
        ("/checkout/address", {**ADDRESS, "postal_code": "١٢٣٤٥"}),
        ("/checkout/shipping", {"shipping_option": "gratis"}),
        ("/checkout/shipping", {"shipping_option": "\x00"}),
        ("/checkout/payment", {"payment_method": ""}),
    ],
)
@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "fragment"])
def test_a_form_that_cannot_be_right_says_what_to_fix(
    shopper: Shopper, path: str, form: dict[str, str], headers: dict[str, str]
) -> None:
    shopper.adds()
    shopper.client.post("/checkout")
    before = snapshot(shopper.database)
    answer = shopper.client.post(path, data=form, headers=headers)
    assert answer.status_code == 422
    assert texts(answer.text, "field-error")
    assert answer.text.lstrip().startswith("<!DOCTYPE" if not headers else "<title>")
    assert snapshot(shopper.database) == before


def test_what_was_typed_stays(shopper: Shopper) -> None:
    shopper.adds()
    answer = shopper.client.post(
        "/checkout/address", data={**ADDRESS, "postal_code": "abc", "recipient_name": "<b>Sari</b>"}
    )
    assert answer.status_code == 422
    assert field(answer.text, "recipient_name") == "<b>Sari</b>"
    assert "<b>Sari</b>" not in answer.text


def test_a_hold_is_renewed_three_times(shopper: Shopper) -> None:
    shopper.adds()
    shopper.client.post("/checkout")
    answers = [shopper.client.post("/checkout/hold", data={"step": "address"}).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 409]


def test_every_step_answers_htmx_with_its_fragment_alone(shopper: Shopper) -> None:
    shopper.adds()
    shopper.fills_in()
    for step in ("address", "shipping", "payment", "review"):
        page = shopper.client.get(f"/checkout/{step}")
        part = shopper.client.get(f"/checkout/{step}", headers=HX)
        assert "<html" in page.text
        assert "<html" not in part.text
        assert 'id="checkout-step"' in part.text
        assert page.headers["Cache-Control"] == "private, no-store"


def test_a_closed_checkout_says_so_politely(shopper: Shopper, app: Flask) -> None:
    shopper.adds()
    app.config["SETTINGS"] = type(app.config["SETTINGS"])(**{**vars(app.config["SETTINGS"]), "feature_checkout": False})
    answer = shopper.client.post("/checkout")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert shopper.client.get("/cart").status_code == 200
