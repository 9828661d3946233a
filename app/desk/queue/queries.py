"""The work queue, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("desk_queue")

QUEUES = ("quote", "transfer", "pack", "ship", "money", "wish", "stock")
ALARMS = (
    "audit",
    "webhook",
)  # counted like queues: broken promises of the last run, webhooks that were switched off by themselves
MOST = 50  # rows on the page


@dataclass(frozen=True, slots=True)
class Count:
    """How much waits in a queue, and how much of it past its time; of low stock, how much is sold out."""

    queue: str
    orders: int
    late: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order in a queue; holder is the colleague who works on it now, None when nobody does. Times in UTC."""

    queue: str
    id: UUID
    order_number: str
    status: str
    payment_status: str
    recipient_name: str
    city_name: str
    courier: str | None
    shipping_service: str | None
    total_amount: int
    paid_amount: int
    refunded_amount: int
    since: datetime
    due_at: datetime
    is_late: bool
    seconds_waiting: int
    holder: str | None
    holder_id: UUID | None
    first_item: str
    pieces: int


def counts() -> Statement[dict[str, Count]]:
    """How much waits in each queue, by its name."""
    whole = sql.rows("counts", Count)
    return Statement(whole.text, whole.params, lambda cursor: _by_queue(whole.shape(cursor)))


def waiting(queue: str) -> Statement[list[Waiting]]:
    """The first MOST orders of a queue, or of all with "", oldest deadline first."""
    return sql.rows("waiting", Waiting, queue=queue, most=MOST)


def claim(order_id: UUID, *, take_over: bool) -> Statement[datetime]:
    """Takes an order for a quarter of an hour; until when."""
    return sql.scalar("claim", order_id=order_id, take_over=take_over)


def claim_next(queue: str) -> Statement[UUID | None]:
    """Takes the order that has waited longest; None when nothing waits that a colleague does not work on."""
    return sql.scalar("claim_next", queue=queue)


def release(order_id: UUID) -> Statement[None]:
    """Lets go of an order."""
    return sql.run("release", order_id=order_id)


def _by_queue(found: list[Count]) -> dict[str, Count]:
    by_name = {count.queue: count for count in found}
    return {name: by_name.get(name, Count(name, 0, 0)) for name in (*QUEUES, *ALARMS)}
