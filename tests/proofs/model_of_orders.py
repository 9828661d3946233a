"""The plain model's second half: what becomes of an order, and of the stock it holds."""

from tests.proofs.model import TERM, Model, Order, RefusedError

DESK_MOVES = {
    "awaiting_quote": {"cancelled"},
    "awaiting_payment": {"cancelled"},
    "paid": {"processing", "cancelled"},
    "processing": {"shipped", "cancelled"},
    "shipped": {"delivered"},
    "delivered": {"completed"},
}

CLOSED, UNSETTLED = {"expired", "cancelled"}, {"unpaid", "in_review", "partial"}


class WholeModel(Model):
    """The shop with the lives of its orders."""

    # the shopper

    def accept(self, who: int, order: Order) -> None:
        self._own(who, order)
        if order.status == "awaiting_payment":
            return
        if order.status != "awaiting_quote" or order.shipping is None:
            raise RefusedError("SW020")
        order.status, order.due = "awaiting_payment", self.now + TERM
        self._hold_until(order, order.due)

    def cancel(self, who: int, order: Order) -> None:
        self._own(who, order)
        if order.status == "cancelled":
            return
        if order.status not in {"awaiting_quote", "awaiting_payment"} or order.payment != "unpaid":
            raise RefusedError("SW020")
        order.status = "cancelled"
        self._let_go(order)

    def prove(self, who: int, order: Order) -> None:
        """A proof of payment keeps the stock, or takes it back; of a closed order it is only kept."""
        self._own(who, order)
        if (
            order.status not in {"awaiting_payment", *CLOSED}
            or order.payment not in UNSETTLED
            or order.shipping is None
        ):
            raise RefusedError("SW020")
        self._stand_by(order, is_full=False)
        order.payment = "in_review"

    @staticmethod
    def _own(who: int, order: Order) -> None:
        if order.who != who:
            raise RefusedError("SW040")

    # the desk

    def quote_shipping(self, order: Order, cost: int) -> None:
        if cost < 0:
            raise RefusedError("SW003")
        if order.status != "awaiting_quote":
            raise RefusedError("SW020")
        order.shipping = cost

    def pay(self, order: Order, amount: int) -> None:
        """Money is never dropped: it pays the order, if need be once more, or waits beside it."""
        if amount <= 0:
            raise RefusedError("SW003")
        if order.status == "awaiting_quote":
            raise RefusedError("SW020")
        order.paid += amount
        order.payment = "partial" if order.paid < order.total else "paid" if order.paid == order.total else "overpaid"
        if order.status in {"awaiting_payment", *CLOSED}:
            self._stand_by(order, is_full=order.paid >= order.total and order.shipping is not None)

    def _stand_by(self, order: Order, *, is_full: bool) -> None:
        """The order keeps or takes back its stock, or ends where somebody else has it by now."""
        if not is_full and order.status in CLOSED:
            return
        try:
            self._keep(order)
        except RefusedError:
            if order.status not in CLOSED:
                order.status = "expired"
                self._let_go(order)
        else:
            order.status = "paid" if is_full else order.status

    def move(self, order: Order, status: str) -> None:
        """Any other step of the desk, shipping included."""
        if status not in DESK_MOVES.get(order.status, set()):
            raise RefusedError("SW020")
        if status == "shipped":
            for what, quantity in order.lines.items():
                self.listings[what].on_hand -= quantity
        order.status = status
        if status in {"shipped", "cancelled"}:
            self._let_go(order)

    def adjust(self, what: int, change: int) -> int:
        """What is on hand afterwards."""
        if self.listings[what].on_hand + change < self.reserved(what):
            raise RefusedError("SW001")
        self.listings[what].on_hand += change
        return self.listings[what].on_hand

    # the worker

    def expire_orders(self) -> int:
        """How many orders it ends."""
        overdue = [
            order
            for order in self.orders
            if order.status == "awaiting_payment" and order.payment == "unpaid" and (order.due or 0) <= self.now
        ]
        for order in overdue:
            order.status = "expired"
            self._let_go(order)
        return len(overdue)

    def lost(self, order: Order) -> list[int]:
        """The listings of which an order no longer holds its pieces."""
        return [what for what, quantity in order.lines.items() if self.held(what, order) < quantity]

    def _keep(self, order: Order) -> None:
        for what in sorted(self.lost(order)):
            if self.free(what, order) < order.lines[what] or not self.listings[what].active:
                raise RefusedError("SW001")
        self._hold_until(order, None)

    def _hold_until(self, order: Order, until: float | None) -> None:
        for what, quantity in order.lines.items():
            self.listings[what].holds[order] = (quantity, until)

    def _let_go(self, order: Order) -> None:
        for what in order.lines:
            self.listings[what].holds.pop(order, None)
