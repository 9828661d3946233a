"""stock_audit: one row per broken promise. Each promise is broken here, behind the back of its guards."""

from uuid import UUID

import psycopg
import pytest

from tests.db.orders import order_in
from tests.db.shop import Shop

ON_HAND = "stock on hand is the sum of the ledger"
RESERVED = "stock reserved is the sum of the ledger"
HELD = "stock reserved is the sum of live holds"
ITEMS = "an order has items that add up to its subtotal"
TIMELINE = "an order has a timeline that ends in its status"
WAITING = "an order that waits holds its stock"
MONEY = "what was paid and refunded is the sum of the payments"
CLOSED = "a closed order holds no stock"


def behind_its_back(shop: Shop, text: str, *params: object) -> None:
    """A statement with every trigger and foreign key asleep."""
    with shop.console.acting() as console:
        console.execute("set local session_replication_role = replica")
        assert console.execute(text, params).rowcount > 0


def audit(shop: Shop) -> set[tuple[str, UUID, int, int]]:
    found = shop.audit()
    assert shop.visitor().rows("select * from stock_audit()") == found
    return set(found)


def test_all_is_well_in_a_busy_shop(shop: Shop) -> None:
    for status in ("expired", "awaiting_quote", "awaiting_payment", "paid", "shipped", "cancelled"):
        order_in(shop, status)
    assert audit(shop) == set()


def test_it_can_be_asked_in_a_read_only_transaction(shop: Shop) -> None:
    with psycopg.connect(shop.url, autocommit=True) as connection, connection.transaction():
        connection.execute("set transaction read only")
        assert connection.execute("select * from stock_audit()").fetchall() == []


def test_stock_that_appeared_from_nowhere(broken_shop: Shop) -> None:
    product = broken_shop.listing(stock=5)
    behind_its_back(broken_shop, "update marketplace_listings set stock_on_hand = 7")
    assert audit(broken_shop) == {(ON_HAND, product, 5, 7)}


def test_a_ledger_row_that_vanished(broken_shop: Shop) -> None:
    product = broken_shop.listing(stock=5)
    behind_its_back(broken_shop, "delete from stock_ledger")
    assert audit(broken_shop) == {(ON_HAND, product, 0, 5)}


def test_a_reservation_without_a_ledger_row(broken_shop: Shop) -> None:
    product = broken_shop.listing(stock=5)
    broken_shop.call("reserve_stock", product, 2)
    behind_its_back(broken_shop, "update stock_ledger set reserved_change = 1 where kind = 'reserve'")
    assert audit(broken_shop) == {(RESERVED, product, 1, 2)}


def test_a_reservation_that_nobody_holds(broken_shop: Shop) -> None:
    product = broken_shop.listing(stock=5)
    broken_shop.run("update marketplace_listings set stock_reserved = 3")
    assert audit(broken_shop) == {(HELD, product, 0, 3)}


def test_a_hold_that_reserves_nothing(broken_shop: Shop) -> None:
    product = broken_shop.listing(stock=5)
    broken_shop.run("insert into stock_holds (product_id, owner, quantity) values (%s, 'manual', 2)", product)
    assert audit(broken_shop) == {(HELD, product, 2, 0)}


@pytest.mark.parametrize(
    ("damage", "expected", "found"),
    [
        ("delete from order_items", 200_000, 0),
        ("update order_items set unit_price = 99999", 200_000, 199_998),
        ("update orders set subtotal_amount = subtotal_amount + 1, total_amount = total_amount + 1", 200_001, 200_000),
    ],
)
def test_items_that_do_not_add_up(broken_shop: Shop, damage: str, expected: int, found: int) -> None:
    _, order, _ = order_in(broken_shop, "cancelled")
    behind_its_back(broken_shop, damage)
    assert audit(broken_shop) == {(ITEMS, order, expected, found)}


@pytest.mark.parametrize(
    "damage",
    [
        "delete from order_events",
        "update orders set status = 'expired', shipping_amount = 0 where status = 'cancelled'",
    ],
)
def test_a_status_that_the_timeline_does_not_know(broken_shop: Shop, damage: str) -> None:
    _, order, _ = order_in(broken_shop, "cancelled")
    behind_its_back(broken_shop, damage)
    assert audit(broken_shop) == {(TIMELINE, order, 1, 0)}


def test_money_that_nobody_booked(broken_shop: Shop) -> None:
    _, order, _ = order_in(broken_shop, "paid")
    total = broken_shop.one("select total_amount from orders")
    behind_its_back(broken_shop, "update payments set amount = amount - 1")
    assert audit(broken_shop) == {(MONEY, order, total, total - 1)}


@pytest.mark.parametrize("status", ["awaiting_quote", "awaiting_payment", "paid", "processing"])
def test_a_waiting_order_whose_stock_somebody_else_holds(broken_shop: Shop, status: str) -> None:
    _, order, _ = order_in(broken_shop, status)
    behind_its_back(broken_shop, "update stock_holds set owner = 'manual' where state = 'held'")
    assert audit(broken_shop) == {(WAITING, order, 2, 0)}


@pytest.mark.parametrize("money", ["in_review", "partial"])
def test_an_order_with_money_on_its_way_holds_its_stock_after_its_term_too(broken_shop: Shop, money: str) -> None:
    sari, order, _ = order_in(broken_shop, "awaiting_payment")
    if money == "in_review":
        sari.call("submit_payment_proof", order, "image/png", b"x")
    else:
        broken_shop.desk.call("record_payment", order, None, 1, "")
    broken_shop.later("3 days")
    assert audit(broken_shop) == set()
    behind_its_back(broken_shop, "update stock_holds set quantity = 1, owner = 'manual' where state = 'held'")
    behind_its_back(broken_shop, "update marketplace_listings set stock_reserved = 1")
    behind_its_back(broken_shop, "update stock_ledger set reserved_change = 1 where kind = 'reserve'")
    assert audit(broken_shop) == {(WAITING, order, 2, 0)}


@pytest.mark.parametrize("status", ["shipped", "delivered", "completed", "cancelled", "expired"])
def test_a_closed_order_that_still_holds(broken_shop: Shop, status: str) -> None:
    _, order, product = order_in(broken_shop, status)
    broken_shop.rows("select set_config('app.stock_owner', %s, true), reserve_stock(%s, 1)", f"order:{order}", product)
    assert audit(broken_shop) == {(CLOSED, order, 0, 1)}


def test_the_database_itself_refuses_more_reserved_than_there_is(shop: Shop) -> None:
    shop.listing(stock=5)
    for damage, constraint in (
        ("stock_reserved = 6", "stock_reserved_within_on_hand"),
        ("stock_reserved = -1", "stock_reserved_not_negative"),
    ):
        with pytest.raises(psycopg.errors.CheckViolation, match=constraint):
            shop.run(f"update marketplace_listings set {damage}")
