"""flask smoke at running shops: a good one is left as it was found, and in three broken ones the broken box is red."""

import json

import pytest

from bench.client import HOST
from tests.db_server import Clone
from tests.proofs.web import started
from tests.shopper import MEMBER

pytestmark = pytest.mark.slow

STOCK = "select product_id, stock_on_hand, stock_reserved from marketplace_listings order by 1"
OURS = "select o.status, o.recipient_name from orders o where recipient_name like 'UJI COBA %%'"
CARTS = "select i.* from cart_items i join carts c on c.id = i.cart_id where c.status = 'open'"


@pytest.fixture
def smoke(app):
    """Runs the command against a port: (exit status, state by id, line by id)."""

    def run(port, *words):
        done = app.test_cli_runner().invoke(args=["smoke", f"http://{HOST}:{port}", "--json", *words])
        checks = json.loads(done.stdout)["checks"]
        return done.exit_code, {c["id"]: c["state"] for c in checks}, {c["id"]: c["line"] for c in checks}

    return run


def red(states):
    return [box for box, state in states.items() if state == "failed"]


def test_a_good_shop_is_green_and_left_as_it_was_found(smoke, sample_shop: Clone) -> None:
    stock, members = sample_shop.rows(STOCK), sample_shop.rows("select email from customers")
    with started(str(sample_shop), workers=1, RATELIMIT_ENABLED="on") as web:
        status, states, lines = smoke(web.port, "--database")
        again, second, _ = smoke(web.port, "--register", "--no-limits")

    assert (status, {*states.values()}, again, red(second)) == (0, {"ok", "skipped"}, 0, [])
    assert [box for box, state in states.items() if state == "skipped"] == ["leaving.member"]
    assert [box for box, state in second.items() if state == "skipped"] == [
        "database.living",
        "leaving.books",
        "safety.limits",
    ]
    assert lines["safety.limits"].startswith("429 at try 6")
    assert sample_shop.rows(STOCK) == stock
    assert [status for status, _ in sample_shop.rows(OURS)] == [
        "cancelled"
    ]  # the other one was forgotten with its member
    assert sample_shop.rows(CARTS) == sample_shop.rows("select * from stock_audit()") == []
    left = {email for (email,) in sample_shop.rows("select email from customers where deleted_at is null")}
    assert left == {email for (email,) in members}


def test_a_database_that_is_away(smoke) -> None:
    with started("postgresql:///nowhere", workers=1) as web:
        status, states, lines = smoke(web.port)

    assert (status, red(states)) == (1, ["health.ready"])
    assert lines["health.ready"] == "not ready: database"
    assert states["health.alive"] == "ok"


def test_a_checkout_that_is_off(smoke, sample_shop: Clone) -> None:
    with started(str(sample_shop), workers=1, FEATURE_CHECKOUT="off") as web:
        status, states, lines = smoke(web.port, "--no-limits")

    assert (status, red(states)) == (1, ["checkout.begin"])
    assert lines["checkout.begin"] == "POST /checkout answered 503 instead of 303: Checkout sedang ditutup"
    assert states["leaving.cart"] == "ok"
    assert sample_shop.rows(CARTS) == []


def test_a_page_that_breaks(smoke, sample_shop: Clone) -> None:
    sample_shop.rows("revoke select on order_events from sensasiwangi_shop")
    with started(str(sample_shop), workers=1) as web:
        status, states, lines = smoke(web.port, "--no-limits")

    assert (status, red(states)) == (1, ["order.confirmation", "order.details", "safety.errors"])
    assert "answered 500 instead of 200" in lines["order.details"]
    assert states["leaving.order"] == states["leaving.cart"] == "ok"


def test_limits_that_are_off_and_a_wrong_password(smoke, sample_shop: Clone) -> None:
    with started(str(sample_shop), workers=1) as web:
        status, states, lines = smoke(web.port, "--password", f"bukan-{MEMBER['password']}")

    assert (status, red(states)) == (1, ["shop.member", "safety.limits"])
    assert not any(MEMBER["password"] in line for line in lines.values())
