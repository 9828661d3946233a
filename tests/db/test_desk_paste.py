"""Lines of bank statements pay orders, each line once; parcels are shipped from a paste."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.db.orders import order_in, state, timeline, version
from tests.db.people import Person
from tests.db.shop import Shop

BOOK = "book_bank_line"


def bank_line(amount: int, **changes: Any) -> Jsonb:
    """A line of a statement, as the paste page gives it to the database."""
    line = {
        "account_number": "1234567890", "booked_on": "2026-11-22", "amount": amount, "words": "TRSF SARI WULANDARI",
        "description": "TRSF SARI WULANDARI", "occurrence": 1,
    }  # fmt: skip
    return Jsonb(line | changes)


def due(shop: Shop, order: UUID) -> int:
    found: int = shop.one("select total_amount - paid_amount + refunded_amount from orders where id = %s", order)
    return found


def booked(shop: Shop) -> list[tuple]:
    """Order, attempt and amount of the lines, with what their payments say."""
    return shop.rows(
        """select b.order_id, b.attempt, b.amount from bank_lines b join payments p on p.id = b.payment_id
        where p.amount = b.amount and p.order_id = b.order_id and p.kind = 'payment' order by b.id"""
    )


def test_a_line_pays_an_order_and_says_so_everywhere(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    citra, amount = shop.colleague("citra"), due(shop, order)
    assert citra.call(BOOK, order, version(shop, order), bank_line(amount)) == "booked"
    assert state(shop, order) == ("paid", "paid")
    assert booked(shop) == [(order, 1, amount)]
    assert ("payment", "unpaid", "paid", "Mutasi bank 22/11/2026", f"staff:{citra.staff}") in timeline(shop, order)
    assert shop.rows("select actor, words from bank_lines") == [(f"staff:{citra.staff}", "TRSF SARI WULANDARI")]
    assert shop.rows("select actor, action, order_id from audit_trail where table_name = 'bank_lines'") == [
        (f"staff:{citra.staff}", "insert", order)
    ]


def test_the_same_line_never_counts_twice(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    _, other, _ = order_in(shop, "awaiting_payment")
    line = bank_line(due(shop, order))
    shop.desk.call(BOOK, order, None, line)
    before = shop.contents()
    assert [shop.desk.call(BOOK, it, None, line) for it in (order, other)] == ["used", "used"]
    assert shop.desk.call(BOOK, order, 1, line) == "used"
    assert shop.contents() == before


@pytest.mark.parametrize(
    "change",
    [{"occurrence": 2}, {"account_number": "1300012345678"}, {"booked_on": "2026-11-23"}, {"words": "TRSF BUDI"}],
)
def test_a_line_that_differs_in_anything_counts(shop: Shop, change: dict) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    shop.desk.call(BOOK, order, None, bank_line(5_000))
    assert shop.desk.call(BOOK, order, None, bank_line(5_000, **change)) == "booked"
    assert [amount for _, _, amount in booked(shop)] == [5_000, 5_000]


def test_two_colleagues_with_the_same_statement_book_a_line_once(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    amount, seen = due(shop, order), version(shop, order)
    citra, dewi = shop.colleague("citra"), shop.colleague("dewi")
    with citra.acting() as hers:
        hers.execute("select book_bank_line(%s, %s, %s)", [order, seen, bank_line(amount)])
        waiting = dewi.starts(BOOK, order, seen, bank_line(amount))
    assert waiting.result(10) == "used"
    assert booked(shop) == [(order, 1, amount)]
    assert shop.one("select paid_amount from orders where id = %s", order) == amount


def test_two_colleagues_who_choose_different_orders_book_a_line_once(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    _, other, _ = order_in(shop, "awaiting_payment")
    citra, dewi = shop.colleague("citra"), shop.colleague("dewi")
    with citra.acting() as hers:
        hers.execute("select book_bank_line(%s, null, %s)", [order, bank_line(5_000)])
        waiting = dewi.starts(BOOK, other, None, bank_line(5_000))
    assert waiting.result(10) == "used"
    assert booked(shop) == [(order, 1, 5_000)]
    assert state(shop, other) == ("awaiting_payment", "unpaid")


def test_eight_at_once_book_a_line_once(shop: Shop) -> None:
    orders = [order_in(shop, "awaiting_payment")[1] for _ in range(2)]
    calls = [lambda order=orders[n % 2]: shop.desk.call(BOOK, order, None, bank_line(5_000)) for n in range(8)]
    assert sorted(shop.at_once(*calls)) == ["booked", *["used"] * 7]
    assert shop.one("select sum(paid_amount) from orders") == 5_000


def test_a_payment_that_was_taken_back_frees_its_line(shop: Shop) -> None:
    _, wrong, _ = order_in(shop, "awaiting_payment")
    _, right, _ = order_in(shop, "awaiting_payment")
    citra = shop.colleague("citra")
    assert citra.call(BOOK, wrong, None, bank_line(5_000)) == "booked"
    assert citra.call("undo_last", wrong, None) == "payment"
    assert citra.call(BOOK, right, None, bank_line(5_000)) == "booked"
    assert citra.call(BOOK, wrong, None, bank_line(5_000)) == "used"
    assert booked(shop) == [(wrong, 1, 5_000), (right, 2, 5_000)]
    assert shop.rows("select is_still_booked(b) from bank_lines b order by id") == [(False,), (True,)]


@pytest.mark.parametrize(("status", "answer"), [("expired", "booked"), ("cancelled", "refused")])
def test_late_money_brings_back_what_can_be_had(shop: Shop, status: str, answer: str) -> None:
    _, order, _ = order_in(shop, status)
    line = bank_line(due(shop, order))
    if answer == "booked":
        assert shop.desk.call(BOOK, order, version(shop, order), line) == "booked"
        assert state(shop, order) == ("paid", "paid")
    else:  # it was cancelled before its shipping was known: nothing was asked for, the money waits
        assert shop.desk.call(BOOK, order, version(shop, order), line) == "late"
        assert state(shop, order)[0] == "cancelled"


def test_late_money_for_stock_that_is_gone_waits(shop: Shop) -> None:
    _, order, product = order_in(shop, "expired", stock=2)
    shop.member().orders(product, 1)
    assert shop.desk.call(BOOK, order, None, bank_line(due(shop, order))) == "late"
    assert shop.desk.rows("select order_id from late_money()") == [(order,)]


def test_what_is_refused_leaves_the_line_free(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    _, unquoted, _ = order_in(shop, "awaiting_quote")
    citra, dewi = shop.colleague("citra"), shop.colleague("dewi")
    with shop.denies("SW021"):
        citra.call(BOOK, order, 1, bank_line(5_000))
    with shop.denies("SW003"):
        citra.call(BOOK, order, None, bank_line(1_000_000_001))
    with shop.denies("SW020"):
        citra.call(BOOK, unquoted, None, bank_line(5_000))
    with shop.denies("SW040"):
        citra.call(BOOK, uuid4(), None, bank_line(5_000))
    dewi.call("claim_order", order, False)
    with shop.denies("SW022"):
        citra.call(BOOK, order, None, bank_line(5_000))
    assert dewi.call(BOOK, order, None, bank_line(5_000)) == "booked"


def test_a_paid_order_is_packed_and_shipped_in_one_step(shop: Shop) -> None:
    _, order, product = order_in(shop, "paid")
    with shop.denies("SW021"):
        shop.desk.call("ship_parcel", order, 1, "JNE", "RESI0001")
    with shop.denies("SW003"):
        shop.desk.call("ship_parcel", order, None, "JNE", " ")
    shop.desk.call("ship_parcel", order, version(shop, order), "JNE", "RESI0001")
    assert [to for kind, _, to, _, _ in timeline(shop, order) if kind == "status"][-2:] == ["processing", "shipped"]
    assert shop.one("select courier, tracking_number from orders where id = %s", order) == ("JNE", "RESI0001")
    assert shop.stock(product) == (3, 0)


def test_a_packed_order_is_shipped_and_can_be_taken_back(shop: Shop) -> None:
    _, order, _ = order_in(shop, "processing")
    citra: Person = shop.colleague("citra")
    citra.call("ship_parcel", order, version(shop, order), "JNE", "RESI0001")
    assert citra.call("undo_last", order, None) == "shipped"
    assert state(shop, order)[0] == "processing"


def test_what_was_packed_and_shipped_in_one_step_is_taken_back_in_one(shop: Shop) -> None:
    _, order, product = order_in(shop, "paid")
    stock, citra = shop.stock(product), shop.colleague("citra")
    citra.call("ship_parcel", order, version(shop, order), "JNE", "RESI0001")
    assert citra.call("undo_last", order, None) == "shipped"
    assert [to for kind, _, to, _, _ in timeline(shop, order) if kind == "status"][-2:] == ["processing", "paid"]
    assert shop.one("select courier, tracking_number from orders where id = %s", order) == ("JNE", None)
    assert (shop.stock(product), state(shop, order)[0]) == (stock, "paid")
    with shop.denies("SW020"):
        citra.call("undo_last", order, None)


@pytest.mark.parametrize(
    "status", ["awaiting_quote", "awaiting_payment", "shipped", "delivered", "cancelled", "expired"]
)
def test_only_what_is_paid_can_be_shipped(shop: Shop, status: str) -> None:
    _, order, _ = order_in(shop, status)
    with shop.denies("SW020"):
        shop.desk.call("ship_parcel", order, None, "JNE", "RESI0002")
