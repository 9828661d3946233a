"""Every pair of statuses is tried: what order_transitions lists happens with its timeline row, everything else is refused."""

from uuid import UUID

import psycopg
import pytest

from tests.db.orders import PAYMENTS, STATUSES, order_in
from tests.db.shop import Shop

LIFECYCLE = {
    "awaiting_quote": {"awaiting_payment", "cancelled"},
    "awaiting_payment": {"paid", "cancelled", "expired"},
    "paid": {"processing", "cancelled"},
    "processing": {"shipped", "cancelled"},
    "shipped": {"delivered"},
    "delivered": {"completed"},
    "completed": set(),
    "cancelled": {"paid"},
    "expired": {"paid"},
}
PAYMENT_CYCLE = {
    "unpaid": {"in_review", "partial", "paid", "overpaid", "failed"},
    "in_review": {"unpaid", "partial", "paid", "overpaid", "failed"},
    "partial": {"in_review", "paid", "overpaid", "refunded", "partially_refunded"},
    "paid": {"overpaid", "partially_refunded", "refunded"},
    "overpaid": {"paid", "partially_refunded", "refunded"},
    "refunded": {"partial", "paid", "overpaid"},
    "partially_refunded": {"refunded", "partial", "paid", "overpaid"},
    "failed": {"in_review", "partial", "paid", "overpaid"},
}


@pytest.mark.parametrize(
    ("table", "cycle", "beginnings"),
    [
        ("order_transitions", LIFECYCLE, {"awaiting_quote", "awaiting_payment"}),
        ("payment_transitions", PAYMENT_CYCLE, {"unpaid"}),
    ],
)
def test_the_table_lists_the_life_cycle_and_nothing_else(shop: Shop, table: str, cycle: dict, beginnings: set) -> None:
    expected = {(before, after) for before, afters in (cycle | {"new": beginnings}).items() for after in afters}
    assert set(shop.rows(f"select from_status, to_status from {table} where not is_undo")) == expected


def test_what_may_only_be_taken_back_is_no_step_of_the_life_cycle(shop: Shop) -> None:
    """The steps back are allowed while a slip is being taken back, and to nobody else: LIFECYCLE does not list them."""
    back = set(shop.rows("select from_status, to_status from order_transitions where is_undo"))
    assert back == {
        ("paid", "awaiting_payment"),
        ("processing", "paid"),
        ("shipped", "processing"),
        ("delivered", "shipped"),
    }
    paid = set(shop.rows("select from_status, to_status from payment_transitions where is_undo"))
    assert not paid & {(before, after) for before, afters in PAYMENT_CYCLE.items() for after in afters}


@pytest.mark.parametrize("before", STATUSES)
def test_from_a_status_only_the_listed_ones_can_follow(shop: Shop, before: str) -> None:
    _, order, product = order_in(shop, before)
    stock = shop.stock(product)
    for after in [*STATUSES, "new", "nonsense"]:
        if after in LIFECYCLE[before]:
            assert moved(shop, order, after) == [("status", before, after, "uji", f"database:{shop.login}")]
        else:
            with shop.refuses("SW020", **{"order_id": order, "from": before, "to": after}):
                shop.call("move_order", order, after, "uji")
    assert shop.stock(product) == stock


def moved(shop: Shop, order: UUID, after: str) -> list[tuple]:
    """The timeline rows that a transition adds, and no broken promise, before it is undone."""
    with shop.console.acting() as console:
        console.execute(
            "update orders set shipping_amount = coalesce(shipping_amount, 0), payment_due_at = now() + interval '1 day'"
        )
        (last,) = console.execute("select max(id) from order_events").fetchone()
        console.execute("select move_order(%s, %s, 'uji')", [order, after])
        rows = console.execute(
            "select kind, from_value, to_value, reason, actor from order_events where id > %s", [last]
        ).fetchall()
        assert console.execute("select * from stock_audit()").fetchall() == []
        raise psycopg.Rollback
    return rows


