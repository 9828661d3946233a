"""Of pay, cancel and expire one wins, and the stock and the money are where the winner left them."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from tests.db.people import DESK, SHOP, WORKER, Person
from tests.db.shop import Shop
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.script import fills, joins, places, played, quotes
from tests.proofs.sessions import Answer, Session

HEAT = 50  # orders that are placed together, on one listing
RACERS = {"pay": DESK, "cancel": SHOP, "expire": WORKER, "proof": SHOP, "sweep": WORKER}
WINS = {"paid": "pay", "cancelled": "cancel", "expired": "expire"}
DUE = "select total_amount from orders where id = %s"
END = """
    select status, paid_amount, total_amount,
        (select array_agg(to_value order by e.id) from order_events e
            where e.order_id = o.id and kind = 'status' and from_value = 'awaiting_payment'),
        (select coalesce(sum(quantity), 0)::integer from stock_holds where owner = 'order:' || o.id and state = 'held')
    from orders o where id = %s"""


@dataclass
class Race:
    """An order whose payment term ends after so many hours, and what came of those who ran for it."""

    order: UUID
    customer: UUID
    total: int
    hours: int
    started: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def racers(self) -> list[str]:
        """Pay, cancel and expire always run; a proof in every third race, a sweep of holds in every fourth."""
        extra = [("proof", self.hours % 3 == 0), ("sweep", self.hours % 4 == 0)]
        return ["pay", "cancel", "expire", *(name for name, runs in extra if runs)]

    def text(self, session: Session, shop: Shop, name: str) -> str:
        """The whole transaction of one who runs, at the moment when the term has just passed."""
        person = Person(shop, RACERS[name], customer=self.customer, app__clock_offset=f"{self.hours} hours")
        statement, params = {
            "pay": ("select record_payment(%s, null, %s, 'mutasi')", [self.order, self.total]),
            "cancel": ("select cancel_own_order(%s, null, 'salah pilih')", [self.order]),
            "expire": ("select expire_orders(10)", []),
            "proof": ("select submit_payment_proof(%s, 'image/png', 'x')", [self.order]),
            "sweep": ("select expire_holds(10)", []),
        }[name]
        return f"{session.text(*person.entry())}; {session.text(statement, params)}"

    def run(self, shop: Shop, sessions: list[Session]) -> None:
        """All of them at once, each on a connection of its own, in an order that no one can foresee."""
        self.started = self.racers
        random.Random(self.hours).shuffle(self.started)
        texts = [self.text(session, shop, name) for session, name in zip(sessions, self.started, strict=False)]
        for session, text in zip(sessions, texts, strict=False):
            session.send(text)
        for session, name in zip(sessions, self.started, strict=False):
            answer = session.wait()
            assert answer is not None, f"{name} never ended"
            self.answers[name] = answer

    def winner(self, shop: Shop) -> str:
        """Who ended the waiting for payment; money that came after cancelling or expiry has paid the order all the same."""
        status, paid, total, ends, held = shop.one(END, self.order)
        assert {answer.code for answer in self.answers.values()} <= {None, "SW020"}, self
        assert len(ends) == 1, f"{ends}: {self}"
        assert (status, paid, held) == ("paid", total, 1), f"{status}, {paid} paid, {held} held: {self}"
        assert (self.answers["cancel"].code is None) == (ends == ["cancelled"]), f"{ends}: {self}"
        assert self.answers["expire"].value == str(int(ends == ["expired"])), f"{ends}: {self}"
        return WINS[ends[0]]


def heat(shop: Shop, first: int) -> list[Race]:
    """Orders of one shopper for one listing that has just enough; the first one's term ends after so many hours."""
    product, sari = shop.listing(stock=HEAT), Person(shop, SHOP, customer=uuid4())
    script, races = [joins(shop, [sari.customer])], []
    for hours in range(first, first + HEAT):
        script += [*fills(sari, [product], 1), *quotes(shop, sari), places(sari, f"{hours} hours")]
        (order,) = played(shop, script)
        races.append(Race(order, sari.customer, shop.one(DUE, order), hours))
        script = []
    return races


def heats(shop: Shop, count: int) -> Iterator[list[Race]]:
    """So many races; the next heat is prepared while this one runs."""
    coming = shop.threads.submit(heat, shop, 1)
    for first in range(1 + HEAT, count + 1, HEAT):
        races, coming = coming.result(), shop.threads.submit(heat, shop, first)
        yield races
    yield coming.result()


def test_of_pay_cancel_and_expire_exactly_one_wins(shop: Shop, tell: Tell) -> None:
    shop.flat_shipping()
    won: Counter[str] = Counter()
    overtaken = 0
    with ExitStack() as stack:
        sessions = [stack.enter_context(closing(Session(shop.url))) for _ in RACERS]
        for races in heats(shop, sized(200, 10_000)):
            for race in races:
                race.run(shop, sessions)
            winners = [race.winner(shop) for race in races]
            won.update(winners)
            overtaken += sum(
                winner != next(name for name in race.started if name in WINS.values())
                for race, winner in zip(races, winners, strict=True)
            )
            assert shop.audit() == []
    said = ", ".join(f"{name} {count}" for name, count in sorted(won.items()))
    tell(f"{won.total()} races, one winner each: {said}; in {overtaken} the first to start was overtaken")
    assert set(won) == set(WINS.values()), "each must win sometimes"
