"""The form of an endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.forms import FormErrors, FormReader, filled
from app.webhooks.addresses import ADDRESS_HELP, LONGEST, AddressError, Rules, Target, parse_target

EVENTS = (
    "order.placed", "order.quoted", "order.paid", "order.shipped", "order.completed", "order.cancelled", "stock.low",
)  # fmt: skip
NO_EVENT = "Pilih paling sedikit satu kejadian."
TAKEN = "Alamat ini sudah terdaftar."


@dataclass(frozen=True, slots=True)
class Wish:
    """An endpoint as somebody wants it."""

    address: str
    target: Target
    events: list[str]
    is_on: bool


def parse_endpoint(form: Mapping[str, str], allowed: Rules) -> Wish | FormErrors:
    """Address, a box for each event, on or off."""
    reader, target = FormReader(form), Target("", "", "", 0, "")
    address = reader.text("address", ADDRESS_HELP, most=LONGEST)
    try:
        target = parse_target(address, allowed)
    except AddressError as cause:
        reader.refuse("address", str(cause))
    events = [event for event in EVENTS if reader.flag(event)]
    if not events:
        reader.refuse("events", NO_EVENT)
    return reader.errors_or(Wish(address, target, events, reader.flag("is_on")))


def typed(address: str, events: list[str], *, is_on: bool) -> FormErrors:
    """An endpoint as its form shows it."""
    return filled(address=address, is_on="ya" if is_on else "", **dict.fromkeys(events, "ya"))
