"""Quotes: what the shopper saw is what the shopper buys, or the placing is refused with the facts."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.db.people import ADDRESS, BANK, TERM
from tests.db.shop import Shop


def test_without_every_step_there_is_no_quote(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    assert sari.call("choose_payment", "transfer-bca", BANK) is None
    assert sari.call("choose_address", Jsonb(ADDRESS), False) is None
    assert sari.call("renew_quote") is None
    assert shop.one("select count(*) from quotes") == 0
    assert isinstance(sari.call("choose_shipping", "ongkir-cs"), UUID)
    assert shop.one("select count(*) from quotes") == 1


def test_a_short_line_makes_no_quote(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 5)
    shop.call("reserve_stock", product, 1)
    assert sari.quotes() is None


@pytest.mark.parametrize("option", ["kurir-hantu", "", None])
def test_a_shipping_option_that_does_not_exist_is_refused(shop: Shop, option: str | None) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    with shop.refuses("SW040", what="shipping option"):
        sari.call("choose_shipping", option)


def test_a_shipping_option_that_was_closed_is_refused(shop: Shop) -> None:
    sari, option = shop.member(), shop.flat_shipping()
    sari.adds(shop.listing())
    shop.run("update shipping_options set active = false where code = 'reguler'")
    with shop.refuses("SW040", what="shipping option"):
        sari.call("choose_shipping", option)


def test_a_quote_says_everything_that_was_seen(shop: Shop) -> None:
    product, other, sari = shop.listing(price=75_000), shop.listing(price=20_000), shop.member()
    sari.adds(product, 2)
    sari.adds(other, 1)
    quote = sari.quotes(shop.flat_shipping(15_000))
    subtotal, shipping, discount, code, total = shop.one(
        "select subtotal_amount, shipping_amount, discount_amount, unique_code, total_amount from quotes"
    )
    assert (subtotal, shipping, discount, total) == (170_000, 15_000, 0, 185_000 + code)
    assert shop.one("select expires_at - created_at from quotes") <= timedelta(minutes=15)
    assert shop.one("select expires_at > app_now() + interval '14 minutes' from quotes")
    assert shop.one("select customer_id, cart_id, cart_version from quotes") == (sari.customer, sari.cart, 3)
    assert shop.one("select address, payment_method, bank_account from quotes") == (ADDRESS, "transfer-bca", BANK.obj)
    lines = shop.rows("select product_id, quantity, unit_price from quote_lines where quote_id = %s", quote)
    assert set(lines) == {(product, 2, 75_000), (other, 1, 20_000)}


def test_shipping_that_is_not_known_yet_is_not_in_the_total(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing(price=75_000))
    sari.quotes()
    assert shop.one("select shipping_amount, total_amount - unique_code from quotes") == (None, 75_000)


def test_an_expired_quote_is_refused_and_renewed_with_one_tap(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote = sari.quotes()
    shop.later("15 minutes")
    with shop.refuses("SW010", quote_id=quote, expired_at=shop.one("select to_jsonb(expires_at) from quotes")):
        sari.places(quote)
    assert sari.places(sari.call("renew_quote"))


def test_a_quote_holds_for_its_last_minute(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote = sari.quotes()
    shop.later("14 minutes 59 seconds")
    assert sari.places(quote)


@pytest.mark.parametrize("change", ["add", "set", "remove"])
def test_a_changed_cart_is_refused(shop: Shop, change: str) -> None:
    product, other, sari = shop.listing(), shop.listing(), shop.member()
    sari.adds(product)
    sari.adds(other)
    quote = sari.quotes()
    calls = {
        "add": ("add_to_cart", product, 1),
        "set": ("set_cart_quantity", product, 2),
        "remove": ("remove_from_cart", other),
    }
    sari.call(*calls[change])
    with shop.refuses("SW011", quote_id=quote, cart_status="open"):
        sari.places(quote)


def test_a_cart_that_changed_and_changed_back_is_another_cart(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    sari.call("set_cart_quantity", product, 2)
    sari.call("set_cart_quantity", product, 1)
    with shop.refuses("SW011", quote_id=quote, cart_status="open"):
        sari.places(quote)


@pytest.mark.parametrize("price", [100_001, 99_999])
def test_a_price_that_moved_is_refused_with_both_prices(shop: Shop, price: int) -> None:
    product, other, sari = shop.listing(price=100_000), shop.listing(), shop.member()
    sari.adds(product)
    sari.adds(other)
    quote = sari.quotes()
    shop.run("update marketplace_listings set list_price = %s where product_id = %s", price, product)
    with shop.refuses("SW012", quote_id=quote, lines=[{"product_id": product, "seen": 100_000, "now": price}]):
        sari.places(quote)
    assert shop.one("select subtotal_amount from quotes where id = %s", sari.call("renew_quote")) == 100_000 + price


def test_a_price_that_moves_while_a_quote_is_written_is_in_all_of_it_or_in_none(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product, 2)
    sari.quotes()
    with shop.console.acting() as console:
        console.execute("select from transfer_amounts for update")
        waiting = sari.starts("renew_quote")
        shop.run("update marketplace_listings set list_price = list_price + 500")
    amount = "select subtotal_amount, (select sum(quantity * unit_price) from quote_lines where quote_id = id) from quotes where id = %s"
    assert shop.one(amount, waiting.result()) == (200_000, 200_000)


def test_the_quote_of_another_member_is_not_there(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote = sari.quotes()
    for somebody in (shop.member(), shop.visitor()):
        with shop.refuses("SW040", what="quote"):
            somebody.places(quote)
    for nothing in (uuid4(), None):
        with shop.refuses("SW040", what="quote"):
            sari.places(nothing)


def test_the_order_that_another_made_of_a_quote_is_not_there(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote = sari.quotes()
    sari.places(quote)
    for somebody in (shop.member(), shop.visitor()):
        with shop.refuses("SW040", what="quote"):
            somebody.places(quote)


def test_stock_that_went_is_refused_and_no_line_is_taken(shop: Shop) -> None:
    """Hold over, somebody else bought; the other line is still there but the order is all or nothing."""
    product, other, sari = shop.listing(stock=5), shop.listing(stock=5), shop.member()
    sari.adds(product, 4)
    sari.adds(other, 1)
    sari.quotes()
    shop.later("14 minutes")
    quote = sari.call("renew_quote")
    shop.later("16 minutes")
    shop.call("reserve_stock", product, 3)
    with shop.refuses("SW001", product_id=product, wanted=4, available=2):
        sari.places(quote)


def test_a_hold_that_ran_out_is_no_refusal_while_stock_is_there(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 4)
    sari.quotes()
    shop.later("14 minutes")
    quote = sari.call("renew_quote")
    shop.later("16 minutes")
    order = sari.places(quote)
    assert (shop.holds(product), shop.holds(product, "expired")) == (
        [(f"order:{order}", 4)],
        [(f"cart:{sari.cart}", 4)],
    )


def test_a_line_that_is_no_longer_for_sale_is_refused(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    shop.run("update marketplace_listings set status = 'archived'")
    with shop.refuses("SW002", product_id=product):
        sari.places(quote)


def test_two_quotes_of_one_cart_make_one_order(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    first = sari.quotes()
    second = sari.call("renew_quote")
    sari.places(first)
    with shop.refuses("SW011", quote_id=second, cart_status="ordered"):
        sari.call("place_order", second, TERM)


def test_an_address_is_saved_once_when_asked_for(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    sari.call("choose_address", Jsonb(ADDRESS), False)
    assert shop.one("select count(*) from addresses") == 0
    for _ in range(2):
        sari.call("choose_address", Jsonb(ADDRESS), True)
    saved = shop.one("select to_jsonb(a) from addresses a where customer_id = %s", sari.customer)
    assert saved | ADDRESS | {"is_default": True} == saved
