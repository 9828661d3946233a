"""What fills a message, without a database: every starting text, every state of an order, and nothing invented."""

from dataclasses import replace

import pytest

from app.desk.words import blanks, forms, messages
from app.orders.statuses import STATUSES
from tests.db.orders import PAYMENTS

LINK = "https://toko.contoh/order/1"
BARE = replace(
    messages.SAMPLE, status="awaiting_quote", payment_status="unpaid", shipping_amount=None, courier=None, shipping_service=None,
    tracking_number=None, paid_amount=0, payment_due_at=None, proof_count=0,
)  # fmt: skip


@pytest.mark.parametrize("key", messages.STARTING)
def test_a_starting_text_would_be_taken_from_the_form(key: str) -> None:
    message = messages.STARTING[key]
    form = {"title": message.title, "body": message.body}
    assert forms.parse_wording(form) == forms.Wording(message.title, message.body)


@pytest.mark.parametrize("key", messages.STARTING)
def test_a_starting_text_speaks_like_the_shop(key: str) -> None:
    text = messages.STARTING[key].body
    assert text.startswith("Halo {nama}")
    assert "!" not in text
    assert "Anda" not in text


@pytest.mark.parametrize("key", messages.STARTING)
def test_a_link_ends_its_line_so_that_no_mark_becomes_part_of_it(key: str) -> None:
    lines = messages.STARTING[key].body.splitlines()
    assert [line for line in lines if "{tautan}" in line and line != "{tautan}"] == []


def test_the_sample_fills_every_blank() -> None:
    assert "[" not in messages.sample(blanks.ALLOWED)


@pytest.mark.parametrize("payment", PAYMENTS)
@pytest.mark.parametrize("status", STATUSES)
def test_every_state_has_a_message_and_each_message_comes_once(status: str, payment: str) -> None:
    order = replace(messages.SAMPLE, status=status, payment_status=payment)
    drafts = messages.drafts(messages.STARTING, order, [], LINK)
    assert drafts[0].suits
    assert sorted(draft.key for draft in drafts) == sorted(messages.STARTING)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"status": "awaiting_quote", "payment_status": "unpaid", "paid_amount": 0}, "shipping_quote"),
        ({"payment_status": "unpaid", "paid_amount": 0, "proof_count": 0}, "payment_instruction"),
        ({"payment_status": "unpaid", "paid_amount": 0}, "proof_refused"),
        ({"payment_status": "in_review", "paid_amount": 0}, "greeting"),
        ({"payment_status": "partial"}, "short_payment"),
        ({"status": "paid", "payment_status": "overpaid", "paid_amount": 400_000}, "over_payment"),
        ({"status": "paid", "payment_status": "paid"}, "payment_received"),
        ({"status": "shipped", "payment_status": "paid"}, "shipped"),
        ({"status": "expired", "payment_status": "paid"}, "late_money"),
        ({"status": "cancelled", "payment_status": "refunded", "refunded_amount": 300_000}, "refund"),
    ],
)
def test_the_state_says_which_message_comes_first(changes: dict, first: str) -> None:
    drafts = messages.drafts(messages.STARTING, replace(messages.SAMPLE, **changes), [], LINK)
    assert drafts[0].key == first


@pytest.mark.parametrize(
    "name", ["total", "ongkir", "kurir", "resi", "batas_bayar", "masuk", "kurang", "lebih", "dikembalikan"]
)
def test_what_an_order_does_not_have_is_missing(name: str) -> None:
    filled = blanks.fill(f"Ini {{{name}}}.", blanks.values_of(BARE, [], LINK))
    assert filled.missing == (blanks.BLANKS[name],)


def test_a_draft_that_lacks_something_has_no_link() -> None:
    by_key = {draft.key: draft for draft in messages.drafts(messages.STARTING, BARE, [], LINK)}
    assert by_key["shipped"].link == ""
    assert by_key["greeting"].link.startswith("https://wa.me/6281234567890?text=Halo%20Sari%20Wulandari")


def test_amounts_are_those_of_the_order() -> None:
    values = blanks.values_of(replace(messages.SAMPLE, paid_amount=310_000, refunded_amount=1_000), [], LINK)
    asked = ("total", "ongkir", "masuk", "lebih", "dikembalikan", "kurang")
    assert [values[name] for name in asked] == ["Rp303.417", "Rp18.000", "Rp309.000", "Rp5.583", "Rp1.000", None]
