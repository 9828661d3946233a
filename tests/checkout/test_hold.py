"""Renewing the hold in the middle of a form: what is being written stays, as a page and as fragments."""

import re

import pytest
from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import ADDRESS, Shopper, field

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    shopper = Shopper(client, sample_shop).signs_in()
    shopper.adds()
    client.post("/checkout")
    return shopper


def test_renewing_a_hold_draws_what_was_written(shopper: Shopper) -> None:
    written = ADDRESS | {"step": "address", "postal_code": "abc", "q": "dago"}
    page = shopper.client.post("/checkout/hold", data=written)
    assert page.status_code == 200
    assert (field(page.text, "city_name"), field(page.text, "postal_code")) == (ADDRESS["city_name"], "abc")
    assert 'name="q" id="q" value="dago"' in page.text
    chosen = shopper.client.post("/checkout/hold", data={"step": "payment", "payment_method": "transfer-bca"})
    assert 'value="transfer-bca" id="payment_method" checked' in chosen.text


def test_renewing_a_hold_by_htmx_touches_no_form(shopper: Shopper) -> None:
    answers = [shopper.client.post("/checkout/hold", data=ADDRESS | {"step": "address"}, headers=HX) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409]
    for answer in answers:
        assert answer.text.startswith('<div id="checkout-hold"')
        assert "<title" not in answer.text
        assert 'name="address_line"' not in answer.text
    assert "Sudah tiga kali diperpanjang" in answers[-1].text


def test_a_hold_is_said_in_words_that_change_with_it(shopper: Shopper) -> None:
    """The clock itself says nothing: it changes every second."""
    said = re.compile(r'role="status">sampai (\d\d\.\d\d) WIB<')
    (before,) = said.findall(shopper.client.get("/checkout/address").text)
    shopper.database.rows("update stock_holds set expires_at = expires_at - interval '7 minutes' returning 1")
    (meanwhile,) = said.findall(shopper.client.get("/checkout/address").text)
    (renewed,) = said.findall(shopper.client.post("/checkout/hold", data={"step": "address"}, headers=HX).text)
    assert before != meanwhile != renewed
