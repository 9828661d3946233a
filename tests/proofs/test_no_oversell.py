"""Many buyers on few pieces of one listing, over HTTP: as many orders as pieces, and everybody else is told politely."""

from uuid import UUID

import pytest

from tests.db_server import Clone
from tests.proofs.conftest import Tell
from tests.proofs.counters import Counters, counted
from tests.proofs.gate import AtTheGate, at_the_gate, listing
from tests.proofs.rush import Rush, everybody_clicks, everybody_walks
from tests.proofs.scale import sized
from tests.proofs.web import Web, started

BUYERS, PIECES = sized(500, 5_000), sized(50, 500)
WALKING, CLICKING = 64, 256  # connections at a time
_GUARD = (
    "\n        and stock_reserved::bigint + p_reserved_change between 0 and stock_on_hand::bigint + p_on_hand_change"
)
_MOVE_STOCK = "select pg_get_functiondef('move_stock'::regproc)"
_LET_HOLDS_RUN_OUT = "update stock_holds set expires_at = now() - interval '1 second' where state = 'held'"


def test_everybody_at_once_and_as_many_orders_as_pieces(database: Clone, tell: Tell) -> None:
    product = listing(database, PIECES)
    with counted(database) as counters, started(database, workers=4) as web:
        rush = web.run(everybody_walks(web.members(BUYERS), product, WALKING))
    assert_right(database, rush, (PIECES, BUYERS - PIECES))
    told = {step: rush.refused(step) for step in ("/cart/items", "/checkout")}  # whoever has a hold gets the order
    assert sum(told.values()) == BUYERS - PIECES
    assert_undisturbed(counters, told["/cart/items"])
    at = ", ".join(f"{count} at {step}" for step, count in told.items())
    tell(
        f"{BUYERS} walked, {WALKING} at a time: {PIECES} orders, told habis: {at}; slowest answer {rush.slowest:.2f} s"
    )


def test_everybody_at_the_last_click_after_the_holds_ran_out(database: Clone, tell: Tell) -> None:
    product = listing(database, PIECES)
    with counted(database) as counters, started(database, workers=4) as web:
        rush = gated_rush(web, database, product, (BUYERS, PIECES))
    assert_right(database, rush, (PIECES, BUYERS - PIECES))
    assert rush.refused("/checkout/place") == BUYERS - PIECES
    assert_undisturbed(counters, BUYERS - PIECES)
    tell(f"{BUYERS} clicked, {CLICKING} at a time: {PIECES} orders; slowest answer {rush.slowest:.2f} s")


def test_a_shop_without_its_guard_does_oversell_here(database: Clone) -> None:
    """Else the rush would prove nothing."""
    definition: str = database.value(_MOVE_STOCK)
    assert definition.count(_GUARD) == 1
    database.rows(definition.replace(_GUARD, ""))
    database.rows("alter table marketplace_listings drop constraint stock_reserved_within_on_hand")
    product = listing(database, 4)
    with started(database, workers=4) as web:
        rush = gated_rush(web, database, product, (40, 4))
    with pytest.raises(AssertionError):
        assert_right(database, rush, (4, 36))
    assert database.value("select count(*) from orders") > 4


def gated_rush(web: Web, database: Clone, product: UUID, crowd: tuple[int, int]) -> Rush:
    """Wave after wave comes to the last click and lets its holds run out, as many as there are pieces; then all click."""
    buyers, pieces = crowd
    gate: list[AtTheGate] = []
    for first in range(0, buyers, pieces):
        gate += at_the_gate(web, product, range(first, first + pieces))
        database.rows(_LET_HOLDS_RUN_OUT)
    return web.run(everybody_clicks(list(gate), CLICKING))


def assert_right(database: Clone, rush: Rush, expected: tuple[int, int]) -> None:
    """So many orders of one piece each, so many polite refusals, nothing else, and books that are right."""
    placed, refused = expected
    assert rush.wrong() == []
    assert (len(rush.placed), len(rush.ends) - len(rush.placed)) == (placed, refused)
    assert database.rows("select count(*), count(distinct customer_id) from orders") == [(placed, placed)]
    assert set(rush.placed) == {f"/order/confirmation/{order}" for (order,) in database.rows("select id from orders")}
    assert database.rows("select stock_on_hand, stock_reserved from marketplace_listings") == [(placed, placed)]
    assert database.rows("select * from stock_audit()") == []


def assert_undisturbed(counters: Counters, refusals: int) -> None:
    """The database rolled back what it refused and nothing else: no deadlock, no lock timeout, no error."""
    assert (counters.deadlocks, counters.rollbacks) == (0, refusals)
