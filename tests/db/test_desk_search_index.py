"""What the worker writes so that orders are found: once, behind everybody's back, whatever the clock does."""

import psycopg
import pytest

from tests.db.orders import order_in
from tests.db.test_desk_search import found, index


def test_placing_an_order_writes_nothing_to_what_is_searched(shop):
    _, order, _ = order_in(shop, "awaiting_quote")
    assert shop.rows("select from order_search") == shop.rows("select from name_terms") == []

    assert index(shop) == 1
    assert index(shop) == 0
    assert shop.one("select order_id from order_search") == order


def test_changes_that_bring_the_same_new_name_do_not_wait_for_each_other(shop):
    """Whoever changes an order holds its listings: waiting for a word as well, two of them would deadlock."""
    orders = [order_in(shop, "awaiting_quote")[1] for _ in range(2)]
    index(shop)
    change = "update orders set recipient_name = 'Wagiman' where id = %s"
    with psycopg.connect(shop.url) as first, psycopg.connect(shop.url, options="-c lock_timeout=1s") as second:
        first.execute(change, [orders[0]])
        second.execute(change, [orders[1]])
        assert index(shop) == 0
    assert found(shop, "wagimen") == []

    assert index(shop) == 0
    assert sorted(found(shop, "wagimen")) == sorted(orders)


def test_the_worker_waits_for_nobody_who_changes_an_order(shop):
    _, order, _ = order_in(shop, "awaiting_quote")
    order_in(shop, "awaiting_quote")
    with psycopg.connect(shop.url) as changing:
        changing.execute("select from orders where id = %s for update", [order])
        assert index(shop) == 1
    assert index(shop) == 1


def test_two_workers_index_an_order_once(shop):
    for _ in range(3):
        order_in(shop, "awaiting_quote")
    assert sorted(shop.at_once(lambda: index(shop), lambda: index(shop))) == [0, 3]


def test_an_order_that_was_written_with_an_old_time_is_findable_after_the_worker_went_by(shop):
    order_in(shop, "awaiting_quote")
    index(shop)
    shop.later("-30 days")
    _, order, _ = order_in(shop, "awaiting_quote")
    shop.later("0")

    assert order in found(shop, "sari")
    assert shop.one("select count(*) from order_search where order_id = %s", order) == 1


def test_a_clock_that_was_ahead_and_is_set_right_hides_no_order(shop):
    order_in(shop, "awaiting_quote")
    shop.later("25 hours")
    index(shop)
    shop.later("0")
    _, order, _ = order_in(shop, "awaiting_quote")
    index(shop)
    assert order in found(shop, "sari")


def test_only_the_desk_may_search_and_only_the_worker_may_index(shop):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        shop.member().rows("select find_orders(null, 1)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        shop.desk.call("index_orders", 1)
