"""Which mail a change calls for, judged by what is true when it is written."""

import pytest

from app.dev.samples.made import made
from app.mail import choosing
from app.mail.queries import Event
from app.orders.queries import Order

TOTAL = 588_417


def an_event(kind: str, before: str | None, after: str | None, **given: object) -> Event:
    facts = {"is_taken_back": False, "is_superseded": False, "last_slip": None, "slips": None, "last_proof": None}
    return made(Event, kind=kind, from_value=before, to_value=after, actor_kind="staff", **facts | given)


def an_order(status: str, payment: str = "unpaid", paid: int = 0, refunded: int = 0, **given: object) -> Order:
    return made(Order, status=status, payment_status=payment, paid_amount=paid, refunded_amount=refunded, **given)


WAITING = an_order("awaiting_payment")
SHORT = an_order("awaiting_payment", "partial", 5)
QUOTED = an_order("awaiting_quote")
CASES = [
    (("status", None, "awaiting_quote"), {}, an_order("awaiting_quote", shipping_amount=None), "received"),
    (("status", None, "awaiting_payment"), {}, WAITING, "received"),
    (("shipping", None, "18000"), {}, QUOTED, "shipping_quoted"),
    (("shipping", None, "18000"), {"is_superseded": True}, QUOTED, None),
    (("shipping", None, "18000"), {}, WAITING, None),
    (("status", "awaiting_quote", "awaiting_payment"), {}, WAITING, "payment_instruction"),
    (("status", "awaiting_quote", "awaiting_payment"), {}, an_order("paid", "paid", TOTAL), None),
    (("payment", "unpaid", "in_review"), {}, an_order("awaiting_payment", "in_review"), "proof_received"),
    (("payment", "unpaid", "in_review"), {}, an_order("paid", "paid", TOTAL), None),
    (("payment", "in_review", "unpaid"), {"last_proof": "refused"}, WAITING, "proof_refused"),
    (("payment", "in_review", "partial"), {"last_proof": "refused", "last_slip": "payment"}, SHORT, "proof_refused"),
    (("payment", "in_review", "partial"), {"last_proof": "accepted", "last_slip": "payment"}, SHORT, "payment_short"),
    (("payment", "in_review", "paid"), {"last_slip": "payment"}, an_order("paid", "paid", TOTAL), "payment_confirmed"),
    (("payment", "unpaid", "overpaid"), {"last_slip": "payment"}, an_order("paid", "overpaid", TOTAL + 1), "payment_over"),
    (("payment", "unpaid", "paid"), {"last_slip": "payment"}, an_order("expired", "paid", TOTAL), "late_money"),
    (("payment", "overpaid", "paid"), {"last_slip": "refund"}, an_order("paid", "paid", TOTAL + 1, 1), "refunded"),
    (("payment", "unpaid", "paid"), {"last_slip": "payment_undone"}, WAITING, None),
    (("payment", "unpaid", "paid"), {"last_slip": "payment", "is_taken_back": True}, WAITING, None),
    (("status", "awaiting_payment", "paid"), {"last_slip": "payment"}, an_order("paid", "paid", TOTAL), None),
    (("status", "expired", "paid"), {"last_slip": "payment"}, an_order("paid", "paid", TOTAL), "payment_confirmed"),
    (("status", "paid", "processing"), {}, an_order("processing", "paid", TOTAL), None),
    (("status", "processing", "shipped"), {}, an_order("shipped", "paid", TOTAL), "shipped"),
    (("status", "processing", "shipped"), {"is_taken_back": True}, an_order("processing", "paid", TOTAL), None),
    (("status", "shipped", "delivered"), {}, an_order("delivered", "paid", TOTAL), "delivered"),
    (("status", "shipped", "delivered"), {}, an_order("completed", "paid", TOTAL), None),
    (("status", "delivered", "completed"), {}, an_order("completed", "paid", TOTAL), None),
    (("status", "awaiting_payment", "cancelled"), {}, an_order("cancelled"), "cancelled"),
    (("status", "awaiting_payment", "expired"), {}, an_order("expired"), "expired"),
    (("status", "awaiting_payment", "expired"), {}, an_order("expired", "partial", 5), None),
    (("wish", "asked", "refused"), {}, an_order("processing", "paid", TOTAL), "wish_refused"),
    (("wish", "asked", "refused"), {}, an_order("cancelled", "paid", TOTAL), None),
    (("reminder", None, None), {}, WAITING, "reminder"),
    (("reminder", None, None), {}, an_order("awaiting_payment", "in_review"), None),
]  # fmt: skip


@pytest.mark.parametrize(("change", "facts", "order", "expected"), CASES)
def test_a_change_calls_for(change: tuple, facts: dict, order: Order, expected: str | None) -> None:
    assert choosing.template(an_event(*change, **facts), order) == expected


def test_every_mail_has_a_case_and_a_file() -> None:
    from tests.rules.source import TEMPLATES

    files = {path.stem for path in (TEMPLATES / "mail" / "orders").glob("*.jinja")} - {"_parts"}
    assert files == {case[3] for case in CASES} - {None}


def test_two_slips_that_are_told_in_one_mail_have_one_key() -> None:
    order = an_order("paid", "paid", TOTAL)
    paid = an_event("payment", "partial", "paid", id=7, last_slip="payment", slips=2)
    revived = an_event("status", "expired", "paid", id=8, last_slip="payment", slips=2)
    keys = {choosing.event_key(each, choosing.template(each, order) or "") for each in (paid, revived)}
    assert len(keys) == 1
    shipped = [an_event("status", "processing", "shipped", id=number) for number in (9, 12)]
    assert len({choosing.event_key(each, "shipped") for each in shipped}) == 2
