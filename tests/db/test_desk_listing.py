"""Price, status and low mark of a listing, its levels and holds as the desk sees them, and the runs of the audit."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.db.orders import advance, order_in
from tests.db.people import PATIENCE
from tests.db.shop import Shop, codes

EDITED = "select list_price, status, low_stock_threshold, version from marketplace_listings where product_id = %s"


def edit(shop: Shop, product: UUID, *, version: int | None = 1, **wanted: Any) -> None:
    given = {"price": 100_000, "status": "active", "threshold": 3} | wanted
    shop.desk.call("edit_listing", product, version, *given.values())


@pytest.mark.parametrize("price", [0, -1, 1_000_000_001, None])
def test_a_price_is_one_to_a_thousand_million_rupiah(shop: Shop, price: int | None) -> None:
    product = shop.listing()
    with shop.refuses("SW003", limit="price", maximum=1_000_000_000):
        edit(shop, product, price=price)


@pytest.mark.parametrize("status", ["sold", "", None])
def test_a_status_is_a_known_one(shop: Shop, status: str | None) -> None:
    product = shop.listing()
    with shop.refuses("SW003", limit="status"):
        edit(shop, product, status=status)


@pytest.mark.parametrize("threshold", [-1, 1_000_001, None])
def test_a_low_mark_is_no_less_than_nothing(shop: Shop, threshold: int | None) -> None:
    product = shop.listing()
    with shop.refuses("SW003", limit="threshold", maximum=1_000_000):
        edit(shop, product, threshold=threshold)


@pytest.mark.parametrize("version", [2, 0, None])
def test_another_version_than_the_listings_is_a_conflict(shop: Shop, version: int | None) -> None:
    product = shop.listing()
    with shop.refuses("SW021", product_id=product, version=1, seen=version):
        edit(shop, product, version=version, price=5)


def test_an_edit_is_made_counted_and_in_the_audit_trail(shop: Shop) -> None:
    product = shop.listing(price=100_000)
    edit(shop, product, price=1_000_000_000, threshold=0)
    assert shop.one(EDITED, product) == (1_000_000_000, "active", 0, 2)
    trail = "select before, after from audit_trail where table_name = 'marketplace_listings' and row_key = %s and actor like 'staff:%%'"
    assert shop.one(trail, str(product)) == (
        {"list_price": 100_000, "low_stock_threshold": 3, "version": 1},
        {"list_price": 1_000_000_000, "low_stock_threshold": 0, "version": 2},
    )


def test_an_edit_that_changes_nothing_makes_no_version(shop: Shop) -> None:
    product = shop.listing(price=100_000)
    edit(shop, product)
    assert shop.one(EDITED, product)[3] == 1


def test_stock_that_moves_makes_no_version(shop: Shop) -> None:
    _, _, product = order_in(shop, "shipped")
    shop.desk.call("adjust_stock", product, 3, "kiriman")
    assert shop.one(EDITED, product)[3] == 1


def test_a_price_typed_into_a_console_makes_a_version_too(shop: Shop) -> None:
    product = shop.listing()
    shop.run("update marketplace_listings set list_price = 5 where product_id = %s", product)
    with shop.refuses("SW021", product_id=product, version=2, seen=1):
        edit(shop, product)


def test_a_draft_is_new_when_it_is_published_and_a_paused_listing_is_not(shop: Shop) -> None:
    draft, paused = shop.listing(status="draft"), shop.listing(status="paused")
    shop.run("update marketplace_listings set published_at = '2020-01-01'")
    edit(shop, draft)
    edit(shop, paused)
    published = "select published_at > '2021-01-01' from marketplace_listings where product_id = %s"
    assert (shop.one(published, draft), shop.one(published, paused)) == (True, False)


def test_of_two_edits_at_once_one_is_told(shop: Shop) -> None:
    product = shop.listing()
    edits = [lambda price=price: edit(shop, product, price=price) for price in (1_000, 2_000)]
    assert codes(shop.at_once(*edits)) == ["SW021"]
    assert shop.one(EDITED, product)[3] == 2


def test_who_waited_for_an_edit_is_told(shop: Shop) -> None:
    product = shop.listing()
    with shop.desk.acting() as connection:
        connection.execute("select edit_listing(%s, 1, 5000, 'active', 3)", [product])
        started = shop.desk.starts("edit_listing", product, 1, 7_000, "active", 3)
    with pytest.raises(psycopg.DatabaseError) as refusal:
        started.result(PATIENCE)
    assert refusal.value.sqlstate == "SW021"
    assert shop.one(EDITED, product) == (5_000, "active", 3, 2)


def test_a_paused_listing_keeps_its_orders_and_sells_nothing_more(shop: Shop) -> None:
    _, order, product = order_in(shop, "paid", quantity=2)
    sari = shop.member()
    sari.adds(product, 1)
    quote = sari.quotes()
    edit(shop, product, status="paused")
    with shop.refuses("SW002", product_id=product):
        sari.places(quote)
    advance(shop, order, "processing")
    shop.desk.call("ship_order", order, None, "JNE", "RESI0001")
    assert shop.one("select status from orders where id = %s", order) == "shipped"


def test_levels_count_expired_holds_as_free(shop: Shop) -> None:
    product = shop.listing(stock=5)
    sari = shop.member()
    sari.adds(product, 3)
    sari.call("start_checkout")
    level = "select on_hand, held, available, looks_low, is_low from stock_levels() where product_id = %s"
    assert shop.desk.rows(level, product) == [(5, 3, 2, True, True)]
    shop.later("15 minutes")
    assert shop.desk.rows(level, product) == [(5, 0, 5, True, False)]


@pytest.mark.parametrize(
    ("status", "stock", "is_low"), [("active", 4, False), ("active", 3, True), ("paused", 0, False)]
)
def test_low_is_what_is_for_sale_and_at_its_mark(shop: Shop, status: str, stock: int, is_low: bool) -> None:
    product = shop.listing(stock=stock, status=status)
    assert shop.desk.rows("select is_low from stock_levels() where looks_low and is_low") == [(True,)] * is_low
    assert shop.desk.rows("select is_low from stock_levels() where product_id = %s", product) == [(is_low,)]


def test_sold_counts_what_was_sent_within_thirty_days_less_what_came_back(shop: Shop) -> None:
    _, order, product = order_in(shop, "shipped", quantity=2)
    assert shop.desk.call("sold_lately", product) == 2
    shop.desk.call("undo_last", order, None)
    assert shop.desk.call("sold_lately", product) == 0
    _, _, other = order_in(shop, "shipped", quantity=1)
    shop.later("31 days")
    assert shop.desk.call("sold_lately", other) == 0


def test_holds_say_whose_until_when_and_no_more(shop: Shop) -> None:
    _, order, product = order_in(shop, "awaiting_payment", quantity=2)
    sari, visitor = shop.member(), shop.visitor()
    sari.adds(product, 1)
    sari.call("start_checkout")
    shop.call("reserve_stock", product, 1)
    owner = f"cart:{visitor.adds(product, 1)}"
    with shop.console.acting() as console:
        console.execute(
            "select set_config('app.stock_owner', %s, true), set_config('app.hold_until', '2100-01-01', true)", [owner]
        )
        console.execute("select reserve_stock(%s, 1)", [product])
    found = shop.desk.rows(
        "select owner_kind, order_id, member_name, quantity, is_over from listing_holds(%s, 9)", product
    )
    assert found == [
        ("cart", None, "Sari", 1, False),
        ("order", order, None, 2, False),
        ("cart", None, None, 1, False),
        ("manual", None, None, 1, None),
    ]
    assert len(shop.desk.rows("select from listing_holds(%s, 1)", product)) == 1


def test_a_run_that_finds_nothing(shop: Shop) -> None:
    assert shop.worker.call("run_audit") == 0
    assert shop.rows("select actor, broken, details from audit_runs") == [("worker:expiry", 0, [])]
    assert shop.rows("select from audit_trail where table_name = 'audit_runs'") == []


def test_a_run_that_finds_something(broken_shop: Shop) -> None:
    shop, product = broken_shop, broken_shop.listing(stock=5)
    shop.run("set local session_replication_role = replica; update marketplace_listings set stock_on_hand = 4")
    assert shop.desk.call("run_audit") == 1
    (details,) = shop.rows("select details from audit_runs")[0]
    promise = "stock on hand is the sum of the ledger"
    assert details == [{"promise": promise, "subject": str(product), "expected": 5, "found": 4}]
    assert shop.one("select count(*) from audit_trail where table_name = 'audit_runs' and not after ? 'details'") == 1


def test_a_thousand_runs_are_kept_and_broken_ones_for_thirty_days(shop: Shop) -> None:
    run = "insert into audit_runs (at, actor, broken, details) select now() - %s::interval, 'x', %s, '[]' from generate_series(1, %s)"
    shop.run(run, "31 days", 1, 2)
    shop.run(run, "29 days", 1, 3)
    shop.run(run, "29 days", 0, 4)
    shop.run(run, "1 hour", 0, 999)
    shop.worker.call("run_audit")
    assert shop.rows("select broken, count(*) from audit_runs group by broken order by broken") == [(0, 1_000), (1, 3)]


def test_two_runs_at_once_are_both_written_down(shop: Shop) -> None:
    assert shop.at_once(*[lambda: shop.worker.call("run_audit")] * 2) == [0, 0]
    assert shop.one("select count(*) from audit_runs") == 2


@pytest.mark.parametrize("who", ["shop", "worker"])
def test_only_the_desk_changes_listings(shop: Shop, who: str) -> None:
    person = shop.visitor() if who == "shop" else shop.worker
    for call in (
        ("adjust_listing", uuid4(), "restock", 1, 0, "x"),
        ("edit_listing", uuid4(), 1, 1, "active", 1),
        ("undo_adjustment", uuid4(), 1),
    ):
        with shop.refuses("42501"):
            person.call(*call)
