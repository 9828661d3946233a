"""Cart functions: refusal first, then success, then two at once. Caps: 10 of one product, 50 in all, and what there is."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.db.people import Person
from tests.db.shop import Shop, codes

BIGGEST = 2147483647


def lines(shop: Shop, cart: UUID) -> dict[UUID, int]:
    return dict(shop.rows("select product_id, quantity from cart_items where cart_id = %s", cart))


def twin(person: Person) -> Person:
    """The same shopper in a second tab."""
    other = Person(person.shop, person.role, customer=person.customer)
    other.cart = person.cart
    return other


@pytest.mark.parametrize("quantity", [0, -1, None])
def test_adding_less_than_one_is_refused(shop: Shop, quantity: int | None) -> None:
    product, sari = shop.listing(), shop.visitor()
    with shop.refuses("SW003", product_id=product, wanted=quantity):
        sari.adds(product, quantity)


@pytest.mark.parametrize(("quantity", "wanted"), [(8, 11), (BIGGEST, BIGGEST + 3)])
def test_more_than_ten_of_one_are_refused_with_the_sum(shop: Shop, quantity: int, wanted: int) -> None:
    product, sari = shop.listing(stock=20), shop.visitor()
    sari.adds(product, 3)
    with shop.refuses("SW003", product_id=product, wanted=wanted, limit="line", maximum=10):
        sari.adds(product, quantity)


def test_more_than_fifty_in_all_are_refused(shop: Shop) -> None:
    sari, last = shop.visitor(), shop.listing(stock=20)
    for _ in range(4):
        sari.adds(shop.listing(stock=10), 10)
    sari.adds(last, 5)
    with shop.refuses("SW003", product_id=last, wanted=11, limit="line", maximum=10):
        sari.adds(last, 6)
    other = shop.listing(stock=20)
    with shop.refuses("SW003", product_id=other, wanted=6, limit="cart", maximum=50):
        sari.adds(other, 6)
    sari.adds(other, 5)
    assert sum(lines(shop, sari.cart).values()) == 50


def test_more_than_there_is_is_refused_with_the_sum(shop: Shop) -> None:
    product, sari = shop.listing(stock=3), shop.visitor()
    sari.adds(product, 2)
    with shop.refuses("SW001", product_id=product, wanted=4, available=3):
        sari.adds(product, 2)


@pytest.mark.parametrize("status", ["draft", "paused", "archived", None])
def test_what_is_not_for_sale_is_refused_and_makes_no_cart(shop: Shop, status: str | None) -> None:
    product = shop.listing(status=status) if status else uuid4()
    with shop.refuses("SW002", product_id=product):
        shop.visitor().adds(product)


def test_the_first_line_makes_the_cart_and_the_same_product_stays_one_line(shop: Shop) -> None:
    product, sari = shop.listing(price=75_000), shop.visitor()
    cart = sari.adds(product, 2)
    assert sari.adds(product, 1) == cart
    assert shop.one("select quantity, seen_price, customer_id from cart_items join carts on id = cart_id") == (
        3,
        75_000,
        None,
    )
    assert shop.one("select version from carts") == 3


def test_the_seen_price_follows_the_last_touch(shop: Shop) -> None:
    product, sari = shop.listing(price=75_000), shop.visitor()
    sari.adds(product)
    shop.run("update marketplace_listings set list_price = 80000")
    assert shop.one("select seen_price from cart_items") == 75_000
    sari.call("set_cart_quantity", product, 2)
    assert shop.one("select seen_price from cart_items") == 80_000


@pytest.mark.parametrize("quantity", [-1, None])
def test_setting_less_than_nothing_is_refused(shop: Shop, quantity: int | None) -> None:
    product, sari = shop.listing(), shop.visitor()
    sari.adds(product)
    with shop.refuses("SW003", product_id=product, wanted=quantity):
        sari.call("set_cart_quantity", product, quantity)


def test_setting_more_than_the_limits_is_refused(shop: Shop) -> None:
    product, sari = shop.listing(stock=4), shop.visitor()
    sari.adds(product)
    with shop.refuses("SW003", product_id=product, wanted=11, limit="line", maximum=10):
        sari.call("set_cart_quantity", product, 11)
    with shop.refuses("SW001", product_id=product, wanted=5, available=4):
        sari.call("set_cart_quantity", product, 5)


def test_a_line_that_is_not_there_cannot_be_set_but_may_be_removed(shop: Shop) -> None:
    product, other, sari = shop.listing(), shop.listing(), shop.visitor()
    sari.adds(product)
    with shop.refuses("SW040", what="cart line"):
        sari.call("set_cart_quantity", other, 1)
    before = shop.contents()
    assert sari.call("remove_from_cart", other) == 0
    assert shop.contents() == before


@pytest.mark.parametrize(("function", "arguments"), [("set_cart_quantity", [1]), ("remove_from_cart", [])])
def test_without_a_cart_there_is_nothing_to_change(shop: Shop, function: str, arguments: list[int]) -> None:
    product = shop.listing()
    with shop.refuses("SW040", what="cart"):
        shop.visitor().call(function, product, *arguments)


def test_setting_and_removing(shop: Shop) -> None:
    product, other, sari = shop.listing(), shop.listing(), shop.visitor()
    sari.adds(product, 3)
    sari.adds(other, 1)
    sari.call("set_cart_quantity", product, 2)
    assert lines(shop, sari.cart) == {product: 2, other: 1}
    assert sari.call("remove_from_cart", product) == 2
    sari.call("set_cart_quantity", other, 0)
    assert lines(shop, sari.cart) == {}
    assert shop.one("select version from carts") == 6


def test_a_smaller_line_gives_back_what_its_checkout_held(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 5)
    sari.call("start_checkout")
    sari.call("set_cart_quantity", product, 2)
    assert shop.holds(product) == [(f"cart:{sari.cart}", 2)]
    sari.call("remove_from_cart", product)
    assert shop.stock(product) == (5, 0)


def test_a_smaller_line_after_the_hold_ran_out_gives_back_once(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 5)
    sari.call("start_checkout")
    shop.later("16 minutes")
    sari.call("set_cart_quantity", product, 2)
    assert (shop.stock(product), shop.holds(product, "expired")) == ((5, 0), [(f"cart:{sari.cart}", 5)])


@pytest.mark.parametrize("whose", ["another member", "another visitor", "a member, as a visitor"])
def test_the_cart_of_somebody_else_is_out_of_reach(shop: Shop, whose: str) -> None:
    """A cart id in a session is a claim, not a proof: identify() gives it only to whom it belongs."""
    product = shop.listing()
    owner = shop.visitor() if whose == "another visitor" else shop.member()
    owner.adds(product)
    thief = shop.visitor() if whose == "a member, as a visitor" else shop.member()
    thief.cart = owner.cart
    with shop.refuses("SW040", what="cart"):
        thief.call("remove_from_cart", product)
    assert thief.adds(product) != owner.cart


def test_two_first_lines_at_once_make_one_cart_of_a_member(shop: Shop) -> None:
    product, sari = shop.listing(stock=9), shop.member()
    tabs = [twin(sari) for _ in range(8)]
    carts = shop.at_once(*[lambda tab=tab: tab.adds(product) for tab in tabs])
    assert len(set(carts)) == 1
    assert lines(shop, carts[0]) == {product: 8}


def test_two_additions_at_once_are_both_counted(shop: Shop) -> None:
    product, sari = shop.listing(stock=20), shop.visitor()
    sari.adds(product, 6)
    other = twin(sari)
    with sari.acting() as connection:
        connection.execute("select add_to_cart(%s, 3)", [product])
        waiting = other.starts("add_to_cart", product, 3)
    with shop.refuses("SW003", product_id=product, wanted=12, limit="line", maximum=10):
        waiting.result()
    assert lines(shop, sari.cart) == {product: 9}


def test_an_addition_after_the_cart_was_ordered_starts_a_new_one(shop: Shop) -> None:
    product, sari = shop.listing(stock=9), shop.member()
    sari.adds(product)
    quote, other = sari.quotes(), twin(sari)
    with sari.acting() as connection:
        connection.execute("select place_order(%s, '24 hours')", [quote])
        waiting = other.starts("add_to_cart", product, 2)
    assert waiting.result() != sari.cart
    assert lines(shop, waiting.result()) == {product: 2}


def test_a_line_and_a_cart_without_owner_are_known_by_name(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    cart = sari.adds(product)
    with pytest.raises(psycopg.errors.CheckViolation, match="quantity_within_line_limit"):
        shop.run("update cart_items set quantity = 11")
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_open_cart_per_customer"):
        shop.run("insert into carts (customer_id) select customer_id from carts where id = %s", cart)


def test_opposite_orders_of_removal_do_not_deadlock(shop: Shop) -> None:
    """Two shoppers empty the same two products in opposite order, again and again, while both hold them."""
    products = [shop.listing(stock=20), shop.listing(stock=20)]

    def shops(person: Person, order: list[UUID]) -> None:
        for _ in range(5):
            for product in order:
                person.adds(product, 2)
            person.call("start_checkout")
            for product in order:
                person.call("remove_from_cart", product)

    people = [shop.member() for _ in range(4)]
    results = shop.at_once(
        *[lambda i=i, person=person: shops(person, products[:: 1 if i % 2 else -1]) for i, person in enumerate(people)]
    )
    assert codes(results) == []
    assert [shop.stock(product) for product in products] == [(20, 0), (20, 0)]
