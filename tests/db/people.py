"""People of a test shop: each acts in transactions of their own, entered the way app/db.py enters them."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from psycopg import ClientCursor, Connection
from psycopg.pq import TransactionStatus
from psycopg.types.json import Jsonb

if TYPE_CHECKING:
    from tests.db.shop import Shop

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


class Connections:
    """Connections of one database, used again and again: a new one has everything to learn about the schema."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._idle: list[Connection[Any]] = []

    @contextmanager
    def one(self) -> Iterator[Connection[Any]]:
        """A connection as the database's login, which roles are entered from; nobody else's for as long as the block lasts."""
        connection = (
            self._idle.pop() if self._idle else psycopg.connect(self.url, autocommit=True, cursor_factory=ClientCursor)
        )
        try:
            yield connection
        finally:
            if connection.info.transaction_status == TransactionStatus.IDLE:
                self._idle.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        """Ends those that are idle."""
        while self._idle:
            self._idle.pop().close()


class Person:
    """Somebody who acts: a shopper, the desk, the worker, or a SQL console (no role)."""

    def __init__(
        self,
        shop: "Shop",
        role: str | None,
        *,
        customer: UUID | None = None,
        staff: UUID | None = None,
        **settings: str,
    ) -> None:
        self.shop, self.role, self.customer, self.staff = shop, role, customer, staff
        self.cart: UUID | None = None
        self.settings = {name.replace("__", "."): value for name, value in settings.items()}

    @contextmanager
    def acting(self, backend: "Future[int] | None" = None) -> Iterator[Connection[Any]]:
        """One transaction as this person; backend, when given, is told the server's process."""
        with self.shop.connections.one() as connection, connection.transaction():
            if backend:
                backend.set_result(connection.info.backend_pid)
            connection.execute(*self.entry())
            yield connection

    def entry(self) -> tuple[str, list[Any]]:
        """What every transaction of this person begins with: statements, and their parameters for a ClientCursor."""
        settings = {"role": self.role or "none", "app.clock_offset": self.shop.clock, **self.settings}
        text = "select " + ", ".join(["set_config(%s, %s, true)"] * len(settings))
        params: list[Any] = [word for setting in settings.items() for word in setting]
        if self.role == SHOP:
            return f"{text}; select from identify(null, %s, %s, false)", [*params, self.customer, self.cart]
        return text, params

    def rows(self, text: str, *params: Any) -> list[tuple[Any, ...]]:
        """The rows of one statement in a transaction of its own."""
        with self.acting() as connection:
            return connection.execute(text, params).fetchall()

    def call(self, function: str, *arguments: Any, backend: "Future[int] | None" = None) -> Any:
        """What a function returns: its value, or the values of its first row."""
        places = ", ".join(["%s"] * len(arguments))
        with self.acting(backend) as connection:
            first = connection.execute(f"select * from {function}({places})", arguments).fetchone() or (None,)
        return first[0] if len(first) == 1 else first

    def starts(self, function: str, *arguments: Any) -> "Future[Any]":
        """Calls a function in the background, and waits until a lock of somebody else stops it."""
        backend: Future[int] = Future()
        started = self.shop.threads.submit(self.call, function, *arguments, backend=backend)
        self.shop.wait_until_blocked(backend.result(PATIENCE), started)
        return started

    def adds(self, product: UUID, quantity: int = 1) -> UUID:
        """Puts something into the cart, which a visitor's browser remembers."""
        self.cart = self.call("add_to_cart", product, quantity)
        return self.cart

    def fills_in(self, shipping: str = "ongkir-cs", **address: str) -> None:
        """Address and shipping of the checkout."""
        self.call("choose_address", Jsonb(ADDRESS | address), False)
        self.call("choose_shipping", shipping)

    def quotes(self, shipping: str = "ongkir-cs", **address: str) -> UUID:
        """All steps up to the review page; the quote's id."""
        self.fills_in(shipping, **address)
        quote: UUID = self.call("choose_payment", "transfer-bca", BANK)
        return quote

    def places(self, quote: UUID) -> UUID:
        """Orders what a quote says; the order's id."""
        order: UUID = self.call("place_order", quote, TERM)[0]
        return order

    def comes_too_late(self, product: UUID) -> None:
        """Sends a quote that has run out; there is no order."""
        self.adds(product)
        quote = self.quotes()
        self.shop.later("1 hour")
        with self.shop.denies("SW010"):
            self.places(quote)

    def orders(self, product: UUID, quantity: int = 1, shipping: str = "ongkir-cs") -> UUID:
        """The whole way from an empty cart to an order."""
        self.adds(product, quantity)
        return self.places(self.quotes(shipping))
