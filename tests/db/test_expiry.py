"""Expiry happens exactly once, late or twice, and never against a payment or a proof."""

import random

import pytest

from tests.db.orders import order_in, state, timeline
from tests.db.people import WORKER, Person
from tests.db.shop import Shop, codes


def another_worker(shop: Shop) -> Person:
    return Person(shop, WORKER, app__actor="worker:expiry")


def test_nothing_expires_before_its_time(shop: Shop) -> None:
    order_in(shop, "awaiting_payment")
    shop.later("23 hours 59 minutes")
    before = shop.contents()
    assert (shop.worker.call("expire_orders", 10), shop.worker.call("expire_holds", 10)) == (0, 0)
    assert shop.contents() == before


def test_an_unpaid_order_expires_and_gives_everything_back_once(shop: Shop) -> None:
    _, order, product = order_in(shop, "awaiting_payment")
    shop.later("24 hours")
    assert shop.worker.call("expire_orders", 10) == 1
    assert state(shop, order) == ("expired", "unpaid")
    assert (shop.stock(product), shop.holds(product, "expired")) == ((5, 0), [(f"order:{order}", 2)])
    assert timeline(shop, order)[-1] == (
        "status",
        "awaiting_payment",
        "expired",
        "Batas waktu pembayaran lewat",
        "worker:expiry",
    )
    before = shop.contents()
    assert (shop.worker.call("expire_orders", 10), shop.worker.call("expire_holds", 10)) == (0, 0)
    assert shop.contents() == before


def test_an_order_whose_hold_was_swept_first_still_expires(shop: Shop) -> None:
    _, order, product = order_in(shop, "awaiting_payment")
    shop.later("24 hours")
    assert shop.worker.call("expire_holds", 10) == 1
    assert shop.worker.call("expire_orders", 10) == 1
    assert (shop.stock(product), [row[0] for row in shop.ledger(product)]) == ((5, 0), ["reserve", "expire"])


@pytest.mark.parametrize(
    "status", ["awaiting_quote", "paid", "processing", "shipped", "delivered", "completed", "cancelled"]
)
def test_only_orders_that_await_payment_expire(shop: Shop, status: str) -> None:
    order_in(shop, status)
    shop.later("365 days")
    before = shop.contents()
    assert (shop.worker.call("expire_orders", 10), shop.worker.call("expire_holds", 10)) == (0, 0)
    assert shop.contents() == before


def test_a_batch_takes_at_most_its_limit(shop: Shop) -> None:
    for _ in range(3):
        order_in(shop, "awaiting_payment")
    shop.later("24 hours")
    assert [shop.worker.call("expire_holds", 2) for _ in range(3)] == [2, 1, 0]
    assert [shop.worker.call("expire_orders", 2) for _ in range(3)] == [2, 1, 0]


def test_two_workers_at_once_share_the_work(shop: Shop) -> None:
    _, order, product = order_in(shop, "awaiting_payment")
    shop.later("24 hours")
    with shop.worker.acting() as worker:
        assert worker.execute("select expire_orders(10)").fetchone() == (1,)
        assert another_worker(shop).call("expire_orders", 10) == 0
        assert another_worker(shop).call("expire_holds", 10) == 0
    assert (state(shop, order), shop.stock(product)) == (("expired", "unpaid"), (5, 0))


def test_a_listing_that_is_busy_is_left_for_the_next_sweep(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product)
    sari.call("start_checkout")
    shop.later("15 minutes")
    with shop.console.acting() as console:
        console.execute("select from marketplace_listings for no key update")
        assert shop.worker.call("expire_holds", 10) == 0
    assert shop.worker.call("expire_holds", 10) == 1


@pytest.mark.parametrize("step", ["cancel", "proof", "pay"])
def test_whoever_has_the_order_first_wins_against_expiry(shop: Shop, step: str) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    total = shop.one("select total_amount from orders")
    shop.later("24 hours")
    person, text, arguments = {
        "cancel": (sari, "select cancel_own_order(%s, null, '')", []),
        "proof": (sari, "select submit_payment_proof(%s, 'image/png', 'x')", []),
        "pay": (shop.desk, "select record_payment(%s, null, %s, '')", [total]),
    }[step]
    with person.acting() as connection:
        connection.execute(text, [order, *arguments])
        assert shop.worker.call("expire_orders", 10) == 0
    assert shop.worker.call("expire_orders", 10) == 0
    expected = {"cancel": ("cancelled", "unpaid"), "proof": ("awaiting_payment", "in_review"), "pay": ("paid", "paid")}[
        step
    ]
    assert state(shop, order) == expected
    assert shop.stock(product) == ((5, 0) if step == "cancel" else (5, 2))


def test_who_cancels_second_to_expiry_is_refused(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    shop.later("24 hours")
    with shop.worker.acting() as worker:
        worker.execute("select expire_orders(10)")
        waiting = sari.starts("cancel_own_order", order, None, "")
    with shop.refuses("SW020", **{"order_id": order, "from": "expired", "to": "cancelled"}):
        waiting.result()


@pytest.mark.parametrize("seed", range(4))
def test_of_pay_cancel_and_expire_at_once_one_wins(shop: Shop, seed: int) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    total = shop.one("select total_amount from orders")
    shop.later("24 hours")
    calls = [
        lambda: shop.desk.call("record_payment", order, None, total, ""),
        lambda: sari.call("cancel_own_order", order, None, ""),
        lambda: shop.worker.call("expire_orders", 10),
        lambda: another_worker(shop).call("expire_holds", 10),
    ]
    random.Random(seed).shuffle(calls)
    assert set(codes(shop.at_once(*calls))) <= {"SW020"}
    status, _ = state(shop, order)
    assert status in {"paid", "cancelled", "expired"}
    assert shop.stock(product) == ((5, 2) if status == "paid" else (5, 0))
    assert len([entry for entry in timeline(shop, order) if entry[1] == "awaiting_payment"]) == 1
    assert shop.one("select paid_amount from orders") == total
