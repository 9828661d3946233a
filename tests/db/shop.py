"""A shop for database tests: people who act in it, each in transactions of their own, entered the way app/db.py enters them."""

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
from psycopg import ClientCursor, Connection
from psycopg.types.json import Jsonb

SHOP, DESK, WORKER = "sensasiwangi_shop", "sensasiwangi_desk", "sensasiwangi_worker"
TERM = "24 hours"
BANK = Jsonb({"code": "bca", "bank": "BCA", "number": "1234567890", "holder": "PT Sensasiwangi"})
ADDRESS = {
    "recipient_name": "Sari Wulandari",
    "phone_number": "+6281234567890",
    "province_name": "DI Yogyakarta",
    "city_name": "Sleman",
    "district_name": "Ngaglik",
    "subdistrict_name": "Sinduharjo",
    "postal_code": "55581",
    "address_line": "Jalan Kaliurang km 9 no. 4",
    "additional_info": "",
}
PATIENCE = 10.0  # seconds until a test gives up waiting for a lock


class Person:
    """Somebody with a connection: a shopper, the desk, the worker, or a SQL console (no role)."""

    def __init__(self, shop: "Shop", role: str | None, *, customer: UUID | None = None, **settings: str) -> None:
        self.shop, self.role, self.customer = shop, role, customer
        self.cart: UUID | None = None
        self._settings = settings

    @cached_property
    def connection(self) -> Connection[Any]:
        """Opened when first used, closed with the shop."""
        return self.shop.connect()

    @contextmanager
    def acting(self) -> Iterator[Connection[Any]]:
        """One transaction as this person."""
        with self.connection.transaction():
            for name, value in {"role": self.role, "app.clock_offset": self.shop.clock, **self._settings}.items():
                if value is not None:
                    self.connection.execute("select set_config(%s, %s, true)", [name.replace("__", "."), value])
            if self.role == SHOP:
                self.connection.execute("select from identify(null, %s, %s, false)", [self.customer, self.cart])
            yield self.connection

    def rows(self, text: str, *params: Any) -> list[tuple[Any, ...]]:
        """The rows of one statement in a transaction of its own."""
        with self.acting() as connection:
            return connection.execute(text, params).fetchall()

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function returns: its value, or the values of its first row."""
        places = ", ".join(["%s"] * len(arguments))
        rows = self.rows(f"select * from {function}({places})", *arguments)
        first = rows[0] if rows else (None,)
        return first[0] if len(first) == 1 else first

    def starts(self, function: str, *arguments: Any) -> "Future[Any]":
        """Calls a function in the background, and waits until a lock of somebody else stops it."""
        started = self.shop.threads.submit(self.call, function, *arguments)
        self.shop.wait_until_blocked(self, started)
        return started

    def adds(self, product: UUID, quantity: int = 1) -> UUID:
        """Puts something into the cart, which a visitor's browser remembers."""
        self.cart = self.call("add_to_cart", product, quantity)
        return self.cart

    def fills_in(self, shipping: str = "ongkir-cs") -> None:
        """Address and shipping of the checkout."""
        self.call("choose_address", Jsonb(ADDRESS), False)
        self.call("choose_shipping", shipping)

    def quotes(self, shipping: str = "ongkir-cs") -> UUID:
        """All steps up to the review page; the quote's id."""
        self.fills_in(shipping)
        quote: UUID = self.call("choose_payment", "transfer-bca", BANK)
        return quote

    def places(self, quote: UUID) -> UUID:
        """Orders what a quote says; the order's id."""
        order: UUID = self.call("place_order", quote, TERM)[0]
        return order

    def orders(self, product: UUID, quantity: int = 1, shipping: str = "ongkir-cs") -> UUID:
        """The whole way from an empty cart to an order."""
        self.adds(product, quantity)
        return self.places(self.quotes(shipping))


