"""What an operator switched off is told apart from what fails."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app, db, switches
from app.settings import Settings
from tests.db_server import Clone
from tests.shopper import Shopper
from tests.test_metrics import Samples, gained, scraped
from tests.test_switches import turns

ANSWERS = "sensasiwangi_request_seconds_count"
FAILURES = "sensasiwangi_database_failures_total"


@pytest.fixture
def sari(app: Flask, sample_shop: Clone) -> Shopper:
    shopper = Shopper(app.test_client(), sample_shop).signs_in()
    shopper.adds()
    return shopper


@pytest.fixture
def standby(settings: Settings) -> Iterator[Flask]:
    """The shop on a database where nobody may write, without any switch."""
    url = f"{settings.database_url}&options=-cdefault_transaction_read_only%3Don"
    app = create_app(dataclasses.replace(settings, database_url=url))
    yield app
    with app.app_context():
        db.database().close()


def failed(before: Samples, after: Samples) -> list[tuple[str, ...]]:
    """The series of failures that grew."""
    return [of for of in after if (of[0] == FAILURES or of[-1] == "5xx") and gained(before, after, *of)]


def test_a_shop_that_can_only_be_looked_at_has_no_failures(app: Flask, sari: Shopper) -> None:
    """Not even its first write after the switch, when this process has just heard the opposite."""
    before = scraped(sari.client)
    sari.client.get("/cart/badge")  # brings the switches of before along
    knows = app.extensions["switches"]
    turned = app.test_cli_runner().invoke(args=["switch", "readonly", "on"])
    assert (turned.exit_code, knows.value.readonly) == (0, False)
    assert [sari.adds().status_code for _ in range(3)] == [503] * 3
    after = scraped(sari.client)
    assert failed(before, after) == []
    assert gained(before, after, ANSWERS, "POST", "/cart/items", "off") == 3


def test_a_write_that_met_the_switch_as_it_was_turned_back_is_no_failure(app: Flask, sari: Shopper) -> None:
    turns(app, "readonly", "on")
    sari.client.get("/cart/badge")
    turned = app.test_cli_runner().invoke(args=["switch", "readonly", "off"])
    assert turned.exit_code == 0
    told = []
    with app.test_request_context():
        for _ in range(2):
            app.extensions["switches"].forget()  # half a second passes, and each asks
            told.append(switches.shop_is_readonly())
    assert told == [True, False]


def test_a_database_that_became_a_standby_is_a_failure(standby: Flask, sample_shop: Clone) -> None:
    client = standby.test_client()
    before = scraped(client)
    assert client.post("/auth/forgot", data={"email": "a@b.id"}).status_code == 503
    after = scraped(client)
    assert gained(before, after, FAILURES) == 1
    assert gained(before, after, ANSWERS, "POST", "/auth/forgot", "5xx") == 1


def test_a_closed_checkout_is_no_failure(app: Flask, sari: Shopper) -> None:
    quote = sari.fills_in().quote_id()
    before = scraped(sari.client)
    turns(app, "checkout", "off")
    assert [sari.places(quote).status_code, sari.client.get("/checkout/address").status_code] == [503, 503]
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], feature_checkout=False)
    turns(app, "checkout", "on")
    assert sari.places(quote).status_code == 503
    after = scraped(sari.client)
    assert failed(before, after) == []
    assert gained(before, after, ANSWERS, "POST", "/checkout/place", "off") == 2


def test_a_switch_that_is_turned_is_seen(app: Flask, sample_shop: Clone) -> None:
    def seen() -> list[float]:
        app.extensions.pop("shop_facts", None)
        samples = scraped(app.test_client())
        return [samples["sensasiwangi_switch_turned", switch] for switch in ("checkout", "readonly")]

    assert seen() == [0, 0]
    turns(app, "checkout", "off")
    assert seen() == [1, 0]
    turns(app, "readonly", "on")
    turns(app, "checkout", "on")
    assert seen() == [0, 1]
