"""What staff do to a listing: refusal first, then success, then two at once."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.db.people import DESK, PATIENCE, Person
from tests.db.shop import Shop, codes

NOWHERE = UUID(int=0)
STAFF = "staff:7d4a3c1e-0000-4000-8000-000000000001"
LAST = "select kind, on_hand_change, reason, actor from stock_ledger where product_id = %s order by id desc limit 1"


def seen(shop: Shop, product: UUID) -> int:
    """The last entry of a listing's ledger."""
    found: int = shop.one("select coalesce(max(id), 0) from stock_ledger where product_id = %s", product)
    return found


def adjust(shop: Shop, product: UUID, kind: str, pieces: int | None, reason: str | None = "hitung sore") -> int:
    """A change by somebody who has just looked."""
    found: int = shop.desk.call("adjust_listing", product, kind, pieces, seen(shop, product), reason)
    return found


def colleague(shop: Shop) -> Person:
    return Person(shop, DESK, app__staff_id=str(uuid4()))


@pytest.mark.parametrize(
    ("kind", "pieces"),
    [
        ("restock", 0), ("restock", -1), ("restock", None), ("restock", 1_000_001), ("damage", 0), ("damage", -1), ("count", -1),
        ("count", 1_000_001), ("count", None), ("correction", 0), ("correction", -1_000_001), ("adjust", 1), ("undo", 1), (None, 1),
    ],
)  # fmt: skip
def test_a_change_needs_a_kind_and_pieces_that_fit_it(shop: Shop, kind: str, pieces: int | None) -> None:
    product = shop.listing(stock=5)
    with shop.refuses("SW003", product_id=product, wanted=pieces, limit="pieces", maximum=1_000_000):
        adjust(shop, product, kind, pieces)


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_a_change_needs_a_reason(shop: Shop, reason: str | None) -> None:
    product = shop.listing(stock=5)
    with shop.refuses("SW003", limit="reason"):
        adjust(shop, product, "restock", 1, reason)


def test_a_listing_that_is_not_there_is_refused(shop: Shop) -> None:
    for call in (
        ("adjust_listing", NOWHERE, "restock", 1, 0, "x"),
        ("undo_adjustment", NOWHERE, 1),
        ("edit_listing", NOWHERE, 1, 1_000, "active", 3),
    ):
        with shop.refuses("SW040", what="listing"):
            shop.desk.call(*call)


@pytest.mark.parametrize(("kind", "pieces"), [("damage", 4), ("count", 1), ("correction", -4)])
def test_what_is_held_cannot_go(shop: Shop, kind: str, pieces: int) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 2)
    with shop.refuses("SW001", product_id=product, wanted=4, available=3):
        adjust(shop, product, kind, pieces)


@pytest.mark.parametrize("by", ["colleague", "oneself", "console"])
def test_a_change_by_hand_since_the_look_is_a_conflict(shop: Shop, by: str) -> None:
    product = shop.listing(stock=5)
    before = seen(shop, product)
    if by == "console":
        shop.run("update marketplace_listings set stock_on_hand = 4 where product_id = %s", product)
    else:
        who = shop.desk if by == "oneself" else colleague(shop)
        who.call("adjust_listing", product, "damage", 1, before, "pecah")
    with shop.refuses("SW021", product_id=product, version=seen(shop, product), seen=before):
        shop.desk.call("adjust_listing", product, "damage", 1, before, "pecah")


def test_who_saw_nothing_may_change_only_what_has_no_history(shop: Shop) -> None:
    product, empty = shop.listing(stock=5), shop.listing(stock=0)
    with shop.refuses("SW021", product_id=product, version=seen(shop, product), seen=None):
        shop.desk.call("adjust_listing", product, "restock", 1, None, "kiriman")
    assert shop.desk.call("adjust_listing", empty, "count", 3, None, "ketemu") == 3
    assert shop.stock(empty) == (3, 0)


@pytest.mark.parametrize(
    ("kind", "pieces", "change"),
    [("restock", 7, 7), ("damage", 2, -2), ("count", 3, -2), ("count", 9, 4), ("count", 0, -5), ("correction", -1, -1)],
)
def test_a_change_is_written_down_with_its_kind(shop: Shop, kind: str, pieces: int, change: int) -> None:
    product = shop.listing(stock=5)
    assert adjust(shop, product, kind, pieces, " hitung sore ") == change
    assert shop.one(LAST, product) == (kind, change, "hitung sore", STAFF)
    assert shop.stock(product) == (5 + change, 0)
    assert shop.desk.call("adjust_stock", product, 1, "sesudahnya") == 6 + change
    assert shop.one(LAST, product)[0] == "adjust"


def test_a_count_that_agrees_leaves_no_trace(shop: Shop) -> None:
    product = shop.listing(stock=5)
    before = seen(shop, product)
    assert adjust(shop, product, "count", 5) == 0
    assert seen(shop, product) == before


