"""A shop beside its model: what somebody does is done in both, and afterwards both must be the same."""

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.db.conftest import Emptied
from tests.db.people import Person
from tests.db.shop import Shop
from tests.proofs.model import FLAT, Listing, Order, Quote, RefusedError
from tests.proofs.model_of_orders import WholeModel
from tests.proofs.sessions import Answer, Session

PIECES = (2, 6, 20)  # of each listing, in the beginning
SHOPPERS, LISTINGS = 3, len(PIECES)
_STOCK = """
    select stock_on_hand, stock_reserved - (
        select coalesce(sum(quantity), 0) from stock_holds h
        where h.product_id = l.product_id and state = 'held' and expires_at <= app_now())
    from marketplace_listings l order by product_id"""
_ORDERS = """
    select status, payment_status, paid_amount, total_amount from orders
    where id = any (%s::uuid[]) order by array_position(%s::uuid[], id)"""
_SEEN = "select get_available_stock(id) from unnest(%s::uuid[]) with ordinality as p (id, place) order by place"
_PASSED = "select to_value, count(*)::integer from order_events where kind = 'status' group by to_value"


class History(RuleBasedStateMachine):
    """One shop, its model, and everything anybody can do."""

    home: ClassVar[Emptied]
    session: ClassVar[Session]
    seen: ClassVar[Counter[str]] = Counter()  # steps, refusals, and what orders ended as

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop(self.home.connections.url, self.home.connections)
        self.shop.flat_shipping(FLAT)
        self.people = [self.shop.member() for _ in range(SHOPPERS)]
        self.products = sorted(self.shop.listing(stock=0) for _ in PIECES)
        for product, pieces in zip(self.products, PIECES, strict=True):
            self.shop.call("receive_stock", product, pieces, "stok awal")
        self.model = WholeModel([Listing(100_000, pieces) for pieces in PIECES], SHOPPERS)
        self.viewer = 0

    def teardown(self) -> None:
        self.seen.update(dict(self.shop.rows(_PASSED)))
        audit = self.shop.audit()
        self.shop.close()
        self.home.empty()
        assert audit == []

    def does(
        self, person: Person, statement: str, params: list[Any], expected: Callable[[], Any]
    ) -> tuple[Answer, Any]:
        """Somebody's transaction must go as the model says; the answer, and what the model says."""
        self.session.transacts(person, statement, *params)
        answer = self.session.wait()
        assert answer is not None, "no answer"
        try:
            said, code = expected(), None
        except RefusedError as refusal:
            said, code = None, refusal.code
        assert answer.code == code, f"{statement} {params}: {answer}"
        self.seen[code or "granted"] += 1
        return answer, said

    def buyer(self, pick: int) -> int:
        """One of those with something in the cart; at 9 whoever comes by."""
        buying = [cart.who for cart in self.model.carts if cart and cart.lines]
        return self.viewer if pick == 9 else buying[pick % len(buying)]

    def rows(self, person: Person, statement: str, *params: Any) -> tuple[Any, ...]:
        self.session.transacts(person, statement, *params)
        return self.session.rows()

    @invariant()
    def stock_and_orders_are_as_the_model_says(self) -> None:
        self.seen["steps"] += 1
        model = self.model
        stock = [(str(it.on_hand), str(model.reserved(what))) for what, it in enumerate(model.listings)]
        assert list(self.rows(self.shop.console, _STOCK)) == stock
        ids = [order.id for order in model.orders]
        orders = [(it.status, it.payment, str(it.paid), str(it.total)) for it in model.orders]
        assert not ids or list(self.rows(self.shop.console, _ORDERS, ids, ids)) == orders

    @invariant()
    def a_shopper_sees_what_the_model_says(self) -> None:
        self.viewer = (self.viewer + 1) % SHOPPERS
        seen = self.rows(self.people[self.viewer], _SEEN, self.products)
        assert [int(row[0]) for row in seen] == [self.model.available(it, self.viewer) for it in range(LISTINGS)]

    def recent(self, back: int) -> Order:
        """One of the newest orders."""
        return self.model.orders[-min(back, len(self.model.orders))]

    def is_doubtful(self, order: Order) -> bool:
        """Of a paused listing an order gets its pieces back only as long as nobody swept them, which the model cannot know."""
        lost = self.model.lost(order) if order.status == "awaiting_payment" else []
        return not all(self.model.listings[what].active for what in lost)

    def edits(self, what: int, price: int, active: bool) -> None:
        """Somebody changes a listing."""
        text = "update marketplace_listings set list_price = %s, status = %s where product_id = %s"
        self.rows(self.shop.console, text, price, "active" if active else "paused", self.products[what])
        self.model.listings[what].price, self.model.listings[what].active = price, active

    def quoted(self, answer: Answer, quote: Quote | None) -> None:
        """The shop has written a quote when the model says so, and its total is the sum of its parts."""
        assert (answer.value is None) == (quote is None), answer
        if quote is not None:
            quote.id = str(answer.value)
            subtotal = sum(quantity * price for quantity, price in quote.lines.values())
            quote.total = self.total_of("quotes", quote.id, subtotal + (quote.shipping or 0))

    def total_of(self, table: str, row: str, base: int) -> int:
        """The total of a quote or an order: what it should be, and a unique code."""
        ((total,),) = self.rows(self.shop.console, f"select total_amount from {table} where id = %s", row)
        assert 1 <= int(total) - base <= 999, total
        return int(total)
