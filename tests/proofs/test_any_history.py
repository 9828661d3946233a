"""Any history of shoppers, desk and worker goes as a plain model says: every refusal, every piece, every status."""

from collections import Counter
from contextlib import closing
from itertools import count

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from psycopg.types.json import Jsonb

from tests.db.conftest import Emptied
from tests.db.people import ADDRESS, BANK, TERM
from tests.proofs.conftest import Tell
from tests.proofs.history import LISTINGS, SHOPPERS, History
from tests.proofs.model import TERM as DAY
from tests.proofs.scale import FULL, sized
from tests.proofs.sessions import Session

LENGTH = 100  # steps of a history
WHO, WHAT = st.integers(0, SHOPPERS - 1), st.integers(0, LISTINGS - 1)
BUYING = st.integers(0, 9)  # of those with something in the cart; at 9 anybody
RECENT = st.sampled_from([1, 1, 1, 2, 2, 3, 4, 6])  # which one, counted from the newest
MOSTLY = st.sampled_from([True] * 9 + [False])
STEPS, OPTION = ["address", "shipping", "payment", "quote"], st.sampled_from(["reguler", "ongkir-cs"])
ONWARD = {"paid": "processing", "processing": "shipped", "shipped": "delivered", "delivered": "completed"}
FORETOLD = [
    "SW001",
    "SW002",
    "SW003",
    "SW010",
    "SW011",
    "SW012",
    "SW020",
    "SW040",
    "paid",
    "shipped",
    "cancelled",
    "expired",
]
OVERDUE = "select count(*) from stock_holds where state = 'held' and expires_at <= app_now()"
ordered = precondition(lambda self: self.model.orders)
quoted = precondition(lambda self: self.model.quotes)
filled = precondition(lambda self: any(cart and cart.lines for cart in self.model.carts))


