"""Members whose name, address, order, cart and goods all carry a word of their own, so that it is seen when it gets out."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from bench.client import Answer
from bench.journey import ADDRESS
from tests.proofs.gate import ADD, QUOTE, TERM, as_member, bank
from tests.proofs.web import sessions_of

WORD = re.compile(rb"kenari[0-9a-f]{12}", re.IGNORECASE)
NUMBER = re.compile(rb"SW-[0-9]{6}-[0-9A-Z]{5}")
_BRAND = "insert into brands (slug, name, city, story) values ('kenari', 'Kenari', 'Ternate', '')"
_MEMBER = """
    insert into customers (email, full_name, password_hash)
    values (lower(%(word)s) || '@proof.test', %(word)s, 'x') returning id"""
_PRODUCT = """
    insert into products (brand_id, range_key, name, category, weight_grams, summary, description, picture_key)
    select id, %(word)s, 'Melati ' || %(word)s, 'parfum', 200, '', '', 'flacon-floral-50-3fa2c1' from brands
    returning id"""
_LISTING = (
    "insert into marketplace_listings (product_id, slug, list_price) values (%(product)s, lower(%(word)s), %(price)s)"
)
_STOCK = "select receive_stock(%(product)s, 50, 'stok awal')"
_FILL_IN = ("select choose_address(%(address)s, true)", "select choose_shipping('ongkir-cs')")
_PLACE = f"select order_id from place_order(%(quote)s, '{TERM}')"
_NUMBER_OF = "select order_number from orders where id = %s"


@dataclass(frozen=True)
class Canary:
    """A member with an order, and a cart at the last click; everything says the word."""

    word: str
    customer: UUID
    product: UUID
    order: UUID
    order_number: str
    quote: UUID
    sid: str

    @property
    def address(self) -> dict[str, str]:
        """What this member types into the address form."""
        return _address(self.word)


def flock(url: str, count: int) -> list[Canary]:
    """So many of them, in a database without any brand yet."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_BRAND)
        born = list(_born(connection, count))
    sids = sessions_of(url, [facts["customer"] for facts in born])
    return [Canary(sid=sid, **facts) for facts, sid in zip(born, sids, strict=True)]


def _born(connection: psycopg.Connection[Any], count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        word = f"Kenari{secrets.token_hex(6)}"
        customer, product = (connection.execute(text, {"word": word}).fetchone()[0] for text in (_MEMBER, _PRODUCT))  # type: ignore[index]
        # Prices of their own leave everybody a unique code.
        connection.execute(_LISTING, {"product": product, "word": word, "price": 100_000 + 1_000 * number})
        connection.execute(_STOCK, {"product": product})
        who = {"customer": customer, "product": product, "address": Jsonb(_address(word)), "bank": bank(0)}
        first = as_member(connection, (ADD, *_FILL_IN, QUOTE), **who)
        order = as_member(connection, (_PLACE,), quote=first, **who)
        quote = as_member(connection, (ADD, *_FILL_IN, QUOTE), **who)
        order_number = connection.execute(_NUMBER_OF, [order]).fetchone()[0]  # type: ignore[index]
        yield {"word": word, "customer": customer, "product": product, "order": order, "quote": quote} | {
            "order_number": order_number
        }


def _address(word: str) -> dict[str, str]:
    return {**ADDRESS, "recipient_name": word, "address_line": f"Jalan {word} 12", "phone_number": "+6281234567890"}


def words_in(answer: Answer) -> set[str]:
    """The words of canaries and the numbers of orders that an answer lets out, headers included."""
    whole = answer.head + b"\n" + answer.content()
    return {word.decode().capitalize() for word in WORD.findall(whole)} | {n.decode() for n in NUMBER.findall(whole)}
