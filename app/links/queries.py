"""What an order's link opens, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.orders.queries import Standing
from app.statements import Statement, named

sql = named("links")


@dataclass(frozen=True, slots=True)
class Glimpse(Standing):
    """What anybody who holds the link sees; amounts in whole Rupiah, times in UTC, others: items beside the first."""

    order_number: str
    status: str
    payment_status: str
    created_at: datetime
    payment_due_at: datetime | None
    seconds_to_pay: int | None
    shipping_amount: int | None
    total_amount: int
    paid_amount: int
    refunded_amount: int
    bank_account: dict[str, str]
    first_item: str
    others: int


def glimpse(order_id: UUID) -> Statement[Glimpse | None]:
    """The little that the link itself shows; None when it leads nowhere any more."""
    return sql.row("glimpse", Glimpse, order_id=order_id)


def prove(order_id: UUID, digits: str) -> Statement[datetime | None]:
    """Until when the order may be seen whole; None when these are not the last digits of its phone number."""
    return sql.scalar("prove", order_id=order_id, digits=digits)


def enter(order_id: UUID, proven_until: datetime | None) -> Statement[bool]:
    """Opens the order for the statements that follow in the transaction; False when the proof ran out."""
    return sql.scalar("enter", order_id=order_id, proven_until=proven_until)