class Shop:
    """One test's database with its console, and makers of people and listings."""

    def __init__(self, url: str) -> None:
        self.url, self.clock = url, "0"
        self.threads = ThreadPoolExecutor(16)
        self._connections: list[Connection[Any]] = []
        self.console = Person(self, None)
        self.desk = Person(self, DESK, app__staff_id="7d4a3c1e-0000-4000-8000-000000000001")
        self.worker = Person(self, WORKER, app__actor="worker:expiry")

    def connect(self) -> Connection[Any]:
        """A connection as the database's login, which roles are entered from."""
        connection = psycopg.connect(self.url, autocommit=True, cursor_factory=ClientCursor)
        self._connections.append(connection)
        return connection

    def close(self) -> None:
        """Ends everybody's connection."""
        for connection in self._connections:
            connection.close()
        self.threads.shutdown()

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
        self.run("insert into brands (id, slug, name, city, story) values (%s, 'kembang', 'Kembang', 'Solo', '') on conflict do nothing", uuid4())
        self.run(
            """insert into products (id, brand_id, range_key, name, category, weight_grams, summary, description, picture_key)
            select %s, id, %s, %s, 'parfum', 200, 'Bunga', 'Wangi', 'flacon-floral-50-3fa2c1' from brands""",
            *(product, name, name),
        )
        self.run(
            "insert into marketplace_listings (product_id, slug, list_price, status) values (%s, %s, %s, %s)",
            *(product, name.lower().replace(" ", "-"), price, status),
        )
        if stock:
            self.call("receive_stock", product, stock, "stok awal")
        return product

    def call(self, function: str, *arguments: Any) -> Any:
        """A function called bare from the console."""
        return self.console.call(function, *arguments)

    def member(self) -> Person:
        """A new shopper with an account."""
        customer = uuid4()
        self.run("insert into customers (id, email, full_name, password_hash) values (%s, %s, 'Sari', 'x')", customer, f"{customer}@sensasiwangi.test")
        return Person(self, SHOP, customer=customer)

    def visitor(self) -> Person:
        """A new shopper without one."""
        return Person(self, SHOP)

    def flat_shipping(self, cost: int = 20_000) -> str:
        """A shipping option with a price of its own, so that orders await payment at once."""
        self.run("insert into shipping_options (code, name, explanation, cost) values ('reguler', 'Reguler', '', %s) on conflict do nothing", cost)
        return "reguler"

    def stock(self, product: UUID) -> tuple[int, int]:
        """On hand and reserved."""
        found: tuple[int, int] = self.one("select stock_on_hand, stock_reserved from marketplace_listings where product_id = %s", product)
        return found

    def holds(self, product: UUID, state: str = "held") -> list[tuple[str, int]]:
        """Owner and quantity of the holds in a state."""
        return self.rows("select owner, quantity from stock_holds where product_id = %s and state = %s order by id", product, state)

    def ledger(self, product: UUID) -> list[tuple[str, int, int, str]]:
        """Kind, change on hand, change reserved and owner of what happened after the first delivery."""
        return self.rows(
            "select kind, on_hand_change, reserved_change, owner from stock_ledger where product_id = %s order by id offset 1", product
        )

    def audit(self) -> list[tuple[Any, ...]]:
        """The broken promises."""
        return self.rows("select * from stock_audit()")

    def contents(self) -> dict[str, str]:
        """A fingerprint of every table."""
        tables = [row[0] for row in self.rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")]
        each = " union all ".join(f"select '{name}', md5(string_agg(t::text, '|' order by t::text)) from {name} t" for name in tables)
        return dict(self.rows(each))

    @contextmanager
    def refuses(self, code: str, **facts: Any) -> Iterator[None]:
        """What happens inside must be refused with exactly this SQLSTATE and these facts, and change nothing."""
        before = self.contents()
        try:
            yield
        except psycopg.DatabaseError as refusal:
            assert refusal.sqlstate == code, refusal
            given = json.loads(refusal.diag.message_detail or "{}")
            assert given == json.loads(json.dumps(facts, default=str)), refusal.diag.message_detail
        else:
            raise AssertionError(f"nothing was refused, {code} expected")
        assert self.contents() == before

    def wait_until_blocked(self, person: Person, started: "Future[Any]") -> None:
        """Returns as soon as the person's transaction waits for a lock."""
        deadline = monotonic() + PATIENCE
        while not self.one("select cardinality(pg_blocking_pids(%s)) > 0", person.connection.info.backend_pid):
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
