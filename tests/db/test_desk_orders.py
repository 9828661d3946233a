"""What staff decide, and taking it back within thirty seconds."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.db.orders import COST, order_in, state, timeline, version
from tests.db.people import Person
from tests.db.shop import Shop


@pytest.fixture
def citra(shop: Shop) -> Person:
    return shop.colleague("citra")


def in_review(shop: Shop) -> tuple[Person, UUID, UUID, UUID]:
    """A payable order with a proof: shopper, order, product, proof."""
    sari, order, product = order_in(shop, "awaiting_payment")
    sari.call("submit_payment_proof", order, "image/png", b"x")
    return sari, order, product, shop.one("select id from payment_proofs where order_id = %s", order)


def whole(shop: Shop, order: UUID) -> Any:
    """The order, its holds, proofs and stock: all that taking back must restore (the clock of versions aside)."""
    return shop.one(
        """select to_jsonb(o) - array['version', 'updated_at', 'status_since'] || jsonb_build_object(
            'holds', (select jsonb_agg(jsonb_build_array(product_id, quantity, expires_at) order by product_id)
                from stock_holds where owner = 'order:' || o.id and state = 'held'),
            'proofs', (select jsonb_agg(jsonb_build_array(id, status, refusal) order by id) from payment_proofs where order_id = o.id),
            'stock', (select jsonb_agg(jsonb_build_array(stock_on_hand, stock_reserved)) from marketplace_listings))
        from orders o where id = %s""",
        order,
    )


def test_a_refused_proof_tells_why_and_the_term_goes_on(shop: Shop, citra: Person) -> None:
    sari, order, product, proof = in_review(shop)
    with shop.denies("SW003"):
        citra.call("refuse_proof", order, None, proof, " ")
    with shop.denies("SW020"):
        citra.call("refuse_proof", order, None, uuid4(), "buram")
    shop.later("23 hours")
    citra.call("refuse_proof", order, version(shop, order), proof, "Bukan rekening kami")
    assert state(shop, order) == ("awaiting_payment", "unpaid")
    assert timeline(shop, order)[-1][:4] == ("payment", "in_review", "unpaid", "Bukan rekening kami")
    assert sari.rows("select status, refusal from payment_proofs") == [("refused", "Bukan rekening kami")]
    left = "select extract(epoch from {} - app_now()) / 3600 from {}"
    assert float(shop.one(left.format("payment_due_at", "orders"))) == pytest.approx(24)
    assert float(shop.one(left.format("expires_at", "stock_holds where state = 'held'"))) == pytest.approx(24)
    assert shop.stock(product) == (5, 2)
    with shop.denies("SW020"):
        citra.call("refuse_proof", order, None, proof, "lagi")


def test_one_refused_proof_of_two_leaves_the_other_to_be_looked_at(shop: Shop, citra: Person) -> None:
    sari, order, _, proof = in_review(shop)
    sari.call("submit_payment_proof", order, "image/png", b"y")
    citra.call("refuse_proof", order, None, proof, "buram")
    assert state(shop, order) == ("awaiting_payment", "in_review")


def test_a_wish_is_granted_or_refused_with_a_reason(shop: Shop, citra: Person) -> None:
    sari, order, product = order_in(shop, "paid")
    with shop.denies("SW020"):
        citra.call("resolve_wish", order, None, True, "")
    sari.call("wish_cancellation", order, None, "salah alamat")
    with shop.denies("SW003"):
        citra.call("resolve_wish", order, None, False, "")
    citra.call("resolve_wish", order, None, False, "Sudah di kurir")
    assert (state(shop, order), timeline(shop, order)[-1][:4]) == (
        ("paid", "paid"), ("wish", "asked", "refused", "Sudah di kurir"),
    )  # fmt: skip
    sari.call("wish_cancellation", order, None, "sungguh")
    citra.call("resolve_wish", order, None, True, "Baik")
    assert (state(shop, order), shop.stock(product)) == (("cancelled", "paid"), (5, 0))


ACTIONS = {
    "quote": ("awaiting_quote", lambda by, order, _: by.call("quote_shipping", order, None, "JNE", "YES", COST)),
    "processing": ("paid", lambda by, order, _: by.call("advance_order", order, None, "processing", "")),
    "shipped": ("processing", lambda by, order, _: by.call("ship_order", order, None, "JNE", "RESI0001")),
    "delivered": ("shipped", lambda by, order, _: by.call("advance_order", order, None, "delivered", "")),
    "payment": ("awaiting_payment", lambda by, order, due: by.call("record_payment", order, None, due, "")),
    "short payment": ("awaiting_payment", lambda by, order, due: by.call("record_payment", order, None, due - 5, "")),
    "too much": ("awaiting_payment", lambda by, order, due: by.call("record_payment", order, None, due + 5, "")),
    "refund": ("paid", lambda by, order, due: by.call("record_refund", order, None, due - 5, "")),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_what_is_taken_back_leaves_everything_as_it_was(shop: Shop, citra: Person, name: str) -> None:
    status, act = ACTIONS[name]
    _, order, _ = order_in(shop, status)
    before, due = whole(shop, order), shop.one("select total_amount from orders")
    act(citra, order, due)
    kind = {"short payment": "payment", "too much": "payment"}.get(name, name)
    assert citra.call("undoable_action", order)[0] == kind
    assert citra.call("undo_last", order, version(shop, order)) == kind
    assert whole(shop, order) == before
    assert shop.rows("select * from stock_audit()") == []
    with shop.denies("SW020"):
        citra.call("undo_last", order, None)


def test_a_payment_with_its_proofs_is_taken_back(shop: Shop, citra: Person) -> None:
    _, order, _, _ = in_review(shop)
    before = whole(shop, order)
    citra.call("record_payment", order, None, shop.one("select total_amount from orders"), "")
    citra.call("undo_last", order, None)
    assert whole(shop, order) == before
    assert shop.rows("select kind from payments order by id") == [("payment",), ("payment_undone",)]


def test_a_refused_proof_is_taken_back(shop: Shop, citra: Person) -> None:
    _, order, _, proof = in_review(shop)
    before = whole(shop, order)
    citra.call("refuse_proof", order, None, proof, "buram")
    assert citra.call("undo_last", order, None) == "proof"
    assert whole(shop, order) == before


def test_only_within_thirty_seconds_by_the_same_person_and_when_nothing_came_after(shop: Shop, citra: Person) -> None:
    sari, order, _ = order_in(shop, "paid")
    made = shop.colleague("made")
    citra.call("advance_order", order, None, "processing", "")
    with shop.denies("SW020"):
        made.call("undo_last", order, None)
    with shop.denies("SW021"):
        citra.call("undo_last", order, 1)
    shop.later("31 seconds")
    with shop.denies("SW020"):
        citra.call("undo_last", order, None)
    shop.later("0")
    citra.call("ship_order", order, None, "JNE", "RESI0001")
    sari.call("confirm_received", order, None)
    assert citra.rows("select * from undoable_action(%s)", order) == []
    with shop.denies("SW020"):
        citra.call("undo_last", order, None)


def test_what_a_shopper_did_since_is_not_undone_with_it(shop: Shop, citra: Person) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    citra.call("record_payment", order, None, 5_000, "")
    sari.call("submit_payment_proof", order, "image/png", b"x")
    assert citra.rows("select * from undoable_action(%s)", order) == []
    with shop.denies("SW020"):
        citra.call("undo_last", order, None)


@pytest.mark.parametrize("status", ["cancelled", "late money"])
def test_what_cannot_honestly_be_taken_back_is_not_offered(shop: Shop, citra: Person, status: str) -> None:
    if status == "cancelled":
        _, order, _ = order_in(shop, "awaiting_payment")
        citra.call("advance_order", order, None, "cancelled", "")
    else:
        _, order, _ = order_in(shop, "expired")
        citra.call("record_payment", order, None, shop.one("select total_amount from orders"), "")
    assert citra.rows("select * from undoable_action(%s)", order) == []


def test_nobody_steps_back_outside_of_taking_back(shop: Shop, citra: Person) -> None:
    _, order, _ = order_in(shop, "processing")
    with shop.denies("SW020"):
        citra.call("advance_order", order, None, "paid", "")
    with shop.denies("SW020"):
        shop.call("move_order", order, "paid", "")


def test_a_parcel_without_a_number_is_not_sent(shop: Shop, citra: Person) -> None:
    _, order, product = order_in(shop, "processing")
    for number in (None, "", "  "):
        with shop.denies("SW003"):
            citra.call("ship_order", order, None, "JNE", number)
    assert (state(shop, order)[0], shop.stock(product)) == ("processing", (5, 2))
