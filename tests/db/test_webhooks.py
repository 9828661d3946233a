"""What other programs are told of, in the transaction of its cause, and to whom it goes."""

import pytest

from tests.db.orders import COST, order_in
from tests.db.people import TERM
from tests.db.shop import Shop
from tests.db.webhooks import endpoint, told


def test_an_order_is_told_of_from_its_beginning_to_its_end(shop: Shop) -> None:
    endpoint(shop)
    order_in(shop, "completed")
    assert told(shop) == ["order.placed", "order.quoted", "order.paid", "order.shipped", "order.completed"]


@pytest.mark.parametrize("status", ["cancelled", "expired"])
def test_an_order_that_ends_otherwise_is_cancelled(shop: Shop, status: str) -> None:
    endpoint(shop)
    order_in(shop, status)
    assert told(shop)[-1] == "order.cancelled"
    assert shop.one("select data -> 'order' ->> 'status' from webhook_events where type = 'order.cancelled'") == status


def test_what_is_told_are_number_states_amounts_and_lines_and_nobody(shop: Shop) -> None:
    endpoint(shop, events=["order.quoted"])
    _, order, product = order_in(shop, "awaiting_payment")
    number, code, name = shop.one(
        "select order_number, unique_code, product_name from orders join order_items on order_id = id where id = %s",
        order,
    )
    data = shop.one("select data from webhook_events")["order"]
    assert data.pop("created_at").endswith("Z")
    assert data == {
        "number": number, "status": "awaiting_quote", "payment_status": "unpaid", "subtotal_amount": 200_000, "shipping_amount": COST,
        "discount_amount": 0, "unique_code": code, "total_amount": 200_000 + COST + code, "paid_amount": 0, "refunded_amount": 0,
        "lines": [{"product_id": str(product), "name": name, "quantity": 2, "unit_price": 100_000}],
    }  # fmt: skip


def test_it_goes_once_to_each_who_subscribed_and_is_on(shop: Shop) -> None:
    first, second = endpoint(shop), endpoint(shop, "buku", ["order.placed", "stock.low"])
    endpoint(shop, "chat", ["order.paid"])
    endpoint(shop, "mati", is_on=False)
    order_in(shop, "awaiting_quote")
    assert set(shop.rows("select endpoint_id from webhook_deliveries")) == {(first,), (second,)}
    assert shop.one("select count(*) from jobs where kind = 'webhook'") == 2
    assert len(told(shop)) == 2


def test_the_same_cause_is_one_event(shop: Shop) -> None:
    endpoint(shop)
    shop.at_once(*[lambda: shop.call("publish_event", "stock.low", "x", "{}", "now", "now")] * 8)
    assert shop.rows("select count(*) from webhook_deliveries") == [(1,)]


def test_nobody_subscribed_nothing_is_written(shop: Shop) -> None:
    endpoint(shop, events=["stock.low"])
    order_in(shop, "completed")
    assert shop.rows("select from webhook_events") == []


def test_a_refused_order_is_not_told_of(shop: Shop) -> None:
    endpoint(shop)
    shop.member().comes_too_late(shop.listing())
    assert shop.rows("select from webhook_events") == []


def test_what_staff_did_is_sent_when_it_cannot_be_taken_back_any_more(shop: Shop) -> None:
    endpoint(shop)
    sari, order, _ = order_in(shop, "awaiting_quote")
    shop.desk.call("quote_shipping", order, None, "JNE", "REG", COST)
    sari.call("accept_shipping_quote", order, None, TERM)
    assert shop.rows(
        "select extract(epoch from run_at - created_at)::integer from jobs where kind = 'webhook' order by id"
    ) == [(0,), (40,)]


def test_what_staff_took_back_is_not_told(shop: Shop) -> None:
    endpoint(shop, events=["order.shipped"])
    _, order, _ = order_in(shop, "processing")
    colleague = shop.colleague()
    for _ in range(2):
        colleague.call("ship_order", order, None, "JNE", "RESI0001")
        assert told(shop) == ["order.shipped"]
        colleague.call("undo_last", order, shop.one("select version from orders"))
        assert told(shop) == []


def test_low_stock_is_told_of_once_until_there_is_enough_again(shop: Shop) -> None:
    endpoint(shop)
    product = shop.listing(stock=5)
    shop.run("update marketplace_listings set low_stock_threshold = 5")
    shop.at_once(*[lambda: shop.worker.call("notice_low_stock")] * 4)
    assert told(shop) == ["stock.low"]
    data = shop.one("select data from webhook_events")["listing"]
    assert (data["product_id"], data["available"], data["low_stock_threshold"]) == (str(product), 5, 5)
