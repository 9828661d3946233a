"""Stock as staff see it and what they do to it, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.desk.orders.queries import Change
from app.desk.queue import queries as queue
from app.desk.stock.forms import Adjustment, Edit, Filter
from app.statements import Statement, named

sql = named("desk_stock")

PER_PAGE = 50
ENTRIES = 30  # of the ledger on a page
HOLDS = 50  # shown of a listing
MOST_LOW = 50  # rows of the queue
PACE = 30  # days that sold counts


@dataclass(frozen=True, slots=True)
class Row:
    """A listing in the list: its price in whole Rupiah, its stock in pieces; sold counts what was sent within 30 days."""

    product_id: UUID
    slug: str
    name: str
    status: str
    list_price: int
    low_stock_threshold: int
    on_hand: int
    held: int
    available: int
    is_low: bool
    sold: int

    @property
    def days_left(self) -> int | None:
        """How many days what is available lasts at the pace of the last 30; None when nothing was sold."""
        return max(self.available, 0) * PACE // self.sold if self.sold > 0 else None


@dataclass(frozen=True, slots=True)
class Listing(Row):
    """A listing on its own page; seen is its last ledger entry, undo_ what the acting person can still take back."""

    version: int
    seen: int
    holds: int
    undo_entry: int | None
    undo_kind: str | None
    undo_change: int | None
    undo_seconds: int | None

    @property
    def edited(self) -> dict[str, Any]:
        """What the form of an edit starts with, by field."""
        return {
            "list_price": self.list_price,
            "status": self.status,
            "low_stock_threshold": self.low_stock_threshold,
        }


@dataclass(frozen=True, slots=True)
class Hold:
    """Pieces kept for a cart, an order or by hand; expires_at None means until released. Times in UTC."""

    owner_kind: str
    order_id: UUID | None
    order_number: str | None
    order_status: str | None
    member_name: str | None
    quantity: int
    since: datetime
    expires_at: datetime | None
    is_over: bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger, with what was on hand and reserved after it."""

    id: int
    kind: str
    on_hand_change: int
    reserved_change: int
    reason: str
    created_at: datetime
    actor_kind: str
    staff_name: str | None
    owner_kind: str
    order_id: UUID | None
    order_number: str | None
    on_hand: int
    reserved: int


def listings(chosen: Filter) -> Statement[list[Row]]:
    """Listings by slug after chosen.after: PER_PAGE of them, and one more when there are more."""
    if not (chosen.words or chosen.status or chosen.low):
        return sql.rows("listings", Row, after=chosen.after, most=PER_PAGE + 1)
    return sql.rows(
        "filtered",
        Row,
        after=chosen.after,
        status=chosen.status,
        low=chosen.low,
        words=chosen.words.lower(),
        most=PER_PAGE + 1,
    )


def low() -> Statement[list[Row]]:
    """The listings whose available stock is at their low mark or below, lowest first."""
    return sql.rows("low", Row, most=MOST_LOW)


def screen(product_id: UUID, before: int | None) -> dict[str, Statement[Any]]:
    """What the page of a listing shows, by name; listing is None when there is none."""
    return {
        "listing": sql.row("listing", Listing, product_id=product_id),
        "holds": sql.rows("holds", Hold, product_id=product_id, most=HOLDS),
        "entries": ledger(product_id, before),
        "changes": sql.rows("changes", Change, product_id=str(product_id)),
        "counts": queue.counts(),
    }


def ledger(product_id: UUID, before: int | None) -> Statement[list[Entry]]:
    """The newest entries, or those before one: ENTRIES of them, and one more when there are more."""
    return sql.rows("ledger", Entry, product_id=product_id, before=before, most=ENTRIES + 1)


def adjust(product_id: UUID, seen: int | None, wanted: Adjustment) -> Statement[int]:
    """Changes stock by hand, seen being the last ledger entry that the page showed; the change in pieces."""
    return sql.scalar(
        "adjust", product_id=product_id, seen=seen, kind=wanted.kind, pieces=wanted.pieces, reason=wanted.reason
    )


def undo(product_id: UUID, entry: int | None) -> Statement[int]:
    """Takes back one's own last change; the change in pieces."""
    return sql.scalar("undo", product_id=product_id, entry=entry)


def edit(product_id: UUID, version: int | None, wanted: Edit) -> Statement[None]:
    """Sets price, status and low mark."""
    return sql.run(
        "edit",
        product_id=product_id,
        version=version,
        list_price=wanted.list_price,
        status=wanted.status,
        low_stock_threshold=wanted.low_stock_threshold,
    )
