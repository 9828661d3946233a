"""Unique codes: no two open orders ask for the same amount on one account."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.db.people import BANK, Person
from tests.db.shop import Shop, codes

NUMBER = BANK.obj["number"]


def claims(shop: Shop, cart: UUID) -> list[tuple[int, bool]]:
    """Amounts of a cart that nobody else may ask for, and whether they run out."""
    return shop.rows(
        "select amount, expires_at is not null from transfer_amounts where cart_id = %s and released_at is null order by amount",
        cart,
    )


def code(shop: Shop, quote: UUID) -> int:
    found: int = shop.one("select unique_code from quotes where id = %s", quote)
    return found


def total(shop: Shop, quote: UUID) -> int:
    found: int = shop.one("select total_amount from quotes where id = %s", quote)
    return found


def crowd(shop: Shop, base: int, but: int) -> None:
    """All amounts of a base are taken but one code."""
    cart = shop.member().adds(shop.listing())
    shop.run(
        "insert into transfer_amounts (account_number, amount, cart_id) select %s, %s + c, %s from generate_series(1, 999) c where c <> %s",
        *(NUMBER, base, cart, but),
    )


def quoting(shop: Shop, price: int) -> tuple[Person, UUID]:
    sari = shop.member()
    sari.adds(shop.listing(price=price))
    return sari, sari.quotes()


def test_a_quote_claims_its_total_for_as_long_as_it_lasts(shop: Shop) -> None:
    sari, quote = quoting(shop, 50_000)
    assert 1 <= code(shop, quote) <= 999
    assert claims(shop, sari.cart) == [(50_000 + code(shop, quote), True)]


def test_a_renewed_quote_keeps_its_code(shop: Shop) -> None:
    sari, quote = quoting(shop, 50_000)
    shop.later("14 minutes")
    assert code(shop, sari.call("renew_quote")) == code(shop, quote)
    shop.later("60 minutes")
    assert code(shop, sari.call("renew_quote")) == code(shop, quote)
    assert len(claims(shop, sari.cart)) == 1


def test_the_one_free_code_is_found(shop: Shop) -> None:
    crowd(shop, 50_000, but=417)
    _, quote = quoting(shop, 50_000)
    assert code(shop, quote) == 417


def test_when_all_999_are_taken_it_is_refused(shop: Shop) -> None:
    crowd(shop, 50_000, but=0)
    sari = shop.member()
    sari.adds(shop.listing(price=50_000))
    sari.fills_in()
    with shop.refuses("SW021", what="unique code"):
        sari.call("choose_payment", "transfer-bca", BANK)


def test_claims_that_ran_out_are_free_again(shop: Shop) -> None:
    crowd(shop, 50_000, but=0)
    shop.run("update transfer_amounts set expires_at = now() + interval '10 minutes' where amount in (50007, 50008)")
    shop.later("11 minutes")
    _, quote = quoting(shop, 50_000)
    assert code(shop, quote) in {7, 8}


def test_claims_that_somebody_else_is_ending_are_left_alone(shop: Shop) -> None:
    """Waiting for them while holding listings is one half of a deadlock."""
    crowd(shop, 50_000, but=3)
    shop.run("update transfer_amounts set expires_at = now() - interval '1 minute' where amount = 50007")
    with shop.console.acting() as console:
        console.execute("select from transfer_amounts where amount = 50007 for update")
        _, quote = quoting(shop, 50_000)
    assert code(shop, quote) == 3


def test_an_order_keeps_the_amount_without_end_and_frees_the_others(shop: Shop) -> None:
    product, sari = shop.listing(price=50_000), shop.member()
    sari.adds(product)
    sari.quotes()
    sari.call("set_cart_quantity", product, 2)
    quote = sari.call("renew_quote")
    assert len(claims(shop, sari.cart)) == 2
    sari.places(quote)
    assert claims(shop, sari.cart) == [(total(shop, quote), False)]


def test_a_shipping_quote_moves_the_claim_to_the_new_total(shop: Shop) -> None:
    sari, quote = quoting(shop, 50_000)
    order = sari.places(quote)
    shop.desk.call("quote_shipping", order, None, "JNE", "REG", 18_000)
    assert claims(shop, sari.cart) == [(68_000 + code(shop, quote), False)]
    assert shop.one("select total_amount, unique_code from orders") == (68_000 + code(shop, quote), code(shop, quote))


def test_a_shipping_quote_takes_another_code_when_the_amount_is_asked_for_already(shop: Shop) -> None:
    sari, quote = quoting(shop, 50_000)
    order = sari.places(quote)
    crowd(shop, 68_000, but=12 if code(shop, quote) != 12 else 13)
    shop.desk.call("quote_shipping", order, None, "JNE", "REG", 18_000)
    assert shop.one("select unique_code from orders") in {12, 13}
    assert len(claims(shop, sari.cart)) == 1


@pytest.mark.parametrize("status", ["cancelled", "expired", "completed"])
def test_a_closed_order_frees_its_amount_after_a_day(shop: Shop, status: str) -> None:
    sari = shop.member()
    order = sari.orders(shop.listing(price=50_000), shipping=shop.flat_shipping())
    if status == "cancelled":
        sari.call("cancel_own_order", order, None, "")
    elif status == "completed":
        finish(shop, order)
    else:
        shop.later("24 hours")
        assert shop.worker.call("expire_orders", 10) == 1
    assert shop.one("select status from orders") == status
    assert shop.one(
        "select expires_at - closed_at from transfer_amounts join orders using (cart_id) where released_at is null"
    ) == timedelta(hours=24)


def finish(shop: Shop, order: UUID) -> None:
    amount = shop.one("select total_amount from orders")
    shop.desk.call("record_payment", order, None, amount, "")
    shop.desk.call("advance_order", order, None, "processing", "")
    shop.desk.call("ship_order", order, None, "JNE", "RESI1")
    shop.desk.call("advance_order", order, None, "delivered", "")
    shop.desk.call("advance_order", order, None, "completed", "")


def test_two_claims_near_each_other_do_not_stop_a_third(shop: Shop) -> None:
    """Cheap things: two earlier totals of one cart may both lie within 999 of the next one."""
    sari, quote = quoting(shop, 10_000)
    cart = sari.cart
    shop.run("update transfer_amounts set amount = 10400")
    shop.run(
        "insert into transfer_amounts (account_number, amount, cart_id, expires_at) values (%s, 10700, %s, now() + interval '1 hour')",
        NUMBER,
        cart,
    )
    shop.run("update marketplace_listings set list_price = 10300")
    again = sari.call("renew_quote")
    assert total(shop, again) in {10_400, 10_700}
    assert sari.places(again)


def test_an_amount_is_claimed_once_by_name(shop: Shop) -> None:
    sari, _ = quoting(shop, 50_000)
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_claim_per_account_and_amount"):
        shop.run(
            "insert into transfer_amounts (account_number, amount, cart_id) select account_number, amount, cart_id from transfer_amounts"
        )
    assert len(claims(shop, sari.cart)) == 1


def test_sixteen_at_once_for_ten_free_codes_get_ten_different_ones(shop: Shop) -> None:
    crowd(shop, 50_000, but=0)
    shop.run("delete from transfer_amounts where amount between 50101 and 50110")
    people = [shop.member() for _ in range(16)]
    for person in people:
        person.adds(shop.listing(price=50_000))
        person.fills_in()
    results = shop.at_once(
        *[lambda person=person: person.call("choose_payment", "transfer-bca", BANK) for person in people]
    )
    assert codes(results) == ["SW021"] * 6
    quotes = [result for result in results if isinstance(result, UUID)]
    assert sorted(code(shop, quote) for quote in quotes) == list(range(101, 111))
