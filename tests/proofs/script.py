"""Purchases in bulk: lines that people say one after the other, in one transaction and few round trips.

Only the address and the way to ship are written down directly; all that touches stock, amounts and orders goes its usual way.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.db.people import ADDRESS, BANK, Person
from tests.db.shop import Shop

_MEMBERS = """
    insert into customers (id, email, full_name, password_hash)
    select id, id || '@proof.test', 'Sari', 'x' from unnest(%s::uuid[]) id"""
_ADD = "select add_to_cart(%s, %s)"
_FILLED_IN = """
    insert into checkouts (cart_id, address, shipping_option)
    select id, %s, 'reguler' from carts where customer_id = %s and status = 'open'"""
_QUOTE = "select choose_payment('transfer-bca', %s)"
_PLACE = """
    select placed.order_id from quotes q, place_order(q.id, %s) placed
    where customer_id = %s and not exists (select from orders where quote_id = q.id)"""
Line = tuple[Person, str, list[Any]]


def joins(shop: Shop, customers: list[UUID]) -> Line:
    """New members."""
    return shop.console, _MEMBERS, [customers]


def fills(person: Person, products: Sequence[UUID], quantity: int) -> list[Line]:
    """Somebody puts so many of each into the cart."""
    return [(person, "; ".join([_ADD] * len(products)), [word for product in products for word in (product, quantity)])]


def quotes(shop: Shop, person: Person) -> list[Line]:
    """All steps of the checkout; the amount to transfer is asked for on an account that nobody else uses."""
    bank = Jsonb({**BANK.obj, "number": uuid4().hex})
    return [(shop.console, _FILLED_IN, [Jsonb(ADDRESS), person.customer]), (person, _QUOTE, [bank])]


def places(person: Person, term: str) -> Line:
    """Somebody orders what the only open quote says."""
    return person, _PLACE, [term, person.customer]


def played(shop: Shop, script: Iterable[Line]) -> tuple[Any, ...]:
    """Everybody's lines in one transaction; the only row of the last one."""
    with shop.connections.one() as connection, connection.transaction():
        for person, statement, params in script:
            text, settings = person.entry()
            cursor = connection.execute(f"{text}; {statement}", [*settings, *params])
        while cursor.nextset():
            pass
        (row,) = cursor.fetchall()
    found: tuple[Any, ...] = row
    return found
