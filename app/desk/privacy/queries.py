"""Requests for deletion, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("desk_privacy")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits; seconds_left until 3×24 hours are over (negative after), running: orders in its way."""

    id: UUID
    full_name: str
    email: str
    asked_at: datetime
    due_at: datetime
    seconds_left: int
    running: int


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A request that was carried out; nothing tells any more whose it was."""

    id: UUID
    asked_at: datetime
    deleted_at: datetime


def requests() -> Statement[list[Asked]]:
    """Those that wait, oldest first."""
    return sql.rows("requests", Asked)


def carried_out() -> Statement[list[CarriedOut]]:
    """The latest that were carried out."""
    return sql.rows("carried_out", CarriedOut)
