"""Finding orders, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.desk.search import keys
from app.desk.search.forms import Filters, Last, Ticked
from app.statements import Statement, named

sql = named("desk_search")

PER_PAGE = 50
BATCH = 2_000  # rows of an export that are fetched at once
MOST_GOODS = 200  # in the list one picks from


@dataclass(frozen=True, slots=True)
class Row:
    """An order in the list; amounts in whole Rupiah, times in UTC.

    is_exact: the very number, phone, e-mail, tracking number or amount that was typed. similar_words: names that were
    searched instead, None when the typed ones were found.
    """

    is_exact: bool
    similar_words: str | None
    id: UUID
    order_number: str
    status: str
    payment_status: str
    version: int
    recipient_name: str
    phone_number: str
    city_name: str
    total_amount: int
    paid_amount: int
    refunded_amount: int
    courier: str | None
    tracking_number: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Exported:
    """An order in the export; goods are its lines in words."""

    is_exact: bool
    id: UUID
    order_number: str
    created_at: datetime
    status: str
    payment_status: str
    full_name: str
    email: str
    recipient_name: str
    phone_number: str
    address_line: str
    subdistrict_name: str
    district_name: str
    city_name: str
    province_name: str
    postal_code: str
    courier: str | None
    shipping_service: str | None
    tracking_number: str | None
    subtotal_amount: int
    shipping_amount: int | None
    discount_amount: int
    unique_code: int
    total_amount: int
    paid_amount: int
    refunded_amount: int
    goods: str


@dataclass(frozen=True, slots=True)
class Good:
    """What one may narrow the list by."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """An order that was ticked, as it is now; holder is a colleague who works on it."""

    id: UUID
    order_number: str
    status: str
    payment_status: str
    version: int
    recipient_name: str
    paid_amount: int
    refunded_amount: int
    next_statuses: list[str]
    holder: str | None


def found(filters: Filters) -> Statement[list[Row]]:
    """One row more than a page has, when there are more."""
    return sql.rows("found", Row, **_asked(filters), count=PER_PAGE + 1)


def exported(filters: Filters) -> Statement[list[Exported]]:
    """The next BATCH rows of an export."""
    return sql.rows("exported", Exported, **_asked(filters), count=BATCH)


def goods() -> Statement[list[Good]]:
    """The newest MOST_GOODS."""
    return sql.rows("goods", Good, most=MOST_GOODS)


def chosen(ticked: tuple[Ticked, ...]) -> Statement[list[Chosen]]:
    """The ticked orders that exist, newest first."""
    return sql.rows("chosen", Chosen, order_ids=[each.order_id for each in ticked])


def last(row: Row | Exported) -> Last:
    """Where the next page begins."""
    return Last(row.is_exact, row.created_at, row.id)


def _asked(filters: Filters) -> dict[str, Any]:
    """The parameters of an order_filter."""
    sought, after = filters.sought, filters.after
    return {
        "query": sought.query if sought else None,
        "exact": (sought.exact or None) if sought else None,
        "words": (list(sought.words) or None) if sought else None,
        "place": keys.place(filters.city or "") or None,
        "status": filters.status,
        "payment_status": filters.payment_status,
        "since": filters.begins,
        "until": filters.ends,
        "product": filters.product,
        "after_exact": after.is_exact if after else None,
        "after_at": after.created_at if after else None,
        "after_id": after.id if after else None,
    }
