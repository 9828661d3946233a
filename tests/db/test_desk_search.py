"""Finding orders: every kind of key, before and after the worker has been at them, with filters, page by page."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.desk.search import forms, queries
from app.statements import Statement
from tests.db.orders import order_in
from tests.db.shop import Shop

CHANGE = "update orders set recipient_name = %s, phone_number = %s where id = %s"
JOKO = ("Joko Susilo", "+6285799911223")


def found(shop: Shop, q: str = "", **filters: str) -> list[UUID]:
    """The ids of what the desk finds, as listed."""
    return [row[2] for row in rows(shop, q, **filters)]


def rows(shop: Shop, q: str = "", **filters: str) -> list[tuple]:
    """is_exact, similar_words, id, … of what the desk finds."""
    return query(shop, queries.found(forms.parse_filters({"q": q, **filters})))


def query(shop: Shop, asked: Statement) -> list[tuple]:
    with shop.desk.acting() as connection:
        return connection.execute(asked.text, asked.params).fetchall()


def index(shop: Shop) -> int:
    return shop.worker.call("index_orders", 100)


@pytest.fixture(params=["fresh", "indexed"])
def joko(request, shop: Shop) -> tuple[Shop, UUID]:
    """Joko's order among others, and whether the worker has been there."""
    order_in(shop, "awaiting_quote")
    _, order, _ = order_in(shop, "shipped")
    shop.run(CHANGE, *JOKO, order)
    shop.run("delete from order_search")
    if request.param == "indexed":
        assert index(shop) == 2
    return shop, order


