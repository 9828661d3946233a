"""A shop for database tests: listings and people, a console to look into it, and the assertions they need."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from threading import Barrier
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.db.people import DESK, PATIENCE, SHOP, WORKER, Connections, Person

_LISTING = """
    insert into brands (id, slug, name, city, story) values (%s, 'kembang', 'Kembang', 'Solo', '') on conflict do nothing;
    insert into products (id, brand_id, range_key, name, category, weight_grams, summary, description, picture_key)
    select %s, id, %s, %s, 'parfum', 200, 'Bunga', 'Wangi', 'flacon-floral-50-3fa2c1' from brands;
    insert into marketplace_listings (product_id, slug, list_price, status) values (%s, %s, %s, %s)"""


class Shop:
    """One test's database with its console, and makers of people and listings."""

    def __init__(self, url: str, connections: Connections | None = None) -> None:
        self.url, self.clock = url, "0"
        self.threads = ThreadPoolExecutor(16)
        self.connections = connections or Connections(url)
        self.console = Person(self, None)
        self.desk = Person(self, DESK, app__staff_id="7d4a3c1e-0000-4000-8000-000000000001")
        self.worker = Person(self, WORKER, app__actor="worker:expiry")

    def close(self) -> None:
        """Ends what still runs in the background."""
        self.threads.shutdown(cancel_futures=True)

    @cached_property
    def login(self) -> str:
        """Who the database thinks a bare console is."""
        found: str = self.one("select session_user")
        return found

    def colleague(self, name: str = "dewi", role: str = "cs") -> Person:
        """Somebody who works at the desk, and is a row of staff."""
        text = "insert into staff (email, full_name, role, password_hash) values (%s, %s, %s, 'x') returning id"
        found: UUID = self.one(text, f"{name}@sensasiwangi.test", name.title(), role)
        return Person(self, DESK, staff=found, app__staff_id=str(found))

    def later(self, offset: str) -> None:
        """Moves the clock of everybody's next transactions to so long after the real time."""
        self.clock = offset

    def rows(self, text: str, *params: Any) -> list[tuple[Any, ...]]:
        """Rows as the console sees them."""
        return self.console.rows(text, *params)

    def one(self, text: str, *params: Any) -> Any:
        """The only value, or the values of the only row."""
        (row,) = self.rows(text, *params)
        return row[0] if len(row) == 1 else row

    def run(self, text: str, *params: Any) -> None:
        """A statement typed into the console."""
        with self.console.acting() as connection:
            connection.execute(text, params)

    def listing(self, stock: int = 5, price: int = 100_000, *, status: str = "active") -> UUID:
        """A perfume for sale."""
        product, name = uuid4(), f"Melati {uuid4().hex[:8]}"
        with self.console.acting() as connection:
            connection.execute(
                _LISTING, [uuid4(), product, name, name, product, name.lower().replace(" ", "-"), price, status]
            )
            if stock:
                connection.execute("select receive_stock(%s, %s, 'stok awal')", [product, stock])
        return product

    def call(self, function: str, *arguments: Any) -> Any:
        """A function called bare from the console."""
        return self.console.call(function, *arguments)

    def member(self) -> Person:
        """A new shopper with an account."""
        customer = uuid4()
        self.run(
            "insert into customers (id, email, full_name, password_hash) values (%s, %s, 'Sari', 'x')",
            customer,
            f"{customer}@sensasiwangi.test",
        )
        return Person(self, SHOP, customer=customer)

    def visitor(self) -> Person:
        """A new shopper without one."""
        return Person(self, SHOP)

    def flat_shipping(self, cost: int = 20_000) -> str:
        """A shipping option with a price of its own, so that orders await payment at once."""
        self.run(
            "insert into shipping_options (code, name, explanation, cost) values ('reguler', 'Reguler', '', %s) on conflict do nothing",
            cost,
        )
        return "reguler"

    def stock(self, product: UUID) -> tuple[int, int]:
        """On hand and reserved."""
        found: tuple[int, int] = self.one(
            "select stock_on_hand, stock_reserved from marketplace_listings where product_id = %s", product
        )
        return found

    def holds(self, product: UUID, state: str = "held") -> list[tuple[str, int]]:
        """Owner and quantity of the holds in a state."""
        return self.rows(
            "select owner, quantity from stock_holds where product_id = %s and state = %s order by id", product, state
        )

    def ledger(self, product: UUID) -> list[tuple[str, int, int, str]]:
        """Kind, change on hand, change reserved and owner of what happened after the first delivery."""
        return self.rows(
            "select kind, on_hand_change, reserved_change, owner from stock_ledger where product_id = %s order by id offset 1",
            product,
        )

    def audit(self) -> list[tuple[Any, ...]]:
        """The broken promises."""
        return self.rows("select * from stock_audit()")

    def contents(self) -> dict[str, str]:
        """A fingerprint of every table."""
        tables = [
            row[0]
            for row in self.rows(
                "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            )
        ]
        each = " union all ".join(
            f"select '{name}', md5(string_agg(t::text, '|' order by t::text)) from {name} t" for name in tables
        )
        return dict(self.rows(each))

    @contextmanager
    def refuses(self, code: str, **facts: Any) -> Iterator[None]:
        """What happens inside must be refused with exactly this SQLSTATE and these facts, and change nothing."""
        with self.denies(code) as given:
            yield
        assert given == json.loads(json.dumps(facts, default=str))

    @contextmanager
    def denies(self, code: str) -> Iterator[dict[str, Any]]:
        """The same, whatever the facts; they are in what it gives afterwards."""
        before, facts = self.contents(), {}
        try:
            yield facts
        except psycopg.DatabaseError as refusal:
            assert refusal.sqlstate == code, refusal
            facts |= json.loads(refusal.diag.message_detail or "{}")
        else:
            raise AssertionError(f"nothing was refused, {code} expected")
        assert self.contents() == before

    def wait_until_blocked(self, backend: int, started: "Future[Any]") -> None:
        """Returns as soon as the server's process waits for a lock."""
        deadline = monotonic() + PATIENCE
        while not self.one("select cardinality(pg_blocking_pids(%s)) > 0", backend):
            assert not started.done(), started.result()
            assert monotonic() < deadline, "it neither waits nor ends"

    def at_once(self, *calls: Callable[[], Any]) -> list[Any]:
        """Runs the calls together, at most 16; their results, or the database's errors in their places."""
        ready = Barrier(len(calls))

        def run(call: Callable[[], Any]) -> Any:
            ready.wait(PATIENCE)
            try:
                return call()
            except psycopg.DatabaseError as error:
                return error

        return list(self.threads.map(run, calls))


def codes(results: list[Any]) -> list[str]:
    """The SQLSTATEs among the results of Shop.at_once, in order."""
    return sorted(result.sqlstate for result in results if isinstance(result, psycopg.DatabaseError))
