"""A shopper's orders, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("orders")

PER_PAGE = 10
OPEN_TO_CANCEL = {"awaiting_quote", "awaiting_payment"}


class Quotable:
    """An order of which little more is known than how far its price is."""

    __slots__ = ()
    status: str
    shipping_amount: int | None

    @property
    def has_quote_to_accept(self) -> bool:
        """CS quoted the shipping and the shopper has not accepted yet."""
        return self.status == "awaiting_quote" and self.shipping_amount is not None


class Standing(Quotable):
    """What the state of an order means for its shopper, whoever looks at it and however much they see."""

    __slots__ = ()
    payment_status: str
    total_amount: int
    paid_amount: int
    refunded_amount: int

    @property
    def is_payable(self) -> bool:
        """Money may be sent, or a proof."""
        return self.status == "awaiting_payment" and self.payment_status in {"unpaid", "in_review", "partial", "failed"}

    @property
    def is_closed_unsold(self) -> bool:
        """It ended without goods, after it had a total to pay: money may have come late, or may still come."""
        return self.status in {"expired", "cancelled"} and self.shipping_amount is not None

    @property
    def due_amount(self) -> int:
        """Whole Rupiah that are still to be sent."""
        return self.total_amount - self.paid_amount

    @property
    def late_amount(self) -> int:
        """Whole Rupiah that the shopper sent for an order that ended without goods, and has not got back."""
        return self.paid_amount - self.refunded_amount if self.status in {"expired", "cancelled"} else 0

    @property
    def is_cancellable(self) -> bool:
        """No money is on its way yet."""
        return self.status in OPEN_TO_CANCEL and self.payment_status in {"unpaid", "failed"}

    @property
    def is_editable(self) -> bool:
        """Staff may still take pieces out, or change the address."""
        return self.is_cancellable

    @property
    def is_past_cancelling(self) -> bool:
        """There is money on it, or it is being packed: the shopper can only ask CS to cancel."""
        is_paying = self.status == "awaiting_payment" and self.payment_status in {"in_review", "partial"}
        return self.status in {"paid", "processing"} or is_paying

    @property
    def is_receivable(self) -> bool:
        """The parcel is on its way."""
        return self.status in {"shipped", "delivered"}


@dataclass(frozen=True, slots=True)
class Order(Standing):
    """An order with its address; amounts in whole Rupiah, shipping_amount None until CS quoted it, times in UTC."""

    id: UUID
    order_number: str
    status: str
    payment_status: str
    version: int
    created_at: datetime
    payment_due_at: datetime | None
    seconds_to_pay: int | None
    subtotal_amount: int
    shipping_amount: int | None
    discount_amount: int
    unique_code: int
    total_amount: int
    paid_amount: int
    refunded_amount: int
    payment_method: str
    bank_account: dict[str, str]
    shipping_name: str
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
    proof_count: int
    wants_to_cancel: bool

    @property
    def is_overdue(self) -> bool:
        """Its payment term is over, whether somebody swept or not."""
        return self.seconds_to_pay is not None and self.seconds_to_pay <= 0


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an order at the price it was bought for."""

    product_id: UUID
    slug: str
    name: str
    picture_key: str
    quantity: int
    unit_price: int
    line_total: int


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the public timeline; actor_kind is customer, staff, worker or database."""

    kind: str
    from_value: str | None
    to_value: str | None
    reason: str
    actor_kind: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OrderCard(Quotable):
    """An order in the history, with its first item and how many others there are."""

    id: UUID
    order_number: str
    status: str
    payment_status: str
    created_at: datetime
    payment_due_at: datetime | None
    total_amount: int
    shipping_amount: int | None
    first_item: str
    picture_key: str
    others: int


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many of the shopper's orders are in a status."""

    status: str
    orders: int


def order(order_id: UUID) -> Statement[Order | None]:
    """One order of the shopper; None when it is not theirs or not there."""
    return sql.row("order", Order, order_id=order_id)


def items(order_id: UUID) -> Statement[list[Item]]:
    """Its lines by name."""
    return sql.rows("items", Item, order_id=order_id)


def timeline(order_id: UUID) -> Statement[list[Event]]:
    """Newest first."""
    return sql.rows("timeline", Event, order_id=order_id)


def history(statuses: tuple[str, ...], page: int) -> Statement[list[OrderCard]]:
    """One page of PER_PAGE orders in these statuses, newest first; page counts from 1."""
    return sql.rows(
        "history", OrderCard, statuses=list(statuses), page_size=PER_PAGE, passed_over=(page - 1) * PER_PAGE
    )


def history_counts() -> Statement[list[StatusCount]]:
    """How many orders there are in each status."""
    return sql.rows("history_counts", StatusCount)


def accept_quote(order_id: UUID, version: int | None, payment_term_hours: int) -> Statement[None]:
    """Accepts the quoted shipping; the payment term in hours starts."""
    return sql.run("accept_quote", order_id=order_id, version=version, payment_term_hours=payment_term_hours)


def cancel(order_id: UUID, version: int | None, reason: str) -> Statement[None]:
    """Calls an unpaid order off."""
    return sql.run("cancel", order_id=order_id, version=version, reason=reason)


def wish_cancellation(order_id: UUID, version: int | None, reason: str) -> Statement[None]:
    """Asks CS to call off an order that has money on it."""
    return sql.run("wish_cancellation", order_id=order_id, version=version, reason=reason)


def submit_proof(order_id: UUID, content_type: str, content: bytes) -> Statement[None]:
    """Stores an examined proof."""
    return sql.run("submit_proof", order_id=order_id, content_type=content_type, content=content)


def received(order_id: UUID, version: int | None) -> Statement[None]:
    """Says that the parcel arrived."""
    return sql.run("received", order_id=order_id, version=version)
