"""The figures of a period, as typed statements."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.desk.figures.forms import Period
from app.statements import Statement, named

sql = named("desk_figures")


@dataclass(frozen=True, slots=True)
class Placed:
    """Orders placed on a day (WIB) that have a status now, their sum in whole Rupiah; failed: their payment did.

    tests: orders of smoke tests, which count nowhere else.
    """

    day: date
    status: str
    orders: int
    amount: int
    failed: int
    tests: int


@dataclass(frozen=True, slots=True)
class Abandoned:
    """Carts begun on a day (WIB) and left unordered, and checkouts last begun on it and left."""

    day: date
    carts: int
    checkouts: int


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Orders whose first proof came in the period: how many were measured and how many wait; seconds until the payment."""

    confirmed: int
    waiting: int
    median: float | None
    slow: float | None  # nine of ten took less


@dataclass(frozen=True, slots=True)
class Turnover:
    """Pieces sent in the period, on hand at its beginning and end, and found missing or too many."""

    sold: int
    at_first: int
    at_last: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A listing whose stock was corrected: how often, pieces that were missing and pieces too many."""

    product_id: UUID
    name: str
    times: int
    missing: int
    surplus: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Listings that cannot be bought now."""

    sold_out: int
    paused: int
    drafts: int


def days(period: Period) -> Statement[list[Placed]]:
    """By day and status."""
    return sql.rows("days", Placed, **_moments(period))


def abandoned(period: Period) -> Statement[list[Abandoned]]:
    """By day."""
    return sql.rows("abandoned", Abandoned, **_moments(period))


def confirmations(period: Period) -> Statement[Confirmations | None]:
    """Always one row."""
    return sql.row("confirmations", Confirmations, **_moments(period))


def turnover(period: Period) -> Statement[Turnover | None]:
    """Always one row."""
    return sql.row("turnover", Turnover, **_moments(period))


def discrepancies(period: Period) -> Statement[list[Discrepancy]]:
    """The twenty largest."""
    return sql.rows("discrepancies", Discrepancy, **_moments(period))


def shelf() -> Statement[Shelf | None]:
    """Always one row."""
    return sql.row("shelf", Shelf)


def _moments(period: Period) -> dict[str, Any]:
    return {"begins": period.begins, "ends": period.ends}
