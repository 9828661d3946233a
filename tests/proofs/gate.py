"""Members who are brought to the last click of a purchase by the shop's own functions, without a browser's long way."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from bench.client import Answer, Browser
from bench.journey import ADDRESS
from tests.db.people import SHOP
from tests.db.shop import Shop
from tests.db_server import Clone
from tests.proofs.web import Web, customers, sessions_of

TERM = "24 hours"
CODES = 900  # of the 999 unique codes: how many may ask for one amount on one account
_BEGIN = (
    "begin",
    f"select set_config('role', '{SHOP}', true)",
    "select from identify(null, %(customer)s, null, true)",
)
ADD = "select add_to_cart(%(product)s, 1)"
FILL_IN = ("select choose_address(%(address)s, false)", "select choose_shipping('ongkir-cs')")
QUOTE = "select choose_payment('transfer-bca', %(bank)s)"


@dataclass(frozen=True)
class AtTheGate:
    """Somebody who has but one button to press: who, on which browser, with which session and quote."""

    customer: UUID
    browser: Browser
    sid: str
    quote: UUID

    async def __call__(self) -> Answer:
        """Presses it, and is gone with the answer."""
        try:
            return await places(self.browser, self.quote)
        finally:
            self.browser.close()


async def places(browser: Browser, quote: UUID | str) -> Answer:
    """The answer to "Buat pesanan" with this quote."""
    return await browser.post("/checkout/place", {"quote_id": str(quote)})


def listing(database: Clone, pieces: int) -> UUID:
    """Something for sale, so many of it."""
    shop = Shop(database)
    try:
        return shop.listing(pieces)
    finally:
        shop.close()
        shop.connections.close()


def as_member(connection: psycopg.Connection[Any], statements: tuple[str, ...], **params: Any) -> Any:
    """Runs statements in one transaction as params["customer"]; the first column of the last one's first row."""
    with connection.pipeline():
        cursors = [connection.execute(text, params) for text in (*_BEGIN, *statements, "commit")]  # type: ignore[call-overload]
    return cursors[-2].fetchone()[0]


def at_the_gate(web: Web, product: UUID, numbers: range) -> list[AtTheGate]:
    """New members with these numbers: one piece in the cart, held, every step filled in, and a valid quote."""
    who = customers(web.url, len(numbers))
    sids = sessions_of(web.url, who)
    with psycopg.connect(web.url, autocommit=True) as connection:
        quotes = [
            as_member(connection, (ADD, *FILL_IN, QUOTE), product=product, bank=bank(number), **_of(customer))
            for number, customer in zip(numbers, who, strict=True)
        ]
    return [
        AtTheGate(customer, web.visitor(sid), sid, quote)
        for customer, sid, quote in zip(who, sids, quotes, strict=True)
    ]


def bank(number: int) -> Jsonb:
    """Where the member of that number transfers to: one account has unique codes for 999 of the same amount."""
    return Jsonb(
        {"code": "bca", "bank": "BCA", "number": f"{1_000_000 + number // CODES}", "holder": "PT Sensasiwangi"}
    )


def _of(customer: UUID) -> dict[str, Any]:
    return {"customer": customer, "address": Jsonb({**ADDRESS, "phone_number": "+6281234567890"})}