class AnyHistory(History):
    """Everything anybody can do."""

    @rule(who=WHO, what=WHAT, quantity=st.sampled_from([1, 1, 1, 2, 3, 5, 0]))
    def adds(self, who: int, what: int, quantity: int) -> None:
        self.does(
            *(self.people[who], "select add_to_cart(%s, %s)", [self.products[what], quantity]),
            lambda: self.model.add(who, what, quantity),
        )

    @filled
    @rule(pick=BUYING, what=WHAT, quantity=st.sampled_from([1, 2, 3, 5, 11, 0, -1]))
    def changes_a_line(self, pick: int, what: int, quantity: int) -> None:
        who = self.buyer(pick)
        self.does(
            *(self.people[who], "select set_cart_quantity(%s, %s)", [self.products[what], quantity]),
            lambda: self.model.set(who, what, quantity),
        )

    @filled
    @rule(pick=BUYING, what=WHAT)
    def removes(self, pick: int, what: int) -> None:
        who = self.buyer(pick)
        answer, removed = self.does(
            *(self.people[who], "select remove_from_cart(%s)", [self.products[what]]),
            lambda: self.model.remove(who, what),
        )
        assert answer.code or answer.value == str(removed)

    @filled
    @rule(pick=BUYING, function=st.sampled_from(["start_checkout", "renew_hold", "renew_hold"]))
    def holds(self, pick: int, function: str) -> None:
        who = self.buyer(pick)
        doing = self.model.start if function == "start_checkout" else self.model.renew
        answer, short = self.does(self.people[who], f"select * from {function}()", [], lambda: doing(who))
        told = [(str(self.products[what]), str(wanted), str(available)) for what, wanted, available in short or []]
        assert list(answer.rows) == told

    @filled
    @rule(pick=BUYING, step=st.sampled_from(STEPS), option=OPTION)
    def goes_on(self, pick: int, step: str, option: str) -> None:
        self._takes(self.buyer(pick), step, option)

    @rule(who=WHO, what=WHAT, option=OPTION, meanwhile=st.sampled_from([*[""] * 5, "dearer", "paused", "late"]))
    def orders(self, who: int, what: int, option: str, meanwhile: str) -> None:
        """Most of what a shopper does comes in this order, and sometimes something comes between."""
        self.hurries_through(who, what, option)
        if meanwhile == "late":
            self.waits(15)
        elif meanwhile:
            self.edits(what, self.model.listings[what].price + (meanwhile == "dearer") * 500, meanwhile != "paused")
        if self.model.quotes:
            self.places(1, own=True, again=True, who=who)

    @rule(who=WHO, what=WHAT, option=OPTION)
    def hurries_through(self, who: int, what: int, option: str) -> None:
        self.adds(who, what, 1)
        for step in STEPS[:3]:
            self._takes(who, step, option)

    def _takes(self, who: int, step: str, option: str) -> None:
        """One step of the checkout."""
        model, person = self.model, self.people[who]
        if step == "address":
            text = "select choose_address(%s, false)"
            self.quoted(*self.does(person, text, [Jsonb(ADDRESS)], lambda: model.address(who)))
        elif step == "shipping":
            text = "select choose_shipping(%s)"
            self.quoted(*self.does(person, text, [option], lambda: model.shipping(who, option)))
        elif step == "payment":
            text = "select choose_payment('transfer-bca', %s)"
            self.quoted(*self.does(person, text, [BANK], lambda: model.payment(who)))
        else:
            self.quoted(*self.does(person, "select renew_quote()", [], lambda: model.requote(who)))

    @quoted
    @rule(back=RECENT, own=MOSTLY, again=st.booleans(), who=WHO)
    def places(self, back: int, own: bool, again: bool, who: int) -> None:
        """A quote that was written lately: for the first time, again, outdated, or somebody else's."""
        quotes = self.model.quotes if again else self.model.unplaced() or self.model.quotes
        quote = quotes[-min(back, len(quotes))]
        who, replay = quote.cart.who if own else who, quote.order is not None
        answer, order = self.does(
            *(self.people[who], "select order_id, replayed from place_order(%s, %s)", [quote.id, TERM]),
            lambda: self.model.place(who, quote),
        )
        if order:
            if not replay:
                order.id, order.total = str(answer.value), quote.total
            assert answer.rows == ((order.id, "t" if replay else "f"),)

    @ordered
    @rule(back=RECENT, own=MOSTLY, who=WHO, doing=st.sampled_from(["accept", "accept", "prove", "cancel"]))
    def follows_up(self, back: int, own: bool, who: int, doing: str) -> None:
        """The shopper accepts the shipping, proves the payment or cancels."""
        order, model = self.recent(back), self.model
        text, params = {
            "accept": ("select accept_shipping_quote(%s, null, %s)", [order.id, TERM]),
            "prove": ("select submit_payment_proof(%s, 'image/png', 'x')", [order.id]),
            "cancel": ("select cancel_own_order(%s, null, '')", [order.id]),
        }[doing]
        if doing == "prove" and self.is_doubtful(order):
            return
        who = order.who if own else who
        self.does(self.people[who], text, params, lambda: getattr(model, doing)(who, order))

    @ordered
    @rule(back=RECENT, cost=st.sampled_from([18_000, 25_000, 0, -1]))
    def is_quoted_shipping(self, back: int, cost: int) -> None:
        order, text = self.recent(back), "select quote_shipping(%s, null, 'JNE', 'REG', %s)"
        answer, _ = self.does(self.shop.desk, text, [order.id, cost], lambda: self.model.quote_shipping(order, cost))
        if not answer.code:
            order.total = self.total_of("orders", order.id, order.subtotal + cost)

    @ordered
    @rule(back=RECENT, more=st.sampled_from([0, 0, -1_000, 5_000]))
    def is_paid(self, back: int, more: int) -> None:
        order = self.recent(back)
        if not self.is_doubtful(order):
            amount, text = order.total - order.paid + more, "select record_payment(%s, null, %s, 'mutasi')"
            self.does(self.shop.desk, text, [order.id, amount], lambda: self.model.pay(order, amount))

    @ordered
    @rule(back=RECENT, status=st.sampled_from(["processing", "shipped", "cancelled", "delivered", "completed"]))
    def is_moved(self, back: int, status: str) -> None:
        order = self.recent(back)
        text, params = "select advance_order(%s, null, %s, '')", [order.id, status]
        if status == "shipped":
            text, params = "select ship_order(%s, null, 'JNE', 'RESI1')", [order.id]
        self.does(self.shop.desk, text, params, lambda: self.model.move(order, status))

    @ordered
    @rule(back=RECENT, steps=st.integers(1, 5))
    def gets_on(self, back: int, steps: int) -> None:
        """Most of what happens to an order comes in this order."""
        for _ in range(steps):
            order = self.recent(back)
            if order.status == "awaiting_quote" and order.shipping is None:
                self.is_quoted_shipping(back, 18_000)
            elif order.status == "awaiting_quote":
                self.follows_up(back, own=True, who=0, doing="accept")
            elif order.status == "awaiting_payment":
                self.is_paid(back, 0)
            else:
                self.is_moved(back, ONWARD.get(order.status, "cancelled"))

    @rule(what=WHAT, change=st.sampled_from([10, 5, 1, -1, -2, -5]))
    def adjusts(self, what: int, change: int) -> None:
        params = [self.products[what], change]
        answer, left = self.does(
            *(self.shop.desk, "select adjust_stock(%s, %s, 'hitung')", params), lambda: self.model.adjust(what, change)
        )
        assert answer.code or answer.value == str(left)

    @rule(what=WHAT, price=st.sampled_from([90_000, 100_000]))
    def changes_a_price(self, what: int, price: int) -> None:
        self.edits(what, price, self.model.listings[what].active)

    @rule(what=WHAT, active=st.sampled_from([True, True, False]))
    def pauses_or_resumes(self, what: int, active: bool) -> None:
        self.edits(what, self.model.listings[what].price, active)

    @rule(minutes=st.sampled_from([5, 5, 5, 15, 60, DAY]))
    def waits(self, minutes: int) -> None:
        self.model.now += minutes
        self.shop.later(f"{self.model.now} minutes")

    @rule()
    def worker_ends_orders(self) -> None:
        answer, count = self.does(self.shop.worker, "select expire_orders(100)", [], self.model.expire_orders)
        assert answer.value == str(count)

    @rule()
    def worker_ends_holds(self) -> None:
        self.rows(self.shop.worker, "select expire_holds(100)")
        assert self.rows(self.shop.console, OVERDUE) == (("0",),)


def test_any_history_goes_as_the_model_says(emptied: Emptied, tell: Tell) -> None:
    steps = sized(5_000, 250_000)
    patient = settings(
        max_examples=20,
        stateful_step_count=LENGTH,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, *[Phase.shrink] * FULL],  # to make a failure short takes minutes
    )
    with closing(Session(emptied.connections.url)) as session:
        History.home, History.session, History.seen = emptied, session, Counter()
        for number in count(1):
            run_state_machine_as_test(seed(number)(AnyHistory), settings=patient)
            if History.seen["steps"] >= steps:
                break
    seen = ", ".join(f"{times} {what}" for what, times in sorted(History.seen.items()))
    tell(f"each as foretold: {seen}")
    assert set(FORETOLD) <= set(History.seen), "a history that never gets there proves nothing"
