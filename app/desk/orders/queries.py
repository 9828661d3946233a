"""One order as staff see it and what they do to it, as typed statements. What the shopper sees too is in app/orders."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from app.desk.queue import queries as queue
from app.desk.words import queries as words
from app.orders import queries as orders
from app.statements import Statement, named

sql = named("desk_order")

MOST_GOODS = 300


@dataclass(frozen=True, slots=True)
class About:
    """Who ordered, who works on the order, which steps it may take now, and what can be taken back."""

    customer_id: UUID
    customer_name: str
    customer_email: str
    customer_phone: str | None
    orders_of_customer: int
    next_statuses: list[str]
    holder: str | None
    holder_id: UUID | None
    held_until: datetime | None
    wish: str | None
    undo_kind: str | None
    undo_seconds: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """An uploaded transfer proof, without its content, which is kept as long as its shopper has an account."""

    id: UUID
    content_type: str
    status: str
    refusal: str
    created_at: datetime
    is_kept: bool


@dataclass(frozen=True, slots=True)
class ProofFile:
    """What was uploaded."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Slip:
    """Money that came in or went back, in whole Rupiah, or a slip that was taken back."""

    kind: str
    amount: int
    reason: str
    who: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the timeline, notes of staff included; order_version is the version it made, None for notes."""

    kind: str
    from_value: str | None
    to_value: str | None
    reason: str
    actor_kind: str
    created_at: datetime
    staff_name: str | None
    is_public: bool
    order_version: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the audit trail: the changed columns before and after."""

    at: datetime
    who: str
    action: str
    table_name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None


@dataclass(frozen=True, slots=True)
class Good:
    """A product that could be sent."""

    product_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The order a form is about, and the version its page showed."""

    order_id: UUID
    version: int | None


def screen(order_id: UUID) -> dict[str, Statement[Any]]:
    """What the order page shows, by name; order is None when there is none."""
    return {
        "order": orders.order(order_id),
        "items": orders.items(order_id),
        "about": about(order_id),
        "proofs": proofs(order_id),
        "slips": payments(order_id),
        "events": timeline(order_id),
        "changes": audit(order_id),
        "instead": instead(order_id),
        "counts": queue.counts(),
        "edited": words.edited(),
    }


def about(order_id: UUID) -> Statement[About | None]:
    """None when there is no such order."""
    return sql.row("about", About, order_id=order_id)


def proofs(order_id: UUID) -> Statement[list[Proof]]:
    """Newest first."""
    return sql.rows("proofs", Proof, order_id=order_id)


def proof(proof_id: UUID) -> Statement[ProofFile | None]:
    """What was uploaded."""
    return sql.row("proof", ProofFile, proof_id=proof_id)


def payments(order_id: UUID) -> Statement[list[Slip]]:
    """All money of an order, oldest first."""
    return sql.rows("payments", Slip, order_id=order_id)


def timeline(order_id: UUID) -> Statement[list[Event]]:
    """Newest first."""
    return sql.rows("timeline", Event, order_id=order_id)


def audit(order_id: UUID) -> Statement[list[Change]]:
    """The last 200 changes by staff, newest first."""
    return sql.rows("audit", Change, order_id=order_id)


def instead(order_id: UUID) -> Statement[list[Good]]:
    """Up to MOST_GOODS products that may replace what a closed order with money on it cannot have any more; else none."""
    return sql.rows("instead", Good, order_id=order_id, most=MOST_GOODS)


def quote_shipping(seen: Seen, courier: str, service: str, cost: int) -> Statement[None]:
    """Says what shipping costs, in whole Rupiah."""
    return sql.run(
        "quote_shipping", order_id=seen.order_id, version=seen.version, courier=courier, service=service, cost=cost
    )


def record_payment(seen: Seen, amount: int, reason: str) -> Statement[bool]:
    """Books money that came in; False when the order could not be kept and the money waits."""
    return sql.scalar("record_payment", order_id=seen.order_id, version=seen.version, amount=amount, reason=reason)


def record_refund(seen: Seen, amount: int, reason: str) -> Statement[None]:
    """Books money that went back."""
    return sql.run("record_refund", order_id=seen.order_id, version=seen.version, amount=amount, reason=reason)


def refuse_proof(seen: Seen, proof_id: UUID, reason: str) -> Statement[None]:
    """Tells the shopper why a proof does not do."""
    return sql.run("refuse_proof", order_id=seen.order_id, version=seen.version, proof_id=proof_id, reason=reason)


def advance(seen: Seen, status: str, reason: str) -> Statement[None]:
    """Moves the order on to processing, delivered, completed or cancelled."""
    return sql.run("advance", order_id=seen.order_id, version=seen.version, status=status, reason=reason)


def ship(seen: Seen, courier: str, tracking_number: str) -> Statement[None]:
    """The parcel is on its way."""
    return sql.run(
        "ship", order_id=seen.order_id, version=seen.version, courier=courier, tracking_number=tracking_number
    )


def resolve_wish(seen: Seen, *, is_granted: bool, reason: str) -> Statement[None]:
    """Grants the wish to cancel, or tells why not."""
    return sql.run("resolve_wish", order_id=seen.order_id, version=seen.version, is_granted=is_granted, reason=reason)


def revive(seen: Seen, replacements: dict[str, str], reason: str) -> Statement[None]:
    """Brings an order with late money back to life; replacements maps product ids to product ids."""
    swaps = Jsonb(replacements)
    return sql.run("revive", order_id=seen.order_id, version=seen.version, replacements=swaps, reason=reason)


def add_note(order_id: UUID, text: str) -> Statement[None]:
    """A line that only staff read."""
    return sql.run("add_note", order_id=order_id, text=text)


def undo(seen: Seen) -> Statement[str]:
    """Takes back the last thing the acting person did; its kind."""
    return sql.scalar("undo", order_id=seen.order_id, version=seen.version)
