"""The forms of the desk's order page: each gives what it says, or the form with its messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.forms import FormErrors, FormReader, parse_uuid, printable

COURIERS = (
    "JNE", "J&T", "SiCepat", "AnterAja", "POS Indonesia", "TIKI", "Ninja Xpress", "ID Express", "Lion Parcel", "SPX", "GoSend",
    "GrabExpress",
)  # fmt: skip
MOST_MONEY = 1_000_000_000  # whole Rupiah in one slip, as in record_payment
INSTEAD = "instead_"  # of these fields the rest is the product's id


@dataclass(frozen=True, slots=True)
class ShippingQuote:
    """What a parcel costs, in whole Rupiah."""

    courier: str
    service: str
    cost: int


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole Rupiah and what it was."""

    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class Revival:
    """What was agreed about a closed order; replacements says for a product id which product is sent instead."""

    replacements: dict[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """Who carries the parcel, under which number."""

    courier: str
    tracking_number: str


def shown(typed: FormErrors | None, **known: str | int | None) -> FormErrors:
    """The forms as the page shows them: what was typed, else what is known of the order."""
    values = {name: "" if value is None else str(value) for name, value in known.items()}
    return FormErrors(values) if typed is None else FormErrors({**values, **typed.values}, typed.errors)


def kept(form: Mapping[str, str]) -> FormErrors:
    """What was typed, to be shown again after a refusal; the version is the page's own."""
    return FormErrors({name: printable(value) for name, value in form.items() if name != "version"})


def parse_shipping_quote(form: Mapping[str, str]) -> ShippingQuote | FormErrors:
    """Courier, service, cost."""
    reader = FormReader(form)
    courier = reader.text("courier", "Pilih kurirnya.", most=40)
    service = reader.text("service", most=40)
    cost = reader.rupiah("cost", "Isi ongkirnya.")
    return reader.errors_or(ShippingQuote(courier, service, cost))


def parse_payment(form: Mapping[str, str]) -> Money | FormErrors:
    """Money that came in."""
    return _money(form, "amount", "payment_note")


def parse_refund(form: Mapping[str, str]) -> Money | FormErrors:
    """Money that went back."""
    return _money(form, "refund_amount", "refund_note")


def parse_shipment(form: Mapping[str, str]) -> Shipment | FormErrors:
    """Courier and tracking number; carriers write letters, digits and hyphens."""
    reader = FormReader(form)
    courier = reader.text("courier", "Pilih kurirnya.", most=40)
    number = reader.text("tracking_number", "Isi nomor resinya.", most=40).replace(" ", "").upper()
    if number and not (number.isascii() and number.replace("-", "").isalnum() and len(number) >= 6):
        reader.refuse("tracking_number", "Nomor resi terdiri dari huruf dan angka, paling sedikit 6.")
    return reader.errors_or(Shipment(courier, number))


def parse_refusal(form: Mapping[str, str]) -> str | FormErrors:
    """Why a proof does not do; the shopper reads it."""
    return _text(form, "refusal", "Tulis alasannya, pembeli membacanya.", most=300)


def parse_cancellation(form: Mapping[str, str]) -> str | FormErrors:
    """Why an order is cancelled; the shopper reads it."""
    return _text(form, "cancel_reason", "Tulis alasannya, pembeli membacanya.", most=300)


def parse_answer(form: Mapping[str, str]) -> str | FormErrors:
    """What a shopper who wants to cancel is told; may be empty when the wish is granted."""
    return _text(
        form, "answer", "" if form.get("decision") == "grant" else "Tulis alasannya, pembeli membacanya.", most=300
    )


def parse_revival(form: Mapping[str, str]) -> Revival | FormErrors:
    """What was agreed with the shopper, and what is sent instead of a line; an empty field keeps the line's own goods."""
    reader = FormReader(form)
    names = [name for name in form if name.startswith(INSTEAD) and parse_uuid(name.removeprefix(INSTEAD))]
    chosen = {name.removeprefix(INSTEAD): reader.text(name, most=36) for name in names}
    note = reader.text("revive_note", "Tulis apa yang disepakati dengan pembeli.", most=300, lines=True)
    replacements = {product: instead for product, instead in chosen.items() if parse_uuid(instead)}
    return reader.errors_or(Revival(replacements, note))


def parse_note(form: Mapping[str, str]) -> str | FormErrors:
    """A note that only staff read."""
    return _text(form, "note", "Tulis catatannya.", most=2000)


def _money(form: Mapping[str, str], amount: str, note: str) -> Money | FormErrors:
    reader = FormReader(form)
    money = Money(reader.rupiah(amount, "Isi jumlahnya.", lowest=1, highest=MOST_MONEY), reader.text(note, most=300))
    return reader.errors_or(money)


def _text(form: Mapping[str, str], name: str, missing: str, *, most: int) -> str | FormErrors:
    reader = FormReader(form)
    return reader.errors_or(reader.text(name, missing or None, most=most, lines=True))
