"""What is pasted, and what is printed, as typed statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from app.desk.paste.bank import Transfer
from app.statements import Statement, named

sql = named("desk_paste")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order that a line of a statement may pay; due is what is missing, in whole Rupiah. See matching.Candidate."""

    number: int
    id: UUID
    order_number: str
    status: str
    version: int
    recipient_name: str
    unique_code: int
    due: int
    is_open: bool
    is_numbered: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class Use:
    """A line that was booked before: for which order, by whom, when."""

    number: int
    order_id: UUID
    order_number: str
    who: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """An order that a pasted tracking number names; courier is the one its shipping was quoted with."""

    id: UUID
    order_number: str
    status: str
    version: int
    recipient_name: str
    city_name: str
    courier: str | None
    tracking_number: str | None
    wants_to_cancel: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A tracking number that an order has already."""

    tracking_number: str
    order_number: str


@dataclass(frozen=True, slots=True)
class Slip:
    """An order as it is packed; amounts in whole Rupiah."""

    id: UUID
    order_number: str
    created_at: datetime
    courier: str | None
    shipping_service: str | None
    tracking_number: str | None
    recipient_name: str
    phone_number: str
    province_name: str
    city_name: str
    district_name: str
    subdistrict_name: str
    postal_code: str
    address_line: str
    additional_info: str
    subtotal_amount: int
    shipping_amount: int | None
    discount_amount: int
    unique_code: int
    total_amount: int


@dataclass(frozen=True, slots=True)
class SlipLine:
    """What goes into the parcel."""

    order_id: UUID
    name: str
    quantity: int
    unit_price: int
    line_total: int


def candidates(account: str, lines: Iterable[Transfer]) -> Statement[list[Candidate]]:
    """The orders that each line may pay, on the account with this number."""
    return sql.rows("candidates", Candidate, account=account, lines=Jsonb([_sought(line) for line in lines]))


def uses(account: str, lines: Iterable[Transfer]) -> Statement[list[Use]]:
    """The lines that were booked before."""
    return sql.rows("uses", Use, account=account, lines=Jsonb([_identity(line) for line in lines]))


def book(account: str, line: Transfer, order_id: UUID, version: int) -> Statement[str]:
    """Books a line for an order: booked, late or used."""
    whole = {**_identity(line), "account_number": account, "description": line.description}
    return sql.scalar("book", order_id=order_id, version=version, line=Jsonb(whole))


def parcels(order_numbers: list[str]) -> Statement[list[Parcel]]:
    """The orders with these numbers."""
    return sql.rows("parcels", Parcel, order_numbers=order_numbers)


def taken(tracking_numbers: list[str]) -> Statement[list[Taken]]:
    """Which of these tracking numbers orders have already."""
    return sql.rows("taken", Taken, tracking_numbers=tracking_numbers)


def ship(order_id: UUID, version: int, courier: str, tracking_number: str) -> Statement[None]:
    """The parcel is on its way; packed first where nobody said so."""
    return sql.run("ship", order_id=order_id, version=version, courier=courier, tracking_number=tracking_number)


def slips(order_ids: list[UUID]) -> Statement[list[Slip]]:
    """The orders that exist, in the order that was asked for."""
    return sql.rows("slips", Slip, order_ids=order_ids)


def slip_lines(order_ids: list[UUID]) -> Statement[list[SlipLine]]:
    """What is in them."""
    return sql.rows("slip_lines", SlipLine, order_ids=order_ids)


def _sought(line: Transfer) -> dict[str, Any]:
    return {"number": line.number, "amount": line.amount, "words": line.words, "order_numbers": line.order_numbers}


def _identity(line: Transfer) -> dict[str, Any]:
    """What tells a line from every other one of its account."""
    return {
        "number": line.number,
        "booked_on": line.booked_on.isoformat(),
        "amount": line.amount,
        "words": line.words,
        "occurrence": line.occurrence,
    }