@pytest.mark.parametrize("before", STATUSES)
def test_an_update_typed_into_a_console_cannot_skip_the_table(shop: Shop, before: str) -> None:
    _, order, _ = order_in(shop, before)
    for after in set(STATUSES) - LIFECYCLE[before] - {before}:
        with shop.refuses("SW020", **{"order_id": order, "from": before, "to": after}):
            shop.run("update orders set status = %s where id = %s", after, order)


@pytest.mark.parametrize("before", PAYMENTS)
def test_a_payment_status_follows_its_table(shop: Shop, before: str) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    shop.run("alter table orders disable trigger user")
    try:
        shop.run("update orders set payment_status = %s", before)
    finally:
        shop.run("alter table orders enable trigger user")
    for after in set(PAYMENTS) - {before}:
        if after in PAYMENT_CYCLE[before]:
            with shop.console.acting() as console:
                console.execute("update orders set payment_status = %s", [after])
                raise psycopg.Rollback
        else:
            with shop.refuses("SW020", **{"order_id": order, "from": before, "to": after}):
                shop.run("update orders set payment_status = %s", after)


@pytest.mark.parametrize(("column", "value"), [("status", "paid"), ("status", "cancelled"), ("payment_status", "paid")])
def test_an_order_cannot_begin_in_the_middle(shop: Shop, column: str, value: str) -> None:
    with pytest.raises(psycopg.DatabaseError) as refusal, shop.console.acting() as console:
        copy_order(shop, console, f"{column} = %s, shipping_amount = 0, total_amount = total_amount", value)
    assert refusal.value.sqlstate == "SW020"


def test_an_order_without_items_does_not_exist(shop: Shop) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as refusal, shop.console.acting() as console:
        copy_order(shop, console, "order_number = 'x'")
    assert refusal.value.diag.constraint_name == "orders_have_items"


@pytest.mark.parametrize(
    "damage",
    ["delete from order_items", "update order_items set quantity = 99", "update order_items set unit_price = 1",
     "update orders set subtotal_amount = subtotal_amount + 1, total_amount = total_amount + 1"],
)  # fmt: skip
def test_an_order_keeps_the_items_that_add_up_to_its_subtotal(shop: Shop, damage: str) -> None:
    order_in(shop, "awaiting_quote")
    before = shop.rows("select * from order_items")
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        shop.run(damage)
    assert refusal.value.diag.constraint_name == "orders_have_items"
    assert shop.rows("select * from order_items") == before


def copy_order(shop: Shop, console: psycopg.Connection, changes: str, *values: str) -> None:
    """Inserts an order like one that awaits its quote, of another quote and cart, but without items."""
    order_in(shop, "awaiting_quote")
    sari = shop.member()
    sari.adds(shop.listing())
    quote = sari.quotes()
    console.execute("create temporary table copy on commit drop as select * from orders")
    console.execute(
        "update copy set id = gen_random_uuid(), order_number = 'y', quote_id = %s, cart_id = %s", [quote, sari.cart]
    )
    console.execute(f"update copy set {changes}", values)
    console.execute("insert into orders select * from copy")


def test_each_change_counts_a_version(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_quote")
    assert shop.one("select version from orders") == 1
    shop.desk.call("quote_shipping", order, 1, "JNE", "REG", 18_000)
    assert shop.one("select version from orders") == 2
    shop.desk.call("quote_shipping", order, 2, "JNE", "YES", 28_000)
    assert shop.one("select version from orders") == 3


@pytest.mark.parametrize("status", ["completed", "cancelled", "expired"])
def test_a_closed_order_knows_when_it_was_closed(shop: Shop, status: str) -> None:
    order_in(shop, status)
    assert shop.one("select closed_at is not null from orders")
    assert (
        shop.one(
            "select count(*) from orders where closed_at is not null and status not in ('completed', 'cancelled', 'expired')"
        )
        == 0
    )
