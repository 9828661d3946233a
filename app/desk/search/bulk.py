"""What a bulk action would do to each ticked order, and what it did."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk.search.forms import Bulk, Ticked
from app.desk.search.queries import Chosen
from app.errors import ShopError


@dataclass(frozen=True, slots=True)
class Step:
    """A ticked order as it is now, None when it is gone, and what keeps it from being done: gone, changed, held,
    impossible, or nothing.
    """

    ticked: Ticked
    order: Chosen | None
    obstacle: str

    @property
    def kept_amount(self) -> int:
        """What its shopper paid and has not got back, in whole Rupiah."""
        return self.order.paid_amount - self.order.refunded_amount if self.order else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order; refusal tells why not, none when it was done."""

    order: Chosen
    refusal: ShopError | None


def steps(bulk: Bulk, orders: Sequence[Chosen]) -> list[Step]:
    """One for each ticked order, in the order they were ticked."""
    known = {order.id: order for order in orders}
    return [_step(bulk.action, each, known.get(each.order_id)) for each in bulk.ticked]


def _step(action: str, ticked: Ticked, order: Chosen | None) -> Step:
    if order is None:
        return Step(ticked, None, "gone")
    if order.version != ticked.version:
        return Step(ticked, order, "changed")
    if action not in order.next_statuses:
        return Step(ticked, order, "impossible")
    return Step(ticked, order, "held" if order.holder else "")