def test_what_was_sent_between_look_and_count_stays_sent(shop: Shop) -> None:
    """Five were seen, four counted, one of the five was sent meanwhile: one is missing, three are left."""
    product = shop.listing(stock=5)
    before = seen(shop, product)
    shop.call("reserve_stock", product, 1)
    shop.call("commit_stock", product, 1)
    assert shop.desk.call("adjust_listing", product, "count", 4, before, "hitung sore") == -1
    assert shop.stock(product) == (3, 0)


def test_of_two_counts_of_the_same_shelf_one_counts(shop: Shop) -> None:
    product = shop.listing(stock=10)
    before = seen(shop, product)
    counts = [lambda: colleague(shop).call("adjust_listing", product, "count", 8, before, "hitung")] * 2
    assert codes(shop.at_once(*counts)) == ["SW021"]
    assert shop.stock(product) == (8, 0)


def test_who_waited_for_a_change_by_hand_is_told(shop: Shop) -> None:
    product = shop.listing(stock=10)
    before = seen(shop, product)
    with colleague(shop).acting() as connection:
        connection.execute("select adjust_listing(%s, 'count', 8, %s, 'hitung')", [product, before])
        started = shop.desk.starts("adjust_listing", product, "count", 8, before, "hitung")
    with pytest.raises(psycopg.DatabaseError) as refusal:
        started.result(PATIENCE)
    assert refusal.value.sqlstate == "SW021"
    assert shop.stock(product) == (8, 0)


def test_a_change_waits_for_a_sale_and_sees_it(shop: Shop) -> None:
    product = shop.listing(stock=5)
    with shop.console.acting() as console:
        console.execute("select reserve_stock(%s, 4)", [product])
        started = shop.desk.starts("adjust_listing", product, "damage", 2, seen(shop, product), "pecah")
    with shop.refuses("SW001", product_id=product, wanted=2, available=1):
        started.result(PATIENCE)


def test_only_ones_own_last_change_of_thirty_seconds_can_be_taken_back(shop: Shop) -> None:
    product = shop.listing(stock=5)
    entry = seen(shop, product)
    for who in (shop.desk, colleague(shop)):
        with shop.refuses("SW020", **{"product_id": product, "from": "adjusted", "to": "undone"}):
            who.call("undo_adjustment", product, entry)
    adjust(shop, product, "restock", 2)
    mine = seen(shop, product)
    for who, named, later in (
        (colleague(shop), mine, "0"),
        (shop.desk, entry, "0"),
        (shop.desk, None, "0"),
        (shop.desk, mine, "31 seconds"),
    ):
        shop.later(later)
        with shop.refuses("SW020", **{"product_id": product, "from": "adjusted", "to": "undone"}):
            who.call("undo_adjustment", product, named)
    shop.later("0")
    colleague(shop).call("adjust_listing", product, "damage", 1, mine, "pecah")
    with shop.refuses("SW020", **{"product_id": product, "from": "adjusted", "to": "undone"}):
        shop.desk.call("undo_adjustment", product, mine)


def test_pieces_that_somebody_holds_by_now_are_not_taken_back(shop: Shop) -> None:
    product = shop.listing(stock=1)
    adjust(shop, product, "restock", 2)
    entry = seen(shop, product)
    shop.call("reserve_stock", product, 2)
    with shop.refuses("SW001", product_id=product, wanted=2, available=1):
        shop.desk.call("undo_adjustment", product, entry)


def test_taking_back_leaves_both_in_the_ledger(shop: Shop) -> None:
    product = shop.listing(stock=5)
    adjust(shop, product, "damage", 2, "pecah")
    entry = seen(shop, product)
    shop.call("reserve_stock", product, 1)
    assert shop.desk.call("undoable_adjustment", product)[:4] == (entry, "damage", -2, "pecah")
    assert shop.desk.call("undo_adjustment", product, entry) == 2
    assert shop.one(LAST, product) == ("undo", 2, "pecah", STAFF)
    assert shop.stock(product) == (5, 1)
    assert shop.desk.call("undoable_adjustment", product) is None


def test_of_two_undoings_at_once_one_counts(shop: Shop) -> None:
    product = shop.listing(stock=5)
    adjust(shop, product, "restock", 2)
    entry = seen(shop, product)
    undoings = [lambda: shop.desk.call("undo_adjustment", product, entry)] * 2
    assert codes(shop.at_once(*undoings)) == ["SW020"]
    assert shop.stock(product) == (5, 0)


def test_who_waited_for_a_taking_back_is_told(shop: Shop) -> None:
    product = shop.listing(stock=5)
    adjust(shop, product, "restock", 2)
    entry = seen(shop, product)
    with shop.desk.acting() as connection:
        connection.execute("select undo_adjustment(%s, %s)", [product, entry])
        started = shop.desk.starts("undo_adjustment", product, entry)
    with pytest.raises(psycopg.DatabaseError) as refusal:
        started.result(PATIENCE)
    assert refusal.value.sqlstate == "SW020"
    assert shop.stock(product) == (5, 0)
