"""What `make bench` holds place_order against is an honest floor: the rows that place_order writes, no more and no less."""

import json
from collections.abc import Iterator

import pytest

from bench import floor
from tests.db_server import Clone, Server

CHANGED = (
    "orders",
    "order_items",
    "order_events",
    "jobs",
    "carts",
    "quotes",
    "transfer_amounts",
    "stock_holds",
    "stock_ledger",
)
OF_ITS_OWN = [
    "id",
    "order_id",
    "order_number",
    "owner",
    "created_at",
    "updated_at",
    "status_since",
    "expires_at",
    "request_id",
    "run_at",
    "subject",
]
ROWS = """
    select to_jsonb(t) - %s::text[] || jsonb_build_object('of an order', t::text like '%%order:%%', 'ends', to_jsonb(t) ->> 'expires_at' is not null)
    from {} t"""
TURNS = 2


@pytest.fixture
def prepared(database: Clone) -> Clone:
    """A shop with quotes enough for some turns of every client."""
    floor.prepare(database, quotes=2 * floor.CLIENTS * (TURNS + 1))
    return database


@pytest.fixture
def bare(server: Server) -> Iterator[Clone]:
    """The same without triggers and policies."""
    with server.clone(server.template(seeded=False)) as clone:
        floor.prepare(clone, quotes=2 * floor.CLIENTS * (TURNS + 1))
        floor.make_bare(clone)
        yield clone


def rows(database: Clone, table: str) -> list[str]:
    """What is in a table, without ids and times."""
    return sorted(json.dumps(row) for (row,) in database.rows(ROWS.format(table), OF_ITS_OWN))


def test_the_floor_writes_the_rows_that_place_order_writes(prepared: Clone, bare: Clone) -> None:
    assert prepared.rows("select * from stock_audit()") == []
    for spread in (False, True):
        floor.rate(prepared, floor.Work("ours", floor.SHOP, "place_order", spread=spread), first=0, turns=TURNS)
        floor.rate(bare, floor.Work("floor", floor.BARE, "bare_order", spread=spread), first=0, turns=TURNS)
    assert prepared.value("select count(*) from orders") == 2 * floor.CLIENTS * TURNS
    for table in CHANGED:
        assert rows(bare, table) == rows(prepared, table), table
    assert prepared.rows("select * from stock_audit()") == []


def test_a_failing_transaction_ends_the_benchmark(prepared: Clone) -> None:
    with pytest.raises(SystemExit, match="SW030"):
        floor.rate(prepared, floor.Work("ours", floor.SHOP, "place_order", spread=True), first=1_000_000, turns=1)
