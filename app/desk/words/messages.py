"""Messages to shoppers: the starting texts of templates.toml, what staff wrote in their place, and which of them suit an order."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from app.desk.words import blanks
from app.desk.words.queries import Edited
from app.orders.queries import Item, Order

_FILE = Path(__file__).with_name("templates.toml")


@dataclass(frozen=True, slots=True)
class Message:
    """A template as it reads now; version 0: nobody ever edited it. is_starting: it says its starting text."""

    key: str
    title: str
    body: str
    version: int = 0
    is_starting: bool = True
    who: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to one shopper: link opens WhatsApp with the text; suits: this is what the order's state calls for."""

    key: str
    title: str
    text: str
    missing: tuple[str, ...]
    link: str
    suits: bool


STARTING = {
    key: Message(key, found["title"], found["body"].strip())
    for key, found in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
}
_BY_STATUS = {
    "awaiting_quote": ("out_of_stock",),
    "awaiting_payment": ("payment_instruction", "reminder"),
    "paid": ("payment_received", "out_of_stock"),
    "processing": ("payment_received",),
    "shipped": ("shipped",),
    "delivered": ("arrived",),
    "completed": ("greeting",),
    "cancelled": ("apology",),
    "expired": ("greeting",),
}
SAMPLE = Order(
    id=UUID(int=0), order_number="SW-251122-K7QMP", status="awaiting_payment", payment_status="partial", version=1,
    created_at=datetime(2025, 11, 22, 5, tzinfo=UTC), payment_due_at=datetime(2025, 11, 23, 12, 5, tzinfo=UTC), seconds_to_pay=86_400,
    subtotal_amount=285_000, shipping_amount=18_000, discount_amount=0, unique_code=417, total_amount=303_417, paid_amount=300_000,
    refunded_amount=0, payment_method="transfer-bca", bank_account={"bank": "BCA", "number": "1234567890", "holder": "PT Sensasiwangi"},
    shipping_name="Ongkir dihitung CS", courier="JNE", shipping_service="REG", tracking_number="JT00812345678",
    recipient_name="Sari Wulandari", phone_number="+6281234567890", province_name="DI Yogyakarta", city_name="Sleman",
    district_name="Ngaglik", subdistrict_name="Sinduharjo", postal_code="55581", address_line="Jalan Kaliurang km 9 no. 4",
    additional_info="", proof_count=1, wants_to_cancel=False,
)  # fmt: skip
_SAMPLE_VALUES = blanks.values_of(SAMPLE, [], "https://sensasiwangi.example/order/1") | {
    "barang": "1 × Melati Senja 50 ml",
    "lebih": "Rp5.000",
    "dikembalikan": "Rp303.417",
}


def current(edited: list[Edited]) -> dict[str, Message]:
    """Every message by its key, in the order of templates.toml."""
    return STARTING | {each.key: _current(each) for each in edited if each.key in STARTING}


def sample(text: str) -> str:
    """A text as a made-up order fills it, for a look before it is saved."""
    return blanks.fill(text, _SAMPLE_VALUES).text


def drafts(messages: dict[str, Message], order: Order, items: list[Item], link: str) -> list[Draft]:
    """Every message filled from the order, those that suit its state first."""
    values, first = blanks.values_of(order, items, link), suited(order)
    ordered = [*first, *(key for key in messages if key not in first)]
    return [_draft(messages[key], values, order, suits=key in first) for key in ordered]


def suited(order: Order) -> list[str]:
    """The messages that the state of an order calls for, most likely first; never none."""
    is_open, is_unpaid = not order.is_closed_unsold, order.payment_status in {"unpaid", "failed"}
    by_money = {
        "over_payment": is_open and order.payment_status == "overpaid",
        "short_payment": order.is_payable and order.payment_status == "partial",
        "late_money": order.late_amount > 0,
        "refund": order.refunded_amount > 0,
        "shipping_quote": order.has_quote_to_accept,
        "proof_refused": order.is_payable and is_unpaid and order.proof_count > 0,
    }
    found = [key for key, applies in by_money.items() if applies]
    if order.status != "awaiting_payment" or is_unpaid:
        found += _BY_STATUS[order.status]
    return found or ["greeting"]


def _current(edited: Edited) -> Message:
    starting = STARTING[edited.key]
    title, body = edited.title or starting.title, edited.body or starting.body
    return Message(edited.key, title, body, edited.version, edited.body is None, edited.who, edited.updated_at)


def _draft(message: Message, values: dict[str, str | None], order: Order, *, suits: bool) -> Draft:
    filled = blanks.fill(message.body, values)
    link = f"https://wa.me/{order.phone_number.lstrip('+')}?text={quote(filled.text)}"
    return Draft(message.key, message.title, filled.text, filled.missing, "" if filled.missing else link, suits)
