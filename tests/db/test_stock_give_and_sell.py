"""release_stock and commit_stock: refusal first, then success, then two at once."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.db.people import Person
from tests.db.shop import Shop, codes

BOTH = pytest.mark.parametrize("function", ["release_stock", "commit_stock"])
BIGGEST = 2147483647


def owning(person: Person, owner: str, function: str, product: UUID, quantity: int) -> None:
    """Calls a stock function for an owner of one's choice."""
    person.rows(f"select set_config('app.stock_owner', %s, true), {function}(%s, %s)", owner, product, quantity)


@BOTH
@pytest.mark.parametrize("quantity", [0, -1, None])
def test_a_quantity_below_one_is_refused(shop: Shop, function: str, quantity: int | None) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 2)
    with shop.refuses("SW003", product_id=product, wanted=quantity):
        shop.call(function, product, quantity)


@BOTH
@pytest.mark.parametrize("quantity", [3, BIGGEST])
def test_more_than_is_held_is_refused(shop: Shop, function: str, quantity: int) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 2)
    with shop.refuses("SW004", product_id=product, wanted=quantity, held=2):
        shop.call(function, product, quantity)


@BOTH
def test_nothing_held_is_refused(shop: Shop, function: str) -> None:
    product = shop.listing(stock=5)
    with shop.refuses("SW004", product_id=product, wanted=1, held=0):
        shop.call(function, product, 1)


@BOTH
def test_an_unknown_listing_holds_nothing(shop: Shop, function: str) -> None:
    nowhere = uuid4()
    with shop.refuses("SW004", product_id=nowhere, wanted=1, held=0):
        shop.call(function, nowhere, 1)


@BOTH
def test_the_hold_of_another_owner_is_out_of_reach(shop: Shop, function: str) -> None:
    product, mine, theirs = shop.listing(stock=5), f"cart:{uuid4()}", f"order:{uuid4()}"
    owning(shop.console, theirs, "reserve_stock", product, 3)
    owning(shop.console, mine, "reserve_stock", product, 1)
    with shop.refuses("SW004", product_id=product, wanted=2, held=1):
        owning(shop.console, mine, function, product, 2)
    with shop.refuses("SW004", product_id=product, wanted=1, held=0):
        shop.call(function, product, 1)


@BOTH
@pytest.mark.parametrize("swept", [True, False])
def test_an_expired_hold_is_none_whether_swept_or_not(shop: Shop, function: str, *, swept: bool) -> None:
    product = shop.listing(stock=5)
    shop.rows(
        "select set_config('app.hold_until', (app_now() + interval '15 minutes')::text, true), reserve_stock(%s, 2)",
        product,
    )
    shop.later("15 minutes")
    if swept:
        assert shop.worker.call("expire_holds", 10) == 1
    with shop.refuses("SW004", product_id=product, wanted=2, held=0):
        shop.call(function, product, 2)


@BOTH
def test_books_that_a_console_broke_are_not_made_worse(broken_shop: Shop, function: str) -> None:
    """A clamp would hide the broken sum; the hold must stay until somebody repaired the stock."""
    shop = broken_shop
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 2)
    shop.run("update marketplace_listings set stock_reserved = 1")
    with shop.refuses("SW004", product_id=product, wanted=2, held=1):
        shop.call(function, product, 2)


def test_a_release_gives_back_a_part(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 3)
    shop.call("release_stock", product, 1)
    assert shop.stock(product) == (5, 2)
    assert shop.holds(product) == [("manual", 2)]
    assert shop.ledger(product)[1:] == [("release", 0, -1, "manual")]


def test_a_release_of_all_ends_the_hold(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 3)
    shop.call("release_stock", product, 3)
    assert shop.stock(product) == (5, 0)
    assert shop.holds(product) == []
    assert shop.holds(product, "released") == [("manual", 3)]


def test_a_sale_takes_from_hand_and_from_reserved(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 3)
    shop.call("commit_stock", product, 1)
    assert (shop.stock(product), shop.holds(product)) == ((4, 2), [("manual", 2)])
    shop.call("commit_stock", product, 2)
    assert (shop.stock(product), shop.holds(product, "committed")) == ((2, 0), [("manual", 2)])
    assert shop.ledger(product)[1:] == [("commit", -1, -1, "manual"), ("commit", -2, -2, "manual")]


def test_a_hold_can_be_sold_after_the_listing_was_paused(shop: Shop) -> None:
    product = shop.listing(stock=1)
    shop.call("reserve_stock", product, 1)
    shop.run("update marketplace_listings set status = 'paused'")
    shop.call("commit_stock", product, 1)
    assert shop.stock(product) == (0, 0)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("release_stock", "release_stock"),
        ("commit_stock", "commit_stock"),
        ("release_stock", "commit_stock"),
        ("commit_stock", "release_stock"),
    ],
)
def test_of_two_at_once_one_gets_the_hold(shop: Shop, first: str, second: str) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 3)
    rival = Person(shop, None)
    with shop.console.acting() as console:
        console.execute(f"select {first}(%s, 3)", [product])
        waiting = rival.starts(second, product, 3)
    with shop.refuses("SW004", product_id=product, wanted=3, held=0):
        waiting.result()
    assert shop.stock(product) == ((5, 0) if first == "release_stock" else (2, 0))


def test_eight_releases_at_once_give_back_once(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 1)
    people = [Person(shop, None) for _ in range(8)]
    results = shop.at_once(*[lambda person=person: person.call("release_stock", product, 1) for person in people])
    assert codes(results) == ["SW004"] * 7
    assert shop.ledger(product) == [("reserve", 0, 1, "manual"), ("release", 0, -1, "manual")]


@BOTH
def test_waiting_longer_than_the_limit_is_a_lock_timeout_and_no_damage(shop: Shop, function: str) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 1)
    rival = Person(shop, None, lock_timeout="50ms")
    with shop.console.acting() as console:
        console.execute("select from marketplace_listings where product_id = %s for no key update", [product])
        with pytest.raises(psycopg.errors.LockNotAvailable):
            rival.call(function, product, 1)
    assert shop.stock(product) == (5, 1)


@BOTH
def test_the_listing_is_locked_before_the_hold(shop: Shop, function: str) -> None:
    """The order of every other function; the other way round two could wait for each other."""
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 1)
    with shop.console.acting() as console:
        console.execute("select from marketplace_listings for no key update")
        waiting = Person(shop, None).starts(function, product, 1)
        console.execute("select from stock_holds for update nowait")
    assert waiting.result() in {None, ""}
