"""What a link opens, as the database decides it: a glimpse, the one order for who knows its phone number, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from tests.db.orders import STATUSES, advance, order_in, state, timeline
from tests.db.people import ADDRESS, TERM, Person
from tests.db.shop import Shop

DIGITS = ADDRESS["phone_number"][-4:]
PRIVATE = ("orders", "order_items", "order_events", "payments", "payment_proofs", "cancellation_wishes")
ALSO_PRIVATE = ("customers", "addresses", "consents", "carts", "quotes")


def proof(shop: Shop, order: UUID) -> datetime:
    until: datetime = shop.visitor().call("prove_order_link", order, DIGITS)
    return until


@contextmanager
def by_link(person: Person, order: UUID, until: datetime | None) -> Iterator[Connection[Any]]:
    """A transaction of somebody who came by the link."""
    with person.acting() as connection:
        connection.execute("select enter_order_link(%s, %s)", [order, until])
        yield connection


def do(shop: Shop, order: UUID, call: str, *params: object) -> None:
    until = proof(shop, order)
    with by_link(shop.visitor(), order, until) as connection:
        connection.execute(f"select {call}", [order, *params])


def seen(connection: Connection[Any], tables: tuple[str, ...]) -> dict[str, int]:
    return {table: connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}


@pytest.mark.parametrize("status", STATUSES)
def test_the_glimpse_says_how_it_stands_and_nothing_of_people_and_places(shop: Shop, status: str) -> None:
    _sari, order, _product = order_in(shop, status)
    row = shop.visitor().call("order_behind_link", order)
    assert row[1] == status
    told = " ".join(str(value) for value in row)
    assert [word for word in (*ADDRESS.values(), "Sari", "@") if word and word in told] == []


def test_a_link_leads_nowhere_without_an_order(shop: Shop) -> None:
    assert shop.visitor().rows("select * from order_behind_link(%s)", uuid4()) == []
    with shop.refuses("SW040", what="order"):
        shop.visitor().call("prove_order_link", uuid4(), DIGITS)


@pytest.mark.parametrize("status", ["cancelled", "expired", "completed"])
def test_a_link_ends_ninety_days_after_its_order(shop: Shop, status: str) -> None:
    _sari, order, _product = order_in(shop, status)
    shop.later("89 days")
    until = proof(shop, order)
    assert shop.visitor().call("order_behind_link", order)[1] == status
    shop.later("91 days")
    assert shop.visitor().rows("select * from order_behind_link(%s)", order) == []
    with shop.refuses("SW040", what="order"):
        proof(shop, order)
    assert shop.visitor().call("enter_order_link", order, until + timedelta(days=2)) is False


def test_a_link_of_a_running_order_does_not_end(shop: Shop) -> None:
    _sari, order, _product = order_in(shop, "shipped")
    shop.later("400 days")
    assert shop.visitor().call("order_behind_link", order)[1] == "shipped"


@pytest.mark.parametrize("digits", ["0000", "", "7891", ADDRESS["phone_number"], "%", None])
def test_wrong_digits_open_nothing(shop: Shop, digits: str | None) -> None:
    _sari, order, _product = order_in(shop, "awaiting_payment")
    assert shop.visitor().call("prove_order_link", order, digits) is None


def test_a_proof_opens_that_order_and_nothing_else_of_its_shopper(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "awaiting_payment")
    sari.call("submit_payment_proof", order, "image/png", b"x")
    sari.cart = None
    sari.orders(shop.listing())
    with by_link(shop.visitor(), order, proof(shop, order)) as connection:
        assert seen(connection, PRIVATE) == {
            "orders": 1, "order_items": 1, "order_events": 4, "payments": 0, "payment_proofs": 1, "cancellation_wishes": 0,
        }  # fmt: skip
        assert connection.execute("select id from orders").fetchone() == (order,)
        assert set(seen(connection, ALSO_PRIVATE).values()) == {0}


def test_who_is_signed_in_is_not_by_a_link(shop: Shop) -> None:
    _sari, order, _product = order_in(shop, "awaiting_payment")
    budi, other, _product = order_in(shop, "awaiting_payment")
    with by_link(budi, order, proof(shop, order)) as connection:
        assert connection.execute("select id from orders").fetchall() == [(order,)]
    with by_link(budi, order, None) as connection:
        assert connection.execute("select id from orders").fetchall() == []
    assert budi.rows("select id from orders") == [(other,)]


def test_a_proof_lasts_half_an_hour(shop: Shop) -> None:
    _sari, order, _product = order_in(shop, "awaiting_payment")
    until = proof(shop, order)
    shop.later("29 minutes")
    assert shop.visitor().call("enter_order_link", order, until) is True
    shop.later("31 minutes")
    with by_link(shop.visitor(), order, until) as connection:
        assert seen(connection, PRIVATE[:1]) == {"orders": 0}
    with shop.refuses("SW030"), by_link(shop.visitor(), order, until) as connection:
        connection.execute("select confirm_received(%s, null)", [order])
    assert shop.visitor().call("enter_order_link", order, until + timedelta(days=1)) is False


def test_what_may_be_done_by_a_link_is_on_the_timeline_as_such(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "awaiting_quote")
    shop.desk.call("quote_shipping", order, None, "JNE", "REG", 18_000)
    do(shop, order, "accept_shipping_quote(%s, null, %s)", TERM)
    do(shop, order, "submit_payment_proof(%s, 'image/png', %s)", b"x")
    advance(shop, order, "shipped")
    do(shop, order, "confirm_received(%s, null)")
    assert state(shop, order) == ("completed", "paid")
    by_links = [entry[:3] for entry in timeline(shop, order) if entry[4] == f"link:{sari.customer}"]
    assert by_links == [
        ("status", "awaiting_quote", "awaiting_payment"),
        ("payment", "unpaid", "in_review"),
        ("status", "shipped", "delivered"),
        ("status", "delivered", "completed"),
    ]


@pytest.mark.parametrize("call", ["cancel_own_order(%s, null, '')", "wish_cancellation(%s, null, '')"])
def test_calling_off_asks_for_the_account(shop: Shop, call: str) -> None:
    _sari, order, _product = order_in(shop, "awaiting_payment")
    with shop.refuses("SW030"):
        do(shop, order, call)


@pytest.mark.parametrize(
    "call", ["accept_shipping_quote(%s, null, '1 day')", "submit_payment_proof(%s, 'image/png', 'x')", "confirm_received(%s, null)"]
)  # fmt: skip
def test_a_link_is_no_way_to_another_order(shop: Shop, call: str) -> None:
    sari, order, _product = order_in(shop, "shipped")
    sari.cart = None
    other = sari.orders(shop.listing())
    until = proof(shop, order)
    with shop.refuses("SW030"), by_link(shop.visitor(), order, until) as connection:
        connection.execute(f"select {call}", [other])
