"""Round trips to PostgreSQL per request, counted on the wire, and the counter itself."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from flask.testing import FlaskClient

from app.orders.links import order_link
from app.settings import Settings
from tests.db_server import Clone
from tests.round_trips import RoundTrips
from tests.shopper import MELATI, Shopper

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def trips(database: Clone) -> Iterator[RoundTrips]:
    relay = RoundTrips(database)
    yield relay
    relay.close()


@pytest.fixture
def settings(settings: Settings, trips: RoundTrips) -> Settings:
    """With connections by way of the relay, and with rate limits on."""
    return replace(settings, database_url=trips.url, ratelimit_enabled=True, limit_cart="1000/minute")


@pytest.fixture
def visitor(client: FlaskClient, sample_shop: Clone) -> Shopper:
    """A visitor with a cart; the pool is open and every statement of theirs was prepared."""
    shopper = Shopper(client, sample_shop)
    assert shopper.adds(MELATI).status_code == 303
    assert client.get("/cart").status_code == 200  # shows the message of the addition, once
    return shopper


def test_the_counter_sees_every_wait(database: Clone) -> None:
    relay = RoundTrips(database)
    with psycopg.connect(relay.url, autocommit=True) as connection:
        with relay.counted() as simple:
            connection.execute("select 1")
            connection.execute("select 2")
        with relay.counted() as pipelined, connection.pipeline():
            for _ in range(20):
                connection.execute("select %s::text", ["x" * 5_000])
        with relay.counted() as impatient, connection.pipeline():
            connection.execute("select 1").fetchone()
            connection.execute("select 2").fetchone()
    relay.close()
    assert (simple.made, pipelined.made) == (2, 1)
    assert impatient.made > 2


@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "fragment"])
@pytest.mark.parametrize("path", ["/", "/marketplace?q=melti&tab=parfum", "/marketplace/melati-senja-50ml"])
def test_a_public_page_takes_one(visitor: Shopper, trips: RoundTrips, path: str, headers: dict[str, str]) -> None:
    with trips.counted() as asked:
        assert visitor.client.get(path, headers=headers).status_code == 200
    assert asked.made == 1


def test_a_picture_takes_none(visitor: Shopper, trips: RoundTrips) -> None:
    with trips.counted() as asked:
        assert visitor.client.get("/pictures/flacon-floral-50-3fa2c1.svg").status_code == 200
    assert asked.made == 0


def test_badge_and_stock_take_one(visitor: Shopper, trips: RoundTrips) -> None:
    with trips.counted() as asked:
        assert visitor.client.get("/cart/badge", headers=HX).status_code == 200
    assert asked.made == 1
    with trips.counted() as asked:
        assert visitor.client.get(f"/listings/{visitor.product_id(MELATI)}/stock", headers=HX).status_code == 200
    assert asked.made == 1


def test_the_cart_takes_one(visitor: Shopper, trips: RoundTrips) -> None:
    for path in ("/cart", f"/cart?removed={visitor.product_id(MELATI)}&pieces=2"):
        with trips.counted() as asked:
            assert visitor.client.get(path).status_code == 200
        assert asked.made == 1


def test_a_change_takes_one_beside_its_limit(visitor: Shopper, trips: RoundTrips) -> None:
    product_id = visitor.product_id(MELATI)
    for path, form in (
        ("/cart/items", {"product_id": str(product_id)}),
        (f"/cart/items/{product_id}", {"quantity": "4"}),
        (f"/cart/items/{product_id}/remove", {}),
    ):
        with trips.counted() as asked:
            assert visitor.client.post(path, data=form, headers=HX).status_code == 200
        assert asked.made == 2, path


def test_a_step_takes_one_and_placing_two_with_its_limit(visitor: Shopper, trips: RoundTrips) -> None:
    visitor.signs_in().fills_in()
    visitor.client.get("/checkout/review")  # shows the message of the login, once
    for path in ("/checkout/address", "/checkout/shipping", "/checkout/payment", "/checkout/review"):
        with trips.counted() as asked:
            assert visitor.client.get(path, headers=HX).status_code == 200
        assert asked.made == 1, path
    quote = visitor.quote_id()
    with trips.counted() as asked:
        confirmation = visitor.places(quote).headers["Location"]
    assert asked.made == 2
    for path in (confirmation, confirmation.replace("/confirmation", ""), "/orders"):
        with trips.counted() as asked:
            assert visitor.client.get(path).status_code == 200
        assert asked.made == 1, path


def test_a_link_takes_one_and_its_digits_one_beside_their_limits(visitor: Shopper, trips: RoundTrips) -> None:
    order = visitor.signs_in().orders()
    with visitor.client.application.test_request_context():
        link = order_link(order)
    with trips.counted() as asked:
        assert visitor.client.get(link).status_code == 303
    assert asked.made == 1
    visitor.client.post("/auth/logout")
    assert visitor.client.get(link).status_code == 200
    with trips.counted() as asked:
        assert visitor.client.get(link).status_code == 200
    assert asked.made == 1
    with trips.counted() as asked:
        assert visitor.client.post(link, data={"digits": "7890"}).status_code == 303
    assert asked.made == 3  # two limits and the digits
    with trips.counted() as asked:
        assert "timeline-entry" in visitor.client.get(link).text
    assert asked.made == 1
