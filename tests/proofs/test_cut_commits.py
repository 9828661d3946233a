"""The connection to PostgreSQL is cut round a COMMIT, so that the shop cannot know what became of it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.settings import Settings
from tests.commit_cuts import AFTER, BEFORE, EVERY, CommitCuts
from tests.db_server import Clone
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.shoppers import stocked
from tests.shopper import ADDRESS, MEMBER, Shopper, field

PLACINGS = sized(25, 500)  # on each side of the COMMIT
PURCHASES = sized(5, 100)
STEPS = {
    "/checkout": {},
    "/checkout/address": ADDRESS,
    "/checkout/shipping": {"shipping_option": "ongkir-cs"},
    "/checkout/payment": {"payment_method": "transfer-bca"},
    "/checkout/hold": {"step": "review"},
    "/checkout/quote": {},
}
UNEVEN_HOLDS = """
    select h.owner from stock_holds h where state = 'held' and owner like 'cart:%' and not exists (
        select from carts c join cart_items i on i.cart_id = c.id
        where h.owner = 'cart:' || c.id and c.status = 'open' and i.product_id = h.product_id and i.quantity = h.quantity)"""
IN_CART = """
    select coalesce(sum(i.quantity), 0) from carts c left join cart_items i on i.cart_id = c.id
    where c.status = 'open' and c.customer_id = (select id from customers where email = %s)"""
ENTRIES = "select count(*) from order_events where order_id = %s and kind = 'status' and to_value = %s"


@pytest.fixture
def cuts(sample_shop: Clone) -> Iterator[CommitCuts]:
    relay = CommitCuts(sample_shop)
    yield relay
    relay.close()


@pytest.fixture
def settings(settings: Settings, cuts: CommitCuts) -> Settings:
    """With connections by way of the relay."""
    return replace(settings, database_url=cuts.url)


@pytest.fixture
def products(sample_shop: Clone) -> Iterator[list[UUID]]:
    """What is for sale, plenty of it; nothing of it is lost or stuck at the end."""
    yield stocked(sample_shop)
    assert sample_shop.rows("select * from stock_audit()") == []
    assert sample_shop.rows(UNEVEN_HOLDS) == []


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop).signs_in()


def orders_of(shopper: Shopper, quote: str) -> list[str]:
    return [str(order) for (order,) in shopper.database.rows("select id from orders where quote_id = %s", quote)]


@pytest.mark.parametrize("side", [BEFORE, AFTER])
def test_a_cut_placing_is_one_order_and_a_truthful_answer(side, shopper, products, cuts, tell: Tell) -> None:
    for _ in range(PLACINGS):
        times = random.choice([1, EVERY])
        pieces = {"product_id": str(random.choice(products)), "quantity": str(random.randint(1, 5))}
        assert shopper.client.post("/cart/items", data=pieces).status_code == 303
        quote = shopper.fills_in().quote_id()

        with cuts.cutting(side, times=times):
            answer = shopper.places(quote)
        if times == EVERY:
            assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")
            assert len(orders_of(shopper, quote)) == (side == AFTER)
            answer = shopper.places(quote)
        assert (answer.status_code, shopper.places(quote).headers.get("Location")) == (
            303,
            answer.headers.get("Location"),
        )
        assert orders_of(shopper, quote) == [answer.headers["Location"].rsplit("/", 1)[1]]
    tell(f"{PLACINGS} placings, {cuts.made} COMMITs cut {side} the server did them: one order each")
    assert cuts.made >= PLACINGS


def test_other_steps_are_sent_again_by_nobody_but_the_shopper(shopper, products, cuts, tell: Tell) -> None:
    for _ in range(PURCHASES):
        pieces = 0
        for side in (BEFORE, AFTER):
            form = {"product_id": str(random.choice(products)), "quantity": "1"}
            pieces += cut(shopper, cuts, side, "/cart/items", form)
            assert pieces_in_cart(shopper) == pieces
            assert shopper.client.post("/cart/items", data=form).status_code == 303
            pieces += 1
            assert pieces_in_cart(shopper) == pieces
        for path, form in STEPS.items():
            cut(shopper, cuts, random.choice([BEFORE, AFTER]), path, form)
            assert shopper.client.post(path, data=form).status_code == 303, path
            assert shopper.database.rows(UNEVEN_HOLDS) == []
        quote = shopper.quote_id()
        assert shopper.places(quote).status_code == 303
        (order,) = orders_of(shopper, quote)
        assert shopper.database.value("select sum(quantity) from order_items where order_id = %s", order) == pieces
    tell(f"{PURCHASES} purchases with {cuts.made} cut steps: each answered 503 and sent once")


@pytest.mark.parametrize("side", [BEFORE, AFTER])
@pytest.mark.parametrize(("act", "status"), [("accept-quote", "awaiting_payment"), ("cancel", "cancelled")])
def test_a_cut_decision_about_an_order_is_written_once(act, status, side, shopper, products, cuts) -> None:
    order = shopper.orders()
    shopper.database.value("select quote_shipping(%s, null, 'JNE', 'REG', 18000)", order)
    version = field(shopper.client.get(f"/order/{order}").text, "version")
    form = {"version": version, "reason": "salah pilih"}

    done = cut(shopper, cuts, side, f"/order/{order}/{act}", form)
    assert entries(shopper, order, status) == done
    answer = shopper.client.post(f"/order/{order}/{act}", data=form)
    assert answer.status_code == (303 if side == BEFORE else 409)  # the page says that it is done already
    assert entries(shopper, order, status) == 1
    assert shopper.database.value("select status from orders where id = %s", order) == status


def entries(shopper: Shopper, order: UUID, status: str) -> int:
    """How often the timeline says that the order came to a status."""
    return int(shopper.database.value(ENTRIES, order, status))


def cut(shopper: Shopper, cuts: CommitCuts, side: str, path: str, form: dict[str, str]) -> int:
    """Sends a form whose first COMMIT is cut: 503, and not a second attempt. How often it was done."""
    with cuts.cutting(side):
        answer = shopper.client.post(path, data=form)
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5"), path
    return int(side == AFTER)


def pieces_in_cart(shopper: Shopper) -> int:
    return int(shopper.database.value(IN_CART, MEMBER["email"]))
