"""Shipping quotes, proofs and payments: what may be asked for, what pauses expiry, what comes late."""

from datetime import timedelta

import psycopg
import pytest

from tests.db.orders import COST, order_in, state, timeline
from tests.db.people import TERM
from tests.db.shop import Shop

PROOF = ("image/jpeg", b"\xff\xd8")
BIGGEST = 9_223_372_036_854_775_807


@pytest.mark.parametrize("cost", [-1, 100_000_001, BIGGEST, None])
def test_a_shipping_cost_out_of_bounds_is_refused(shop: Shop, cost: int | None) -> None:
    _, order, _ = order_in(shop, "awaiting_quote")
    with shop.refuses("SW003", wanted=cost):
        shop.desk.call("quote_shipping", order, None, "JNE", "REG", cost)


@pytest.mark.parametrize("amount", [0, -1, 1_000_000_001, BIGGEST, None])
def test_a_payment_out_of_bounds_is_refused(shop: Shop, amount: int | None) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    with shop.refuses("SW003", wanted=amount):
        shop.desk.call("record_payment", order, None, amount, "")


def test_before_its_shipping_quote_an_order_can_neither_be_paid_nor_proven(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    with shop.refuses("SW020", **{"order_id": order, "from": "awaiting_quote", "to": "paid"}):
        shop.desk.call("record_payment", order, None, 100_000, "")
    with shop.refuses("SW020", **{"order_id": order, "from": "awaiting_quote", "to": "in_review"}):
        sari.call("submit_payment_proof", order, *PROOF)
    with shop.refuses("SW020", **{"order_id": order, "from": "awaiting_quote", "to": "paid"}):
        shop.run("update orders set status = 'paid'")
    with pytest.raises(psycopg.errors.CheckViolation, match="payable_orders_know_their_shipping"):
        shop.run("update orders set status = 'awaiting_payment', payment_due_at = now()")


def test_before_cs_has_quoted_there_is_nothing_to_accept(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    with shop.refuses("SW020", **{"order_id": order, "from": "awaiting_quote", "to": "awaiting_payment"}):
        sari.call("accept_shipping_quote", order, None, TERM)


def test_a_quote_that_cs_changed_meanwhile_is_not_what_the_shopper_accepts(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    shop.desk.call("quote_shipping", order, 1, "JNE", "REG", COST)
    shop.desk.call("quote_shipping", order, 2, "JNE", "YES", 2 * COST)
    with shop.refuses("SW021", order_id=order, version=3, seen=2):
        sari.call("accept_shipping_quote", order, 2, TERM)


def test_an_order_waits_for_its_quote_without_end(shop: Shop) -> None:
    _, order, product = order_in(shop, "awaiting_quote")
    shop.later("90 days")
    assert shop.worker.call("expire_orders", 10) == 0
    assert shop.worker.call("expire_holds", 10) == 0
    assert shop.holds(product) == [(f"order:{order}", 2)]


def test_the_payment_term_starts_with_the_acceptance(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    shop.later("10 days")
    shop.desk.call("quote_shipping", order, None, "JNE", "REG", COST)
    sari.call("accept_shipping_quote", order, None, TERM)
    assert shop.one("select payment_due_at - app_now() between '23:59' and '24:00' from orders")
    assert shop.one("select h.expires_at = o.payment_due_at from stock_holds h, orders o where h.state = 'held'")
    assert shop.one("select total_amount - subtotal_amount - unique_code from orders") == COST


@pytest.mark.parametrize(("missing", "payment"), [(1, "partial"), (0, "paid"), (-5_000, "overpaid")])
def test_a_payment_is_booked_as_what_it_is(shop: Shop, missing: int, payment: str) -> None:
    _, order, product = order_in(shop, "awaiting_payment")
    total = shop.one("select total_amount from orders")
    shop.desk.call("record_payment", order, None, total - missing, "mutasi BCA")
    assert state(shop, order) == ("awaiting_payment" if missing > 0 else "paid", payment)
    assert shop.one("select paid_amount from orders") == total - missing
    assert ("payment", "unpaid", payment, "mutasi BCA", "staff:7d4a3c1e-0000-4000-8000-000000000001") in timeline(
        shop, order
    )
    assert shop.one("select expires_at from stock_holds where state = 'held'") is None


def test_the_rest_of_a_partial_payment_pays_the_order(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    total = shop.one("select total_amount from orders")
    shop.desk.call("record_payment", order, None, 1, "")
    shop.later("3 days")
    assert shop.worker.call("expire_orders", 10) == 0
    shop.desk.call("record_payment", order, None, total - 1, "")
    assert state(shop, order) == ("paid", "paid")


def test_a_proof_pauses_expiry(shop: Shop) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    sari.call("submit_payment_proof", order, *PROOF)
    shop.later("30 days")
    assert (shop.worker.call("expire_orders", 10), shop.worker.call("expire_holds", 10)) == (0, 0)
    assert (state(shop, order), shop.holds(product)) == (("awaiting_payment", "in_review"), [(f"order:{order}", 2)])


def test_a_second_proof_is_kept_beside_the_first(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    for _ in range(2):
        sari.call("submit_payment_proof", order, *PROOF)
    assert shop.rows("select status from payment_proofs") == [("waiting",), ("waiting",)]


@pytest.mark.parametrize(
    ("kind", "content", "constraint"),
    [
        ("text/html", b"<p>", "proof_type_is_allowed"),
        ("image/svg+xml", b"<svg>", "proof_type_is_allowed"),
        ("image/png", b"", "proof_within_five_megabytes"),
        ("image/png", bytes(5 * 1024 * 1024 + 1), "proof_within_five_megabytes"),
    ],
)
def test_a_proof_of_another_kind_or_size_is_impossible(shop: Shop, kind: str, content: bytes, constraint: str) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    before = shop.contents()
    with pytest.raises(psycopg.errors.CheckViolation, match=constraint):
        sari.call("submit_payment_proof", order, kind, content)
    assert shop.contents() == before


@pytest.mark.parametrize("by", ["proof", "payment"])
def test_money_after_the_term_keeps_a_hold_that_nobody_took(shop: Shop, by: str) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    shop.later("25 hours")
    if by == "proof":
        sari.call("submit_payment_proof", order, *PROOF)
    else:
        shop.desk.call("record_payment", order, None, shop.one("select total_amount from orders"), "")
    assert shop.holds(product) == [(f"order:{order}", 2)]
    assert shop.worker.call("expire_holds", 10) == 0


@pytest.mark.parametrize("by", ["proof", "payment"])
def test_money_after_the_hold_was_swept_reserves_anew(shop: Shop, by: str) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    shop.later("25 hours")
    assert shop.worker.call("expire_holds", 10) == 1
    if by == "proof":
        sari.call("submit_payment_proof", order, *PROOF)
    else:
        shop.desk.call("record_payment", order, None, shop.one("select total_amount from orders"), "")
    assert shop.holds(product) == [(f"order:{order}", 2)]
    assert [row[0] for row in shop.ledger(product)] == ["reserve", "expire", "reserve"]


def test_the_total_is_the_sum_of_its_parts_in_the_table_too(shop: Shop) -> None:
    order_in(shop, "awaiting_payment")
    for column in ("subtotal_amount", "shipping_amount", "discount_amount", "unique_code", "total_amount"):
        with pytest.raises(psycopg.errors.CheckViolation, match="total_is_the_sum_of_its_parts"):
            shop.run(f"update orders set {column} = {column} + 1")
    assert shop.one("select payment_due_at - created_at from orders") > timedelta(hours=23)
