"""The ledger explains every change, also those typed into a console, and cannot be rewritten."""

import psycopg
import pytest

from tests.db.people import Person
from tests.db.shop import Shop, codes

LAST = "select kind, on_hand_change, reserved_change, owner, reason, actor, request_id from stock_ledger order by id desc limit 1"


@pytest.mark.parametrize(
    ("change", "reason"),
    [(0, "pecah"), (None, "pecah"), (1, ""), (1, "  "), (1, None), (1000001, "x"), (-2147483648, "x")],
)
def test_an_adjustment_needs_a_number_and_a_reason(shop: Shop, change: int | None, reason: str | None) -> None:
    product = shop.listing(stock=5)
    with shop.refuses("SW003", product_id=product, wanted=change):
        shop.desk.call("adjust_stock", product, change, reason)


def test_an_adjustment_of_nothing_is_refused(shop: Shop) -> None:
    nowhere = "00000000-0000-4000-8000-000000000000"
    with shop.refuses("SW002", product_id=nowhere):
        shop.desk.call("adjust_stock", nowhere, 1, "pecah")


@pytest.mark.parametrize("quantity", [0, -5, -2147483648, None])
def test_goods_that_arrive_are_at_least_one(shop: Shop, quantity: int | None) -> None:
    product = shop.listing(stock=5)
    with shop.refuses("SW003", product_id=product, wanted=None):
        shop.desk.call("receive_stock", product, quantity, "kiriman")


def test_an_adjustment_cannot_take_what_is_reserved(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 2)
    with shop.refuses("SW001", product_id=product, wanted=4, available=3):
        shop.desk.call("adjust_stock", product, -4, "pecah")


def test_an_adjustment_says_what_is_on_hand_and_is_written_down_with_its_reason(shop: Shop) -> None:
    product = shop.listing(stock=5)
    assert shop.desk.call("adjust_stock", product, -2, "dua botol pecah") == 3
    assert shop.one(LAST) == (
        "adjust",
        -2,
        0,
        "manual",
        "dua botol pecah",
        "staff:7d4a3c1e-0000-4000-8000-000000000001",
        None,
    )
    assert shop.desk.call("receive_stock", product, 10, "kiriman") == 13


def test_holds_that_ran_out_do_not_stop_an_adjustment(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 5)
    sari.call("start_checkout")
    shop.later("15 minutes")
    assert shop.desk.call("adjust_stock", product, -4, "pecah") == 1


def test_of_two_adjustments_at_once_none_is_lost(shop: Shop) -> None:
    product, other = shop.listing(stock=5), Person(shop, shop.desk.role)
    with shop.desk.acting() as desk:
        desk.execute("select adjust_stock(%s, -3, 'pecah')", [product])
        waiting = other.starts("adjust_stock", product, 4, "ketemu")
    assert waiting.result() == 6
    assert shop.stock(product) == (6, 0)


def test_of_an_adjustment_and_a_hold_at_once_the_second_is_refused(shop: Shop) -> None:
    product, other = shop.listing(stock=5), Person(shop, None)
    with shop.desk.acting() as desk:
        desk.execute("select adjust_stock(%s, -3, 'pecah')", [product])
        waiting = other.starts("reserve_stock", product, 3)
    with shop.refuses("SW001", product_id=product, wanted=3, available=2):
        waiting.result()


def test_sixteen_changes_at_once_add_up(shop: Shop) -> None:
    product, people = shop.listing(stock=10), [Person(shop, None) for _ in range(16)]
    calls = [
        lambda person=person, change=change: person.call("adjust_stock", product, change, "hitung ulang")
        for person, change in zip(people, [1, -1] * 8, strict=True)
    ]
    assert codes(shop.at_once(*calls)) == []
    assert shop.stock(product) == (10, 0)


def test_a_console_edit_lands_in_the_ledger(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.run("update marketplace_listings set stock_on_hand = 9 where product_id = %s", product)
    assert shop.one(LAST) == ("console", 4, 0, "manual", "", f"database:{shop.login}", None)


def test_a_console_edit_after_a_function_in_the_same_transaction_is_still_a_console_edit(shop: Shop) -> None:
    product = shop.listing(stock=5)
    with shop.desk.acting() as desk:
        desk.execute("select adjust_stock(%s, -1, 'pecah')", [product])
        desk.execute("reset role; update marketplace_listings set stock_on_hand = 9")
    assert shop.one(LAST)[:5] == ("console", 5, 0, "manual", "")


def test_a_listing_that_is_born_with_stock_is_explained(shop: Shop) -> None:
    product = shop.listing(stock=0)
    shop.run("delete from marketplace_listings")
    shop.run(
        "insert into marketplace_listings (product_id, slug, list_price, stock_on_hand) values (%s, 'lahir', 1, 7)",
        product,
    )
    assert shop.one(LAST)[:4] == ("console", 7, 0, "manual")


def test_a_change_that_is_no_stock_change_leaves_no_trace(shop: Shop) -> None:
    shop.listing(stock=5)
    shop.run("update marketplace_listings set stock_on_hand = stock_on_hand, list_price = 2")
    assert shop.one("select count(*) from stock_ledger") == 1


def test_each_row_says_who_for_which_order_and_in_which_request(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.settings["app.request_id"] = "req-0001"
    order = sari.orders(product)
    assert shop.one(LAST) == ("reserve", 0, 1, f"cart:{sari.cart}", "", f"customer:{sari.customer}", "req-0001")
    sari.call("cancel_own_order", order, None, "salah pilih")
    assert shop.one(LAST)[:4] == ("release", 0, -1, f"order:{order}")


@pytest.mark.parametrize(
    "role", [None, "sensasiwangi_owner", "sensasiwangi_shop", "sensasiwangi_desk", "sensasiwangi_worker"]
)
@pytest.mark.parametrize("table", ["stock_ledger", "order_events", "payments", "bank_lines"])
@pytest.mark.parametrize("attempt", ["update {} set actor = 'nobody'", "delete from {}", "truncate {} cascade"])
def test_history_cannot_be_rewritten_by_anybody(shop: Shop, role: str | None, table: str, attempt: str) -> None:
    sari = shop.member()
    sari.orders(shop.listing(stock=5))
    before = shop.contents()
    with pytest.raises(psycopg.errors.InsufficientPrivilege), Person(shop, role).acting() as connection:
        connection.execute(attempt.format(table))
    assert shop.contents() == before


def test_a_sweep_of_many_tells_of_each_and_of_nothing_that_comes_after(shop: Shop) -> None:
    product, people = shop.listing(stock=9), [shop.member() for _ in range(3)]
    for number, person in enumerate(people, 1):
        person.adds(product, number)
        person.call("start_checkout")
    shop.later("15 minutes")
    with shop.console.acting() as console:
        console.execute("select expire_holds(10)")
        console.execute("select reserve_stock(%s, 4)", [product])
    swept = {("expire", 0, -number, f"cart:{person.cart}") for number, person in enumerate(people, 1)}
    assert set(shop.ledger(product)[3:6]) == swept
    assert (shop.ledger(product)[6:], shop.stock(product)) == ([("reserve", 0, 4, "manual")], (9, 4))
