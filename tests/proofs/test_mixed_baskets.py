"""Mixed baskets in any order, with cancels, desk edits and the sweeper running, never deadlock and never wait too long."""

import random
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.db.people import ADDRESS, BANK, SHOP, Person
from tests.db.shop import Shop
from tests.proofs.conftest import Tell
from tests.proofs.crowd import Crowd, Life
from tests.proofs.scale import FULL, sized
from tests.proofs.sessions import Answer

LISTINGS, CLIENTS, DESKS = 20, 64, 16
JOIN = "insert into customers (id, email, full_name, password_hash) values (%s, %s, 'Sari', 'x')"
EDIT = "update marketplace_listings set list_price = list_price + %s, status = %s where product_id = %s"
PROOF = ["image/png", b"x"]
DONE = ["place_order", "cancel_own_order", "submit_payment_proof", "remove_from_cart", "accept_shipping_quote"]
EDITED = [
    "adjust_stock",
    "quote_shipping",
    "record_payment",
    "advance_order",
    "ship_order",
    "expire_orders",
    "expire_holds",
    "index_orders",
    EDIT,
]
Steps = Generator[tuple[Person, str, list[Any]], Answer, Any]


@dataclass
class Fair:
    """A shop that is open until so many orders were placed."""

    shop: Shop
    target: int
    products: list[UUID]
    placed: int = 0
    waiting: deque[tuple[Person, str]] = field(default_factory=deque)  # orders, for the desk

    def shopper(self, seed: int) -> Life:
        """Buys basket after basket; after one that is left standing somebody new comes."""
        luck, person = random.Random(seed), None
        while self.placed < self.target:
            if person is None:
                person = Person(self.shop, SHOP, customer=uuid4())
                yield self.shop.console, JOIN, [person.customer, f"{person.customer}@proof.test"]
            basket = luck.sample(self.products, luck.randint(1, 8))
            for product in basket:
                yield person, "add_to_cart", [product, luck.randint(1, 2)]
            yield person, "start_checkout", []
            if luck.random() < 0.1:
                person = None
                continue
            order = yield from self._orders(person, luck)
            if order is None:
                for product in basket:
                    yield person, "remove_from_cart", [product]
            elif luck.random() < 0.3:
                yield from self._follows_up(person, order, luck)

    def _orders(self, person: Person, luck: random.Random) -> Steps:
        """The order's id, or None when stock or a step is missing."""
        yield person, "choose_address", [Jsonb(ADDRESS), False]
        yield person, "choose_shipping", [luck.choice(["reguler", "reguler", "ongkir-cs"])]
        quote = yield person, "choose_payment", ["transfer-bca", BANK]
        for _ in range(2):
            if quote.value is None:
                return None
            order = yield person, "place_order", [quote.value, luck.choice(["10 minutes", "24 hours"])]
            if order.value is not None:
                self.placed += 1
                self.waiting.append((person, order.value))
                return order.value
            quote = yield person, "renew_quote", []
        return None

    @staticmethod
    def _follows_up(person: Person, order: str, luck: random.Random) -> Steps:
        if luck.random() < 0.7:
            yield person, "cancel_own_order", [order, None, "salah pilih"]
        else:
            yield person, "submit_payment_proof", [order, *PROOF]

    def desk(self, seed: int) -> Life:
        """Edits a listing, then takes the orders that have waited longest, so that it keeps up with the shoppers."""
        luck = random.Random(seed)
        while self.placed < self.target:
            product = luck.choice(self.products)
            yield self.shop.desk, "adjust_stock", [product, luck.choice([60, 40, 20, -1, -2]), "hitung"]
            yield self.shop.console, EDIT, [luck.choice([500, -500]), luck.choice(["active"] * 5 + ["paused"]), product]
            for _ in range(4):
                if self.waiting:
                    yield from self._moves(*self.waiting.popleft(), luck)
            yield self.shop.console, EDIT, [0, "active", product]

    def _moves(self, person: Person, order: str, luck: random.Random) -> Steps:
        """From the placed order to the parcel, or to its cancellation; what the shopper or the worker did meanwhile is refused."""
        if luck.random() < 0.1:
            yield self.shop.desk, "advance_order", [order, None, "cancelled", "stok rusak"]
            return
        money = self.shop.desk, "record_payment", [order, None, 100_000_000, "mutasi BCA"]
        paid = yield money
        if paid.code:
            yield self.shop.desk, "quote_shipping", [order, None, "JNE", "REG", luck.randint(9, 30) * 1000]
            yield person, "accept_shipping_quote", [order, None, "10 minutes"]
            yield money
        yield self.shop.desk, "advance_order", [order, None, "processing", ""]
        yield self.shop.desk, "ship_order", [order, None, "JNE", "RESI0001"]

    def worker(self) -> Life:
        """Ends what ran out, again and again."""
        while self.placed < self.target:
            yield self.shop.worker, "expire_holds", [20]
            yield self.shop.worker, "expire_orders", [20]
            yield self.shop.worker, "index_orders", [20]


@pytest.fixture
def fair(shop: Shop) -> Fair:
    """Twenty listings at prices of their own, with less stock than will be asked for."""
    shop.flat_shipping()
    return Fair(shop, 0, [shop.listing(stock=40, price=50_000 + 7_300 * place) for place in range(LISTINGS)])


def opens(fair: Fair, target: int, connections: int, **settings: str) -> tuple[Crowd, str]:
    """Lets everybody in until so many orders were placed; what they were answered, and the figures."""
    crowd, fair.target = Crowd(fair.shop), target
    lives = [*(fair.shopper(seed) for seed in range(CLIENTS)), *(fair.desk(-seed) for seed in range(1, DESKS + 1))]
    crowd.live([*lives, fair.worker()], connections, **settings)
    seconds = sorted(crowd.seconds)
    middle, late, last = (round(1000 * seconds[len(seconds) * part // 1000]) for part in (500, 990, 999))
    refused = ", ".join(f"{count} {code}" for code, count in sorted(crowd.codes().items()))
    return crowd, (
        f"{fair.placed} orders in {len(seconds)} transactions of {CLIENTS} clients over {connections} connections, "
        f"{crowd.deadlocks} deadlocks, {crowd.lock_timeouts} lock timeouts; "
        f"answered in {middle} ms, 99 % in {late} ms, 99.9 % in {last} ms; refused: {refused}"
    )


def test_mixed_baskets_neither_deadlock_nor_wait_too_long(fair: Fair, tell: Tell) -> None:
    """Over as many connections as the shop has, with the patience of its doors."""
    crowd, figures = opens(fair, sized(300, 10_000), 16, lock_timeout="1s", statement_timeout="3s")
    tell(figures)
    assert crowd.deadlocks == 0
    assert not FULL or crowd.lock_timeouts == 0, "on a machine that does other things as well, a door would try again"
    assert [function for function in [*DONE, *EDITED] if not crowd.answers[function, None]] == []


def test_mixed_baskets_do_not_deadlock_when_everybody_has_a_connection(fair: Fair, tell: Tell) -> None:
    """More than the shop would ever have: they queue for the listings for longer than a door waits, but they all get there."""
    crowd, figures = opens(fair, sized(50, 1_000), CLIENTS)
    tell(figures)
    assert crowd.deadlocks == 0
