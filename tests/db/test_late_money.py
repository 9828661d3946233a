"""Money that arrives when the order is closed already: the goods again, others instead, or the money back; never lost."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.db.orders import order_in, state, timeline
from tests.db.people import Person
from tests.db.shop import Shop

PROOF = ("image/png", b"\x89PNG")
DESK = "staff:7d4a3c1e-0000-4000-8000-000000000001"


def closed(shop: Shop, status: str) -> tuple[Person, UUID, UUID, int]:
    """A payable order that ended without money: shopper, order, product, what it asked for."""
    if status == "expired":
        sari, order, product = order_in(shop, "expired")
    else:
        sari, order, product = order_in(shop, "awaiting_payment")
        sari.call("cancel_own_order", order, None, "salah pilih")
    assert (state(shop, order), shop.stock(product)) == ((status, "unpaid"), (5, 0))
    return sari, order, product, shop.one("select total_amount from orders where id = %s", order)


def late_money(shop: Shop) -> list[tuple[Any, ...]]:
    """What waits: order, status, money we keep, items that cannot be had."""
    return shop.desk.rows("select order_id, status, kept_amount, missing from late_money()")


def test_the_goods_are_there_so_late_money_pays_the_order(shop: Shop) -> None:
    for status in ("expired", "cancelled"):
        _, order, product, total = closed(shop, status)
        assert shop.desk.call("record_payment", order, None, total, "mutasi BCA") is True
        assert (state(shop, order), shop.holds(product)) == (("paid", "paid"), [(f"order:{order}", 2)])
        assert shop.one("select closed_at, paid_amount from orders where id = %s", order) == (None, total)
        assert timeline(shop, order)[-2:] == [
            ("payment", "unpaid", "paid", "mutasi BCA", DESK),
            ("status", status, "paid", "mutasi BCA", DESK),
        ]
    assert late_money(shop) == []


@pytest.mark.parametrize("status", ["expired", "cancelled"])
def test_money_for_stock_that_is_gone_waits_for_refund_or_replacement(shop: Shop, status: str) -> None:
    """Without this an order would be paid for bottles that somebody else holds, or the money would be nowhere."""
    _, order, product, total = closed(shop, status)
    shop.call("reserve_stock", product, 4)
    assert shop.desk.call("record_payment", order, None, total, "mutasi BCA") is False
    assert (state(shop, order), shop.stock(product)) == ((status, "paid"), (5, 4))
    assert late_money(shop) == [(order, status, total, 1)]
    assert shop.rows("select kind, amount, reason, actor from payments") == [("payment", total, "mutasi BCA", DESK)]


@pytest.mark.parametrize("by", ["payment", "proof"])
def test_money_for_stock_that_is_gone_before_anybody_expired_the_order(shop: Shop, by: str) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    total = shop.one("select total_amount from orders")
    shop.later("25 hours")
    shop.call("reserve_stock", product, 4)
    if by == "payment":
        assert shop.desk.call("record_payment", order, None, total, "") is False
    else:
        sari.call("submit_payment_proof", order, *PROOF)
    assert state(shop, order) == ("expired", "paid" if by == "payment" else "in_review")
    assert timeline(shop, order)[-1 if by == "payment" else -2][1:4] == (
        "awaiting_payment",
        "expired",
        "Stoknya habis sebelum pembayaran masuk",
    )
    assert shop.stock(product) == (5, 4)


def test_too_little_late_money_does_not_bring_an_order_back(shop: Shop) -> None:
    _, order, product, total = closed(shop, "expired")
    assert shop.desk.call("record_payment", order, None, total - 1, "") is False
    assert (state(shop, order), shop.stock(product)) == (("expired", "partial"), (5, 0))
    assert late_money(shop) == [(order, "expired", total - 1, 0)]
    assert shop.desk.call("record_payment", order, None, 1, "sisanya") is True
    assert (state(shop, order), late_money(shop)) == (("paid", "paid"), [])


def test_a_late_proof_is_kept_for_cs_and_moves_nothing(shop: Shop) -> None:
    for status in ("expired", "cancelled"):
        sari, order, product, _ = closed(shop, status)
        sari.call("submit_payment_proof", order, *PROOF)
        assert (state(shop, order), shop.stock(product)) == ((status, "in_review"), (5, 0))
        assert shop.rows("select status from payment_proofs where order_id = %s", order) == [("waiting",)]


def test_a_cancelled_order_that_was_paid_waits_for_its_refund(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    total = shop.one("select total_amount from orders")
    shop.desk.call("advance_order", order, None, "cancelled", "botol pecah")
    assert late_money(shop) == [(order, "cancelled", total, 0)]
    shop.desk.call("record_refund", order, None, total - 1, "transfer balik")
    assert (state(shop, order), late_money(shop)) == (
        ("cancelled", "partially_refunded"),
        [(order, "cancelled", 1, 0)],
    )
    shop.desk.call("record_refund", order, None, 1, "sisanya")
    assert (state(shop, order), late_money(shop)) == (("cancelled", "refunded"), [])
    assert timeline(shop, order)[-1] == ("payment", "partially_refunded", "refunded", "sisanya", DESK)


def test_a_surplus_goes_back_and_the_order_goes_on(shop: Shop) -> None:
    _, order, _ = order_in(shop, "processing")
    shop.desk.call("record_payment", order, None, 7_000, "transfer dobel")
    assert state(shop, order) == ("processing", "overpaid")
    shop.desk.call("record_refund", order, None, 7_000, "transfer balik")
    assert state(shop, order) == ("processing", "paid")


@pytest.mark.parametrize("amount", [0, -1, 1, None])
def test_a_refund_out_of_bounds_is_refused(shop: Shop, amount: int | None) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    with shop.refuses("SW003", wanted=amount, limit="refund", maximum=0):
        shop.desk.call("record_refund", order, None, amount, "")


def test_money_after_a_refund_counts_anew(shop: Shop) -> None:
    _, order, product, total = closed(shop, "expired")
    shop.call("reserve_stock", product, 4)
    shop.desk.call("record_payment", order, None, total, "")
    shop.desk.call("record_refund", order, None, total, "")
    shop.call("release_stock", product, 4)
    assert shop.desk.call("record_payment", order, None, total, "kirim lagi") is True
    assert (state(shop, order), shop.holds(product)) == (("paid", "paid"), [(f"order:{order}", 2)])
    assert shop.one("select paid_amount, refunded_amount from orders") == (2 * total, total)


def test_when_the_goods_come_back_the_order_is_revived(shop: Shop) -> None:
    _, order, product, total = closed(shop, "expired")
    shop.call("reserve_stock", product, 4)
    shop.desk.call("record_payment", order, None, total, "")
    with shop.refuses("SW001", product_id=product, wanted=2, available=1):
        shop.desk.call("revive_order", order, None, "{}", "")
    shop.desk.call("receive_stock", product, 1, "kiriman")
    assert late_money(shop) == [(order, "expired", total, 0)]
    shop.desk.call("revive_order", order, None, "{}", "stok datang")
    assert (state(shop, order), shop.stock(product)) == (("paid", "paid"), (6, 6))
    assert late_money(shop) == []


def test_a_replacement_takes_the_place_of_what_is_gone_at_the_price_that_was_paid(shop: Shop) -> None:
    _, order, product, total = closed(shop, "expired")
    other = shop.listing(stock=3, price=999_000)
    shop.call("reserve_stock", product, 5)
    shop.desk.call("record_payment", order, None, total, "")
    shop.desk.call("revive_order", order, None, f'{{"{product}": "{other}"}}', "Sari setuju lewat WhatsApp")
    assert (state(shop, order), shop.holds(other)) == (("paid", "paid"), [(f"order:{order}", 2)])
    assert shop.rows("select product_id, quantity, unit_price from order_items") == [(other, 2, 100_000)]
    names = [shop.one("select name from products where id = %s", each) for each in (product, other)]
    assert ("item", *names, "Sari setuju lewat WhatsApp", DESK) in timeline(shop, order)


def test_a_replacement_that_is_not_there_or_in_the_order_already_is_refused(shop: Shop) -> None:
    _, order, product, total = closed(shop, "expired")
    nothing, gone = uuid4(), shop.listing(stock=1)
    shop.call("reserve_stock", product, 5)
    shop.desk.call("record_payment", order, None, total, "")
    with shop.refuses("SW002", product_id=nothing):
        shop.desk.call("revive_order", order, None, f'{{"{product}": "{nothing}"}}', "")
    with shop.refuses("SW003", product_id=product, limit="line"):
        shop.desk.call("revive_order", order, None, f'{{"{gone}": "{product}"}}', "")
    with shop.refuses("SW001", product_id=gone, wanted=2, available=1):
        shop.desk.call("revive_order", order, None, f'{{"{product}": "{gone}"}}', "")


def test_without_all_its_money_an_order_is_not_revived(shop: Shop) -> None:
    _, order, _, total = closed(shop, "expired")
    shop.desk.call("record_payment", order, None, total - 1, "")
    with shop.refuses("SW020", **{"order_id": order, "from": "expired", "to": "paid"}):
        shop.desk.call("revive_order", order, None, "{}", "")


def test_an_order_that_never_had_a_total_takes_money_but_is_not_sold(shop: Shop) -> None:
    _, order, _ = order_in(shop, "cancelled")
    assert shop.desk.call("record_payment", order, None, 500_000, "salah kirim") is False
    assert late_money(shop) == [(order, "cancelled", 500_000, 0)]
    with shop.refuses("SW020", **{"order_id": order, "from": "cancelled", "to": "paid"}):
        shop.desk.call("revive_order", order, None, "{}", "")


def test_of_two_bookings_of_the_same_late_money_the_second_sees_the_first(shop: Shop) -> None:
    _, order, _, total = closed(shop, "expired")
    seen = shop.one("select version from orders")
    with shop.desk.acting() as desk:
        desk.execute("select record_payment(%s, %s, %s, '')", [order, seen, total])
        waiting = Person(shop, shop.desk.role).starts("record_payment", order, seen, total, "")
    with shop.refuses("SW021", order_id=order, version=seen + 2, seen=seen):
        waiting.result()
    assert shop.one("select count(*) from payments") == 1
