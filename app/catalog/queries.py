"""What is for sale, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Cursor

from app.catalog.forms import Filters
from app.statements import Statement, named

PER_PAGE = 24
MOST_PAGES = 50  # nobody turns more pages than that, and counting them all would cost more than finding a page

sql = named("catalog")


@dataclass(frozen=True, slots=True)
class ListingCard:
    """A listing in the grid; price in whole Rupiah, available as anybody sees it, counted to 11. Fields in the order of the query."""

    product_id: UUID
    slug: str
    name: str
    brand_name: str
    brand_slug: str
    city: str
    category: str
    aroma_family: str | None
    concentration: str | None
    size_ml: int | None
    list_price: int
    picture_key: str
    available: int
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found. total is exact unless is_more; corrected is what was searched instead."""

    listings: tuple[ListingCard, ...]
    total: int
    is_more: bool
    page_count: int
    corrected: str | None


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand to choose from."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """The same thing in another size (ml); price in whole Rupiah, available counted to 11."""

    slug: str
    size_ml: int
    list_price: int
    available: int


@dataclass(frozen=True, slots=True)
class Product:
    """Everything a product page tells; price in whole Rupiah, size in ml, weight in grams, available counted to 11.

    Fields in the order of the query.
    """

    product_id: UUID
    slug: str
    status: str
    name: str
    brand_name: str
    brand_slug: str
    city: str
    brand_story: str
    category: str
    aroma_family: str | None
    concentration: str | None
    size_ml: int | None
    weight_grams: int
    top_notes: tuple[str, ...]
    heart_notes: tuple[str, ...]
    base_notes: tuple[str, ...]
    summary: str
    description: str
    picture_key: str
    list_price: int
    available: int
    held_until: datetime | None
    siblings: tuple[Sibling, ...] = ()


@dataclass(frozen=True, slots=True)
class Stock:
    """What a shopper is told of a listing's stock, counted to 11; held_until when the last pieces are held for others."""

    product_id: UUID
    available: int
    held_until: datetime | None


def listings(filters: Filters) -> Statement[Found]:
    """The page of listings that the filters ask for; empty beyond the last page."""
    params = {
        "words": filters.q,
        "tab": filters.tab,
        "aroma": filters.aroma,
        "brand": filters.brand,
        "lowest": filters.min,
        "highest": filters.max,
        "in_stock": filters.in_stock,
        "sort": filters.order,
        "skip": PER_PAGE * (min(filters.page, MOST_PAGES + 1) - 1),
        "count": PER_PAGE,
        "most": PER_PAGE * MOST_PAGES,
    }
    return Statement(sql.run("listings").text, params, lambda cursor: _found(cursor, filters.page))


def brands() -> Statement[list[Brand]]:
    """All brands by name."""
    return sql.rows("brands", Brand)


def product(slug: str) -> Statement[Product | None]:
    """A product by its slug, whether it can be bought just now or not; drafts are not there."""
    return Statement(sql.run("product").text, {"slug": slug}, _product)


def siblings(slug: str) -> Statement[list[Sibling]]:
    """The other sizes of a product, the smallest first."""
    return sql.rows("siblings", Sibling, slug=slug)


def stock(product_id: UUID) -> Statement[Stock | None]:
    """A listing's stock as this viewer sees it."""
    return sql.row("stock", Stock, product_id=product_id)


def _found(cursor: Cursor[Any], page: int) -> Found:
    """Every row carries the total and the correction; when nothing was found there is one row with nothing else."""
    rows = cursor.fetchall()
    counted, corrected = rows[0][:2]
    total = min(counted, PER_PAGE * MOST_PAGES)
    page_count = -(-total // PER_PAGE)
    cards = tuple(ListingCard(*row[2:]) for row in rows if row[2] is not None and page <= page_count)
    return Found(cards, total, counted > total, page_count, corrected)


def _product(cursor: Cursor[Any]) -> Product | None:
    row = cursor.fetchone()
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row or ()]
    return Product(*values) if values else None
