"""flask smoke at running shops: a good one is left as it was found, and in nine broken ones the broken box is red, and nothing else."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.checking import Failure, run_all, skipped
from app.settings import Settings
from app.smoke import STEPS, ordering
from app.smoke.browser import Browser
from app.smoke.visit import Visit
from bench.client import HOST
from tests.db_server import Clone, Server
from tests.proofs.web import Web, started
from tests.shopper import MEMBER

pytestmark = pytest.mark.slow

STOCK = "select product_id, stock_on_hand, stock_reserved from marketplace_listings order by 1"
OURS = "select status from orders where recipient_name like 'UJI COBA %%'"
MEMBERS = "select email from customers where deleted_at is null order by 1"
COUNTED = "select count(*) from orders where not is_test"
CARTS = "select i.* from cart_items i join carts c on c.id = i.cart_id where c.status = 'open'"


@pytest.fixture
def smoke(app):
    """Runs the command against a port: (exit status, state by id, line by id)."""

    def run(port, *words):
        done = app.test_cli_runner().invoke(args=["smoke", f"http://{HOST}:{port}", "--json", *words])
        checks = json.loads(done.stdout)["checks"]
        return done.exit_code, {c["id"]: c["state"] for c in checks}, {c["id"]: c["line"] for c in checks}

    return run


@pytest.fixture(scope="module")
def sold(server: Server) -> Iterator[Clone]:
    """The sample shop that the open one sells from."""
    with server.clone(server.template(seeded=True)) as clone:
        yield clone


@pytest.fixture(scope="module")
def shop(sold: Clone) -> Iterator[Web]:
    """An open shop with its limits on, for all visits that leave it as they found it."""
    with started(str(sold), workers=1, RATELIMIT_ENABLED="on") as web:
        yield web


@pytest.fixture
def settings(settings: Settings, sold: Clone) -> Settings:
    """The command's own: DATABASE_URL is the open shop's."""
    return replace(settings, database_url=str(sold))


def red(states):
    return [box for box, state in states.items() if state == "failed"]


def test_a_good_shop_is_green_and_left_as_it_was_found(smoke, shop: Web, sold: Clone) -> None:
    stock, members, counted = sold.rows(STOCK), sold.rows(MEMBERS), sold.rows(COUNTED)

    status, states, lines = smoke(shop.port, "--database")
    again, second, _ = smoke(shop.port, "--register", "--no-limits")

    assert (status, {*states.values()}, again, red(second)) == (0, {"ok", "skipped"}, 0, [])
    assert [box for box, state in states.items() if state == "skipped"] == ["leaving.member"]
    assert [box for box, state in second.items() if state == "skipped"] == [
        *("database.living", "leaving.books", "safety.limits"),
    ]
    assert lines["safety.limits"].startswith("429 at try 6")
    assert sold.rows(STOCK) == stock
    assert sold.rows(MEMBERS) == members
    assert sold.rows(COUNTED) == counted
    assert {status for (status,) in sold.rows(OURS)} == {"cancelled"}
    assert sold.rows(CARTS) == sold.rows("select * from stock_audit()") == []


def test_a_database_that_is_away(smoke) -> None:
    with started("postgresql:///nowhere", workers=1) as web:
        status, states, lines = smoke(web.port)

    assert (status, red(states)) == (1, ["health.ready"])
    assert lines["health.ready"] == "not ready: database"
    assert states["health.alive"] == "ok"


def test_a_checkout_that_is_off(smoke, sample_shop: Clone) -> None:
    with started(str(sample_shop), workers=1, FEATURE_CHECKOUT="off") as web:
        status, states, lines = smoke(web.port)

    assert (status, red(states)) == (1, ["checkout.begin", "safety.limits"])  # limits are off, too
    assert lines["checkout.begin"] == "POST /checkout answered 503 instead of 303: Checkout sedang ditutup"
    assert states["leaving.cart"] == "ok"
    assert sample_shop.rows(CARTS) == []


BROKEN = {  # what is broken, how it is mended, which boxes are red, and what one of them says
    "page": (
        "revoke select on order_events from sensasiwangi_shop",
        "grant select on order_events to sensasiwangi_shop",
        {"order.details": "answered 500 instead of 200", "order.confirmation": "500", "safety.errors": "/order"},
    ),
    "shelves": (
        "update marketplace_listings set status = 'archived' where status = 'active'",
        "update marketplace_listings set status = 'active' where status = 'archived'",
        {"shop.marketplace": "product-card"},
    ),
    "cart": (
        "revoke execute on function add_to_cart_once from sensasiwangi_shop",
        "grant execute on function add_to_cart_once to sensasiwangi_shop",
        {"shop.add": "answered 500 instead of 303", "safety.errors": "POST /cart/items"},
    ),
    "hold": (
        "revoke execute on function start_checkout from sensasiwangi_shop",
        "grant execute on function start_checkout to sensasiwangi_shop",
        {"checkout.begin": "answered 500 instead of 303", "safety.errors": "POST /checkout"},
    ),
    "placing": (
        "revoke execute on function place_order from sensasiwangi_shop",
        "grant execute on function place_order to sensasiwangi_shop",
        {"order.place": "answered 500", "safety.errors": "POST /checkout/place"},
    ),
    "sessions": (
        "revoke execute on function session_start from sensasiwangi_shop",
        "grant execute on function session_start to sensasiwangi_shop",
        {"shop.member": "POST /auth/login", "safety.errors": "POST /auth/login"},
    ),
    "books": (
        "alter table marketplace_listings disable trigger user; update marketplace_listings set stock_on_hand = stock_on_hand + 1",
        "update marketplace_listings set stock_on_hand = stock_on_hand - 1; alter table marketplace_listings enable trigger user",
        {"health.ready": "not ready: stock_audit"},
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_red_and_nothing_else(smoke, shop: Web, sold: Clone, name: str) -> None:
    harm, mend, wanted = BROKEN[name]
    sold.rows(harm)
    try:
        status, states, lines = smoke(shop.port, "--no-limits")
    finally:
        sold.rows(mend)

    assert (status, set(red(states))) == (1, set(wanted)), lines
    assert [box for box, words in wanted.items() if words not in lines[box]] == []
    assert sold.rows(CARTS) == []


def test_an_order_whose_confirmation_was_lost_is_called_off_all_the_same(shop: Web, sold: Clone) -> None:
    def lost(visit):
        ordering.place(visit)
        visit.order_id = None
        raise Failure("no answer")

    steps = [replace(step, run=lost) if step.id == "order.place" else step for step in STEPS]
    visit = Visit(Browser(f"http://{HOST}:{shop.port}", 30), MEMBER["email"], MEMBER["password"], limits=False)
    results = {result.check.id: result.finding.state.value for result in run_all(steps, visit)}

    assert red(results) == ["order.place"]
    assert results["leaving.order"] == results["leaving.cart"] == "ok"
    (status,) = sold.rows("select status from orders where recipient_name = %s", f"UJI COBA {visit.token}")[0]
    assert status == "cancelled"


def test_readiness_that_a_proxy_keeps_to_itself_stops_nobody() -> None:
    class Outside(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(403 if self.path == "/api/ready" else 200)
            self.end_headers()
            self.wfile.write(b"ok" if self.path == "/api/health" else b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer((HOST, 0), Outside) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        visit = Visit(Browser(f"http://{HOST}:{server.server_port}", 30), "", "", limits=False)
        results = {result.check.id: result.finding for result in run_all(STEPS[:3], visit)}
        server.shutdown()

    assert results["health.ready"] == skipped("not shown to the outside (403): ask on the machine itself")
    assert "product-card" in results["shop.marketplace"].line


def test_a_visit_takes_no_longer_than_it_may() -> None:
    browser = Browser("http://127.0.0.1:1", 0)
    with pytest.raises(Failure, match="no time is left"):
        browser.get("/")
    browser.extend(5)
    with pytest.raises(Failure, match="no answer"):
        browser.get("/")
    with pytest.raises(Failure, match="no answer"):
        browser.another().get("/")
    assert browser.answers == []
