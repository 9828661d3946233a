"""Whatever order the steps of two or three transactions take, the end is one that doing them one after the other could have had."""

from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from itertools import chain, combinations, combinations_with_replacement, islice, permutations

import pytest

from tests.db.shop import Shop
from tests.proofs import scene, stepper
from tests.proofs.conftest import Tell
from tests.proofs.scale import FULL
from tests.proofs.sessions import Session
from tests.proofs.stepper import Order, Stepper

ACTS = ["reserve", "release", "commit", "renew", "expire", "cancel", "pay", "restock", "place", "sweep", "call off"]
MAY_SKIP = {"expire", "sweep"}  # they pass over what somebody works on, as if they had come another time
PAIRS = list(combinations_with_replacement(ACTS, 2))
TRIPLES = [
    ("pay", "cancel", "expire"),
    ("pay", "expire", "sweep"),
    ("reserve", "expire", "pay"),
    ("reserve", "place", "release"),
    ("reserve", "place", "restock"),
    ("reserve", "cancel", "pay"),
    ("renew", "place", "release"),
    ("renew", "reserve", "sweep"),
    ("place", "place", "reserve"),
    ("commit", "call off", "reserve"),
    ("commit", "restock", "pay"),
    ("pay", "pay", "reserve"),
]
OF_PAIRS, OF_TRIPLES = (1, 1) if FULL else (2, 100)  # every so-and-so-manieth order of steps is run
End = tuple[tuple[str, ...], tuple[str | None, ...]]


class Case:
    """Some acts, and the ends that doing them one after the other can have."""

    def __init__(self, shop: Shop, stepping: Stepper, console: Session, acts: tuple[str, ...]) -> None:
        self.shop, self.stepping, self.console, self.acts = shop, stepping, console, acts

    def end(self, order: Order) -> End:
        """What each act came to, and what is left in the shop, after these steps in a new scene."""
        staged = scene.built(self.shop, self.acts)
        answers = self.stepping.run([staged.acts[name] for name in self.acts], order)
        failed = [answer for answer in answers if answer.code and not answer.code.startswith("SW")]
        assert failed == [], f"{self.acts} {order}"
        left = staged.state(self.console)
        scene.closed(self.shop, self.console)
        return tuple(staged.told(answer) for answer in answers), left

    @cached_property
    def serial(self) -> dict[frozenset[int], set[End]]:
        """The ends of doing them one after the other, by which of them were passed over: each of them keeps the books."""
        skippers = [place for place, name in enumerate(self.acts) if name in MAY_SKIP]
        ends = {}
        for passed in chain.from_iterable(combinations(skippers, count) for count in range(len(skippers) + 1)):
            acting = [place for place in range(len(self.acts)) if place not in passed]
            ends[frozenset(passed)] = {self._end_without(passed, order) for order in permutations(acting)}
        assert self.shop.audit() == []
        return ends

    def _end_without(self, passed: tuple[int, ...], order: tuple[int, ...]) -> End:
        acting = sorted(order)
        part = Case(self.shop, self.stepping, self.console, tuple(self.acts[place] for place in acting))
        answers, left = part.end(stepper.one_by_one([acting.index(place) for place in order]))
        told = dict(zip(acting, answers, strict=True)) | dict.fromkeys(passed, "(('0',),)")
        return tuple(told[place] for place in range(len(self.acts))), left

    def proves(self, order: Order) -> None:
        """The steps in this order must end like some acts one after the other."""
        end = self.end(order)
        could_skip = {place for place in range(len(self.acts)) if stepper.overlapped(order, place)}
        allowed = [ends for passed, ends in self.serial.items() if passed <= could_skip]
        assert any(end in ends for ends in allowed), f"{self.acts} in the order {order} end like no serial order: {end}"


def orders_of(acts: tuple[str, ...]) -> Iterator[Order]:
    """Orders of steps; of two acts that are the same only one may begin."""
    for order in stepper.orders(len(acts)):
        if len(set(acts)) == len(acts) or _first(order, acts):
            yield order


def _first(order: Order, acts: tuple[str, ...]) -> bool:
    twins = [place for place, name in enumerate(acts) if acts.count(name) == 2]
    return order.index(twins[0]) < order.index(twins[1])


def prove(shop: Shop, cases: list[tuple[str, ...]], thin: int) -> str:
    """Runs the orders of steps of these cases; the figures."""
    done, outcomes = 0, set()
    with closing(Session(shop.url)) as console, Stepper(shop.url, 3) as stepping:
        for acts in cases:
            case = Case(shop, stepping, console, acts)
            for order in islice(orders_of(acts), 0, None, thin):
                case.proves(order)
                done += 1
            outcomes |= {(acts, end) for ends in case.serial.values() for end in ends}
            assert shop.audit() == []
        waits = stepping.waits
    return f"{done} permutations of {len(cases)} cases, {waits} waits, {len(outcomes)} serial ends, 0 broken promises"


@pytest.fixture
def ready(shop: Shop) -> Shop:
    """The shop with a way to ship that has a price of its own."""
    shop.flat_shipping()
    return shop


def test_any_two_transactions_end_as_if_one_had_waited_for_the_other(ready: Shop, tell: Tell) -> None:
    tell(prove(ready, PAIRS, OF_PAIRS))


def test_three_transactions_end_as_if_they_had_queued(ready: Shop, tell: Tell) -> None:
    tell(prove(ready, TRIPLES, OF_TRIPLES))
