"""The checkout's questions to the database and its writes, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from app.accounts import queries as account_queries
from app.cart import queries as cart_queries
from app.statements import Statement, named

sql = named("checkout")

STEPS = ("address", "shipping", "payment", "review")


@dataclass(frozen=True, slots=True)
class Progress:
    """What the shopper of the open cart has filled in; shipping_amount in whole Rupiah, None until CS quotes it."""

    cart_id: UUID
    cart_version: int
    address: dict[str, str] | None
    shipping_option: str | None
    shipping_name: str | None
    shipping_amount: int | None
    payment_method: str | None
    hold_renewals: int
    held_until: datetime | None
    seconds_held: int | None
    item_count: int

    @property
    def missing(self) -> list[str]:
        """The steps before review that still lack an answer, in order."""
        answers = {"address": self.address, "shipping": self.shipping_option, "payment": self.payment_method}
        return [step for step, answer in answers.items() if not answer]

    @property
    def first_unfinished(self) -> str:
        """The step to go to: the first without an answer, else review."""
        return next(iter(self.missing), "review")


@dataclass(frozen=True, slots=True)
class Quote:
    """What was shown and may be bought; lines maps product ids to quantity and unit_price."""

    id: UUID
    subtotal_amount: int
    shipping_amount: int | None
    discount_amount: int
    unique_code: int
    total_amount: int
    bank_account: dict[str, str]
    expires_at: datetime
    outdated: bool
    lines: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """A way to travel; cost is None when CS quotes it after the order."""

    code: str
    name: str
    explanation: str
    cost: int | None


@dataclass(frozen=True, slots=True)
class Short:
    """A line that could not be held in full."""

    product_id: UUID
    wanted: int
    available: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The one order of a quote; replayed when it existed before."""

    order_id: UUID
    order_number: str
    replayed: bool


def progress() -> Statement[Progress | None]:
    """What is filled in and held; None when there is no open cart."""
    return sql.row("progress", Progress)


def quote(quote_id: UUID | None = None) -> Statement[Quote | None]:
    """The quote with this id, or the latest of the open cart."""
    return sql.row("quote", Quote, quote_id=quote_id)


def shipping_options() -> Statement[list[ShippingOption]]:
    """The ways to travel that are offered now."""
    return sql.rows("shipping_options", ShippingOption)


def screen(step: str, seen_quote: UUID | None) -> dict[str, Statement[Any]]:
    """What a step shows, by name: progress, the cart, the latest quote, and what only this step asks for."""
    parts: dict[str, Statement[Any]] = {"progress": progress(), "cart": cart_queries.contents(), "quote": quote()}
    if seen_quote is not None:
        parts["seen"] = quote(seen_quote)
    if step == "shipping":
        parts["options"] = shipping_options()
    if step == "address":
        parts["addresses"] = account_queries.addresses()
        parts["person"] = account_queries.person()
    return parts


def start() -> Statement[list[Short]]:
    """Holds the cart; the rows are what could not be held."""
    return sql.rows("start", Short)


def renew_hold() -> Statement[list[Short]]:
    """15 more minutes; the rows are what could not be held."""
    return sql.rows("renew_hold", Short)


def choose_address(address: dict[str, str], save: bool) -> Statement[UUID | None]:
    """Writes the address fields down and saves them when asked; a fresh quote's id, None while something is missing."""
    return sql.scalar("choose_address", address=Jsonb(address), save=save)


def choose_shipping(option: str) -> Statement[UUID | None]:
    """Chooses a shipping option by its code; a fresh quote's id, None while something is missing."""
    return sql.scalar("choose_shipping", option=option)


def choose_payment(method: str, bank_account: dict[str, Any]) -> Statement[UUID | None]:
    """Chooses how to pay and writes the quote; its id, None while a step is missing or a line is short."""
    return sql.scalar("choose_payment", method=method, bank_account=Jsonb(bank_account))


def renew_quote() -> Statement[UUID | None]:
    """A fresh quote of what is in the checkout now; None while a step is missing or a line is short."""
    return sql.scalar("renew_quote")


def place(quote_id: UUID, payment_term_hours: int) -> Statement[Placed | None]:
    """Places the one order of a quote."""
    return sql.row("place", Placed, quote_id=quote_id, payment_term_hours=payment_term_hours)