ABOUT = "select o.order_number, o.total_amount, c.email from orders o join customers c on c.id = o.customer_id where o.id = %s"
# What somebody could type to find an order: number, its parts, whole total and member's e-mail are the order's own.
KINDS = {
    "number": lambda number, total, email: number,
    "number without dashes in lower case": lambda number, total, email: number.replace("-", "").lower(),
    "number without SW": lambda number, total, email: number[3:],
    "beginning of the number": lambda number, total, email: number[:12],
    "from the month on": lambda number, total, email: number[5:],
    "last five": lambda number, total, email: number[-5:],
    "last three": lambda number, total, email: number[-3:],
    "beginning of the last five": lambda number, total, email: number[-5:-1],
    "phone": lambda number, total, email: "0857-9991-1223",
    "phone with blanks": lambda number, total, email: "+62 857 9991 1223",
    "phone without plus": lambda number, total, email: "6285799911223",
    "end of the phone": lambda number, total, email: "1223",
    "email": lambda number, total, email: email.upper(),
    "beginning of the email": lambda number, total, email: email[:12],
    "first name": lambda number, total, email: "joko",
    "beginning of the family name": lambda number, total, email: "SUSI",
    "both names in any order": lambda number, total, email: "susilo joko",
    "resi": lambda number, total, email: "RESI0001",
    "resi in lower case with blanks": lambda number, total, email: "resi 0001",
    "whole amount": lambda number, total, email: str(total),
    "amount with points": lambda number, total, email: f"Rp {total:,}".replace(",", "."),
    "last digits of the amount": lambda number, total, email: str(total)[-3:],
    "name and last digits": lambda number, total, email: f"joko {total % 1000:03}",
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_is_found_by(joko, kind):
    shop, order = joko
    typed = KINDS[kind](*shop.one(ABOUT, order))
    assert found(shop, typed)[0] == order


def test_a_mistyped_name_is_found_when_the_worker_was_there(joko):
    shop, order = joko
    index(shop)
    assert found(shop, "Jolo Susillo") == [order]


@pytest.mark.parametrize(
    "typed", ["Tukijem", "0811-0000-0000", "SW-200101-AAAAA", "999", "tidak@ada.test", "joko 999", "' | !a:* \\\\"]
)
def test_what_nobody_has_finds_nothing(joko, typed):
    shop, _ = joko
    assert found(shop, typed) == []


def test_an_order_is_found_by_what_changed_and_not_by_what_was(joko):
    shop, order = joko
    shop.run(CHANGE, "Wagiman", "+6281111111111", order)

    assert found(shop, "wagiman") == found(shop, "081111111111") == [order]
    assert found(shop, "susilo") == found(shop, "085799911223") == []


def test_a_member_who_changed_the_name_is_found_by_the_new_one(joko):
    shop, order = joko
    member = shop.one("select customer_id from orders where id = %s", order)
    shop.run(
        "update customers set full_name = 'Tukijem', email = 'tukijem@contoh.test', phone_number = '+6281222222222' where id = %s",
        member,
    )

    assert found(shop, "tukijem") == found(shop, "tukijem@contoh.test") == found(shop, "0812 2222 2222") == [order]


def test_what_is_still_due_is_found_until_it_is_paid(shop):
    _, order, _ = order_in(shop, "awaiting_payment")
    total = shop.one("select total_amount from orders where id = %s", order)
    shop.desk.call("record_payment", order, None, total - 61_234, "sebagian")
    assert found(shop, "61.234") == found(shop, "234") == [order]

    shop.desk.call("record_payment", order, None, 61_234, "sisanya")
    assert found(shop, "61.234") == []


def test_exact_matches_come_first_then_the_newest(shop):
    orders = [order_in(shop, "awaiting_quote")[1] for _ in range(4)]
    shop.run("update orders set recipient_name = 'Anto', phone_number = '+6281300001111' where id = any(%s)", orders)
    shop.run("update orders set tracking_number = '081300001111' where id = %s", orders[2])
    shop.run("update orders set tracking_number = '0813000011119' where id = %s", orders[3])
    assert [row[0] for row in rows(shop, "081300001111")] == [True, True, True, True]

    shop.run("update orders set phone_number = '+6281300002222' where id <> %s", orders[0])
    assert [(row[2], row[0]) for row in rows(shop, "081300001111")] == [
        (orders[2], True),
        (orders[0], True),
        (orders[3], False),
    ]


@pytest.mark.parametrize("q", ["", "anto", "081300001111"])
def test_pages_follow_each_other_without_a_gap_and_without_a_double(shop, q):
    orders = [order_in(shop, "awaiting_quote", stock=1, quantity=1)[1] for _ in range(5)]
    shop.run(
        "update orders set recipient_name = 'Anto', created_at = %s where id = any(%s)",
        datetime(2026, 1, 1, tzinfo=UTC),
        orders,
    )
    shop.run("update orders set tracking_number = '081300001111' where id = %s", orders[1])
    shop.run("update orders set tracking_number = '0813000011119' where id <> %s", orders[1])
    whole, seen, filters = found(shop, q), [], forms.parse_filters({"q": q})
    while batch := page(shop, filters, 2):
        seen += batch
        last = shop.one("select created_at from orders where id = %s", batch[-1])
        is_exact = q not in {"", "anto"} and batch[-1] == orders[1]
        filters = forms.parse_filters(filters.query(forms.Last(is_exact, last, batch[-1])))

    assert seen == whole
    assert sorted(whole) == sorted(orders)


def page(shop: Shop, filters: forms.Filters, count: int) -> list[UUID]:
    asked = queries.found(filters)
    return [row[2] for row in query(shop, Statement(asked.text, asked.params | {"count": count}, asked.shape))]


def test_filters_narrow_and_go_with_a_search(shop):
    buyer, paid, melati = order_in(shop, "paid")
    _, waiting, _ = order_in(shop, "awaiting_quote")
    shop.run("update orders set city_name = 'Kota Bandung', created_at = '2026-03-01 16:59:59Z' where id = %s", waiting)
    shop.run("update orders set created_at = '2026-02-28 17:00:00Z' where id = %s", paid)
    shop.run("update order_items i set created_at = o.created_at from orders o where o.id = i.order_id")
    slug, name = shop.one(
        "select slug, name from marketplace_listings join products p on p.id = product_id where product_id = %s", melati
    )

    assert found(shop, status="paid") == found(shop, payment_status="paid") == [paid]
    assert found(shop, city="bandung") == found(shop, city="kota ban") == [waiting]
    assert found(shop, product=slug) == found(shop, product=name.upper()) == [paid]
    assert found(shop, product="tidak-ada") == found(shop, status="paid", city="bandung") == []
    assert found(shop, since="2026-03-01", until="2026-03-01") == [waiting, paid]  # both on that day in WIB
    assert found(shop, since="2026-03-02") == found(shop, until="2026-02-28") == []
    assert found(shop, "sari", city="bandung") == found(shop, "sari", status="awaiting_quote") == [waiting]
    index(shop)
    assert found(shop, "sarri", city="bandung") == [waiting]
