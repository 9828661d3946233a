"""The runs of the audit, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("desk_audit")

RUNS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run: when (UTC), who or what asked for it, and how many promises were broken; is_old after a quarter of an hour."""

    id: int
    at: datetime
    broken: int
    who: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that does not hold: of a listing (product_name) or an order (order_number), what should be, what is."""

    promise: str
    subject: UUID
    expected: int
    found: int
    product_name: str | None
    order_number: str | None


def runs() -> Statement[list[Run]]:
    """The last RUNS runs, newest first."""
    return sql.rows("runs", Run, most=RUNS)


def broken() -> Statement[list[Broken]]:
    """What the last run found."""
    return sql.rows("broken", Broken)


def run() -> Statement[int]:
    """Runs the audit now; how many promises are broken."""
    return sql.scalar("run")
