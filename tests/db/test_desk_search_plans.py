"""The desk's search, figures and queue among many orders: none reads all of them."""

from datetime import datetime

import psycopg
import pytest

from app import seeding
from app.desk.figures import queries as figures
from app.desk.figures.forms import last
from app.desk.queue import queries as queue
from app.desk.search import forms, queries
from app.format import WIB
from bench import desk_kinds

ORDERS = 20_000
READ_WHOLE = """
    select relname, seq_scan from pg_stat_xact_user_tables
    where seq_scan > 0 and relname in ('orders', 'order_search', 'order_items', 'customers')"""
KINDS = desk_kinds.SEARCHES | desk_kinds.LISTS
BY_INDEX = {  # what must lead to the page
    "newest": "orders_by_creation",
    "a page far back": "orders_by_creation",
    "status cancelled": "orders_by_status",
    "payment failed": "orders_by_payment",
    "order number": "orders_pkey",
}


@pytest.fixture(scope="module")
def many(server):
    """A sample shop with many orders."""
    with server.clone(server.template(seeded=True)) as clone:
        seeding.fill_orders(clone, ORDERS)
        yield clone


@pytest.fixture(scope="module")
def sample(many):
    (one,) = desk_kinds.drawn(many, 1)
    return one


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_search_reads_every_order(many, sample, kind):
    """As planned, and as done: what find_orders really did is counted."""
    with psycopg.connect(many) as connection:
        found = desk_kinds.plans(connection, KINDS[kind](sample))
        asked = queries.found(forms.parse_filters(KINDS[kind](sample)))
        connection.execute(asked.text, asked.params)
        read_whole = connection.execute(READ_WHOLE).fetchall()
    assert read_whole == []
    assert "Seq Scan" not in "\n".join(found.values()), found
    assert BY_INDEX.get(kind, "") in found["page"]
    assert ("order_search_by_document" in found.get("keys", "")) == ("keys" in found)


@pytest.mark.slow
def test_figures_of_a_year_read_one_index_and_no_order(many):
    asked = figures.days(last(365, datetime.now(WIB).date()))
    with psycopg.connect(many) as connection:
        plan = "\n".join(line for (line,) in connection.execute(f"explain {asked.text}".encode(), asked.params))
    assert "Index Only Scan using orders_by_creation" in plan


@pytest.mark.slow
def test_the_queue_reads_the_orders_that_it_shows(many):
    asked = queue.waiting("")
    with psycopg.connect(many) as connection:
        found = asked.shape(connection.execute(asked.text, asked.params))
        read_whole = connection.execute(READ_WHOLE).fetchall()
    assert read_whole == []
    assert len(found) == queue.MOST


@pytest.mark.slow
def test_a_plan_without_its_index_is_seen(many, sample):
    """The test above can fail."""
    with psycopg.connect(many) as connection:
        connection.execute("drop index order_search_by_document, orders_by_payment")
        without = (
            desk_kinds.plans(connection, {"q": sample.phone_number}),
            desk_kinds.plans(connection, {"payment_status": "failed"}),
        )
        asked = queries.found(forms.parse_filters({"q": sample.phone_number}))
        connection.execute(asked.text, asked.params)
        read_whole = connection.execute(READ_WHOLE).fetchall()
        connection.rollback()
    assert "order_search" in [name for name, _ in read_whole]
    assert "Seq Scan" in without[0]["keys"]
    assert "orders_by_payment" not in without[1]["page"]
