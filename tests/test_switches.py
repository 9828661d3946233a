"""The switches as shoppers, staff and the worker meet them, and as operators turn them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import errors
from app.cli.worker import SWEEPS
from tests.db_server import Clone
from tests.shopper import MELATI, Shopper

CONTENTS = "select count(*), sum(version) from carts union all select count(*), 0 from orders union all select count(*), 0 from web_sessions"


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop).signs_in()


def turns(app: Flask, *words: str) -> None:
    done = app.test_cli_runner().invoke(args=["switch", *words])
    assert done.exit_code == 0, done.output
    app.extensions["switches"].forget()  # half a second passes


def test_a_closed_checkout_is_told_and_opens_again(app: Flask, shopper: Shopper) -> None:
    shopper.adds()
    turns(app, "checkout", "off", "--reason", "stok opname")
    for answer in (shopper.client.post("/checkout"), shopper.client.get("/checkout/address")):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
        assert "Checkout sedang kami rapikan" in answer.text
    assert shopper.client.get("/cart").status_code == 200
    turns(app, "checkout", "on")
    assert shopper.client.post("/checkout").status_code == 303


def test_a_process_that_has_only_refusals_to_tell_hears_of_it_too(app: Flask, client: FlaskClient) -> None:
    turns(app, "checkout", "off")
    client.get("/checkout")  # there is no cart, says the database
    assert client.get("/checkout").status_code == 503


def test_the_last_click_meets_a_closed_checkout(app: Flask, shopper: Shopper) -> None:
    """Also when this process has not heard of it yet."""
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    turns(app, "checkout", "off")
    answer = shopper.places(quote)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    turns(app, "checkout", "on")
    assert shopper.places(quote).status_code == 303


def test_a_shop_that_can_only_be_looked_at_shows_everything_and_changes_nothing(app: Flask, shopper: Shopper) -> None:
    shopper.adds()  # leaves a message for the next page
    turns(app, "readonly", "on")
    before = shopper.database.rows(CONTENTS)
    for path in (
        "/marketplace",
        f"/marketplace/{MELATI}",
        "/cart",
        "/checkout/address",
        "/orders",
        "/account",
        "/cart",
    ):
        assert shopper.client.get(path).status_code == 200, path
    writes = ("/cart/items", "/checkout", "/auth/logout", "/auth/forgot", "/checkout/address")
    product = str(shopper.product_id(MELATI))
    for path in writes:
        form = {"product_id": product, "quantity": "1", "email": "a@b.id"}
        answer = shopper.client.post(path, data=form)
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "30"), path
        assert errors.ReadOnly.sentence in answer.text
    assert shopper.database.rows(CONTENTS) == before
    turns(app, "readonly", "off")
    assert shopper.adds().status_code == 303


def test_the_desk_and_the_worker_change_nothing_either(
    app: Flask, client: FlaskClient, sample_shop: Clone, work: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    desk = Shopper(client, sample_shop).enters_the_desk()
    turns(app, "readonly", "on")
    assert client.get("/admin").status_code == 200
    assert desk.client.post("/admin/queue/next").status_code == 503
    runs = sample_shop.value("select count(*) from audit_runs")
    work()
    assert sample_shop.value("select count(*) from audit_runs") == runs
    assert caplog.text.count("nothing may be written") >= len(SWEEPS)
    assert "does not answer" not in caplog.text


def test_the_environment_stays_the_outer_switch(app: Flask, shopper: Shopper) -> None:
    shopper.adds()
    quote = shopper.fills_in().quote_id()
    app.config["SETTINGS"] = type(app.config["SETTINGS"])(**{**vars(app.config["SETTINGS"]), "feature_checkout": False})
    turns(app, "checkout", "on")
    assert shopper.places(quote).status_code == 503
    assert shopper.database.value("select count(*) from orders where quote_id = %s", quote) == 0
