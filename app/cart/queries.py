"""The shopper's open cart, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Cursor

from app.statements import Statement, named

sql = named("cart")


@dataclass(frozen=True, slots=True)
class Line:
    """A line in whole Rupiah; problem is '', 'short' or 'gone'; seen_price is None when the price stands."""

    product_id: UUID
    slug: str
    name: str
    brand_name: str
    picture_key: str
    quantity: int
    unit_price: int
    line_total: int
    seen_price: int | None
    available: int
    held_until: datetime | None
    problem: str


@dataclass(frozen=True, slots=True)
class Cart:
    """The lines and what they come to."""

    lines: list[Line]

    @property
    def item_count(self) -> int:
        """Pieces in the cart."""
        return sum(line.quantity for line in self.lines)

    @property
    def subtotal(self) -> int:
        """Whole Rupiah, without shipping."""
        return sum(line.line_total for line in self.lines)

    @property
    def problems(self) -> bool:
        """Whether a line has to be mended before checkout."""
        return any(line.problem for line in self.lines)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the answer to an addition says of a listing: pieces this shopper can still have, and how many they took."""

    product_id: UUID
    name: str
    for_sale: bool
    available: int
    in_cart: int


def badge() -> Statement[int]:
    """How many pieces are in the cart."""
    return sql.scalar("badge")


def contents() -> Statement[Cart]:
    """The whole cart; empty for visitors without one."""
    lines = sql.rows("lines", Line)

    def shape(cursor: Cursor[tuple[object, ...]]) -> Cart:
        return Cart(lines.shape(cursor))

    return Statement(lines.text, lines.params, shape)


def listing(product_id: UUID) -> Statement[Listing | None]:
    """A listing beside what the cart has of it."""
    return sql.row("listing", Listing, product_id=product_id)


def add(product_id: UUID, quantity: int, key: str) -> Statement[UUID]:
    """Adds pieces, once for each key ("": none); the cart they are in, made when there was none."""
    return sql.scalar("add", product_id=product_id, quantity=quantity, key=key)


def change(product_id: UUID, quantity: int) -> Statement[None]:
    """Sets the pieces of a line; 0 removes it."""
    return sql.run("change", product_id=product_id, quantity=quantity)


def remove(product_id: UUID) -> Statement[int]:
    """Removes a line; how many pieces it had."""
    return sql.scalar("remove", product_id=product_id)
