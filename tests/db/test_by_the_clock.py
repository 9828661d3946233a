"""What happens because time passed: once, however often and by however many workers it is asked for."""

from typing import Any

import pytest

from tests.db.orders import order_in, state, timeline
from tests.db.shop import Shop


def run(shop: Shop, function: str, *arguments: Any) -> int:
    """The number that a function of the worker returns."""
    found: int = shop.worker.call(function, *arguments)
    return found


def test_an_unpaid_order_is_reminded_of_once_in_the_last_quarter_of_its_term(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    shop.later("17 hours 59 minutes")
    assert run(shop, "remind_orders", 10) == 0
    shop.later("18 hours 1 minute")
    shop.at_once(*[lambda: shop.worker.call("remind_orders", 10)] * 8)
    assert run(shop, "remind_orders", 10) == 0
    assert [row[0] for row in timeline(shop, order)].count("reminder") == 1
    assert shop.rows(
        "select count(*) from jobs j join order_events e on e.id::text = j.subject where e.kind = 'reminder'"
    ) == [(1,)]


@pytest.mark.parametrize("status", ["awaiting_quote", "paid", "expired"])
def test_other_orders_are_not_reminded_of(shop: Shop, status: str) -> None:
    order_in(shop, status)
    for hours in (18, 23, 30):
        shop.later(f"{hours} hours")
        assert run(shop, "remind_orders", 10) == 0


def test_an_order_with_a_proof_is_not_reminded_of(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    sari.call("submit_payment_proof", order, "image/png", b"x")
    shop.later("23 hours")
    assert run(shop, "remind_orders", 10) == 0


def test_a_delivered_order_is_completed_after_a_week(shop: Shop) -> None:
    _, order, _ = order_in(shop, "delivered")
    shop.later("6 days 23 hours")
    assert run(shop, "complete_orders", 10) == 0
    shop.later("7 days 1 minute")
    assert sorted(shop.at_once(*[lambda: shop.worker.call("complete_orders", 10)] * 4)) == [0, 0, 0, 1]
    assert state(shop, order) == ("completed", "paid")
    assert timeline(shop, order)[-1][1:4] == ("delivered", "completed", "Tujuh hari sesudah paket tiba")


def test_carts_nobody_touched_are_forgotten(shop: Shop) -> None:
    guest, member = shop.visitor(), shop.member()
    for person in (guest, member):
        person.adds(shop.listing())
    member.quotes()
    shop.later("29 days")
    assert run(shop, "collect_carts", 10) == 0
    shop.later("31 days")
    assert run(shop, "collect_carts", 10) == 1
    assert shop.rows("select customer_id from carts") == [(member.customer,)]
    shop.later("91 days")
    run(shop, "expire_holds", 100)
    assert run(shop, "collect_carts", 10) == 1
    assert shop.rows("select from carts union all select from quotes") == []


def test_a_cart_that_became_an_order_or_may_still_be_paid_stays(shop: Shop) -> None:
    order_in(shop, "expired")
    sari = shop.member()
    sari.adds(shop.listing())
    sari.quotes()
    shop.run("update transfer_amounts set expires_at = null where released_at is null")
    shop.later("1 year")
    run(shop, "expire_holds", 100)
    assert run(shop, "collect_carts", 10) == 0
    shop.run("update transfer_amounts set released_at = now() where released_at is null")
    assert run(shop, "collect_carts", 10) == 1
    assert shop.one("select count(*) from carts") == 1


def test_a_cart_that_holds_stock_stays(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    sari.call("start_checkout")
    shop.later("91 days")
    assert run(shop, "collect_carts", 10) == 0
    assert run(shop, "expire_holds", 10) == 1
    assert run(shop, "collect_carts", 10) == 1


def test_a_listing_that_becomes_low_is_told_once_until_there_is_enough_again(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.run("update marketplace_listings set low_stock_threshold = 5")
    assert sorted(shop.at_once(*[lambda: shop.worker.call("notice_low_stock")] * 4)) == [0, 0, 0, 1]
    assert run(shop, "notice_low_stock") == 0
    shop.call("receive_stock", product, 5, "datang")
    assert run(shop, "notice_low_stock") == 0
    shop.run("update marketplace_listings set low_stock_threshold = 10")
    assert run(shop, "notice_low_stock") == 1
    assert shop.rows("select count(*) from jobs where kind = 'low_stock_mail'") == [(2,)]


def test_the_digest_begins_at_seven_and_ends_when_everybody_has_one(shop: Shop) -> None:
    colleague = shop.colleague()
    local = shop.one("select date_trunc('day', now() at time zone 'Asia/Jakarta') at time zone 'Asia/Jakarta' - now()")
    shop.later(f"{local.total_seconds() + 86400 + 7 * 3600 - 60} seconds")
    assert run(shop, "begin_digest") == 0
    shop.later(f"{local.total_seconds() + 86400 + 7 * 3600 + 60} seconds")
    assert (run(shop, "begin_digest"), run(shop, "begin_digest")) == (1, 0)
    day = shop.one("select subject from jobs where kind = 'digest_mail'")
    shop.run("delete from jobs")
    shop.worker.call("write_mail", f"digest:{day}:{colleague.staff}", "x", "x", "x", "x")
    assert run(shop, "begin_digest") == 0


def test_only_an_audit_that_found_something_is_an_alarm(shop: Shop) -> None:
    shop.worker.call("run_audit")
    assert shop.rows("select from jobs where kind = 'alarm_mail'") == []
    shop.run("insert into audit_runs (at, actor, broken, details) values (now(), 'worker', 2, '[]')")
    assert shop.rows("select kind, subject from jobs where kind = 'alarm_mail'") == [
        ("alarm_mail", str(shop.one("select max(id) from audit_runs")))
    ]
