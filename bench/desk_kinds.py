"""What is asked of the desk's order list, each kind made from an order that exists, and how PostgreSQL goes about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from app.desk.search import forms, queries

_DRAWN = """
    select o.id, o.order_number, o.created_at, o.total_amount, o.tracking_number, o.recipient_name, o.phone_number, k.email, o.city_name,
        (select l.slug from order_items i join marketplace_listings l using (product_id) where i.order_id = o.id limit 1)
    from orders o join customers k on k.id = o.customer_id
    where o.created_at < (select max(created_at) - random() * interval '3 years' from orders) and o.tracking_number is not null
    order by o.created_at desc limit 1"""
_FILTER = """
    select a.filter::text, coalesce((a.filter).query && (a.filter).place, (a.filter).query, (a.filter).place)::text, a.product
    from (select row(%(query)s, %(exact)s, %(words)s, %(place)s, %(status)s, %(payment_status)s, %(since)s, %(until)s,
        %(product)s, %(after_exact)s, %(after_at)s, %(after_id)s)::order_filter as filter,
        (select product_id from marketplace_listings where slug = %(product)s) as product) a"""
_NARROWED = "select coalesce(%s::tsquery && n, %s::tsquery)::text from narrowed_by(%s, %s) n"
_KEYS = "select order_id, created_at from order_search where document @@ %s::tsquery"
_WALK = """
    select s.order_id from (
        select order_id, created_at, document from order_search where (created_at, order_id) < ('infinity', '00000000-0000-0000-0000-000000000000')
        order by created_at desc, order_id desc limit 40000) s
    where s.document @@ %s::tsquery order by s.created_at desc, s.order_id desc limit 51"""
_PREPARE = "prepare page (order_filter, uuid, integer, uuid[], uuid[], text) as "
_PAGE = "execute page(%s, %s, 51, '{}', %s, null)"
_BEGIN = (
    "deallocate all; set plan_cache_mode = force_custom_plan; set random_page_cost = 1.1"  # the last as find_orders
)
_BY_KEYS = "set enable_seqscan = off; set enable_indexscan = off"  # as indexed_orders
_BY_TIME = "set enable_seqscan = off; set enable_bitmapscan = off"  # as searched_orders
_AS_ALWAYS = "reset enable_seqscan; reset enable_indexscan; reset enable_bitmapscan"


@dataclass(frozen=True)
class Sample:
    """An order that somebody looks for."""

    id: UUID
    order_number: str
    created_at: datetime
    total_amount: int
    tracking_number: str
    recipient_name: str
    phone_number: str
    email: str
    city_name: str
    slug: str


Kind = Callable[[Sample], dict[str, str]]
SEARCHES: dict[str, Kind] = {
    "order number": lambda it: {"q": it.order_number},
    "order number without dashes": lambda it: {"q": it.order_number.replace("-", "").lower()},
    "beginning of a number": lambda it: {"q": it.order_number[:9]},
    "end of a number": lambda it: {"q": it.order_number[-4:]},
    "phone": lambda it: {"q": "0" + it.phone_number[3:]},
    "last four of a phone": lambda it: {"q": it.phone_number[-4:]},
    "e-mail": lambda it: {"q": it.email},
    "first and family name": lambda it: {"q": it.recipient_name},
    "first name": lambda it: {"q": it.recipient_name.split()[0]},
    "name with a typo": lambda it: {"q": _mistyped(it.recipient_name)},
    "tracking number": lambda it: {"q": it.tracking_number},
    "last three of an amount": lambda it: {"q": f"{it.total_amount % 1000:03}"},
    "amount": lambda it: {"q": f"Rp{it.total_amount:,}".replace(",", ".")},
    "name and last three": lambda it: {"q": f"{it.recipient_name.split()[0]} {it.total_amount % 1000:03}"},
    "nobody's name": lambda it: {"q": f"qx{it.id.hex[:3]}zv"},
}
LISTS: dict[str, Kind] = {
    "newest": lambda _: {},
    "a page far back": lambda it: {"after": str(forms.Last(False, it.created_at, it.id))},
    "status completed": lambda _: {"status": "completed"},
    "status cancelled": lambda _: {"status": "cancelled"},
    "status processing": lambda _: {"status": "processing"},
    "status awaiting payment": lambda _: {"status": "awaiting_payment"},
    "payment failed": lambda _: {"payment_status": "failed"},
    "payment unpaid": lambda _: {"payment_status": "unpaid"},
    "a day": lambda it: {"since": _day(it), "until": _day(it)},
    "product": lambda it: {"product": it.slug},
    "city": lambda it: {"city": it.city_name},
    "city and status": lambda it: {"city": it.city_name, "status": "cancelled"},
    "product, city and payment": lambda it: {"product": it.slug, "city": it.city_name, "payment_status": "refunded"},
    "first name and status": lambda it: {"q": it.recipient_name.split()[0], "status": "cancelled"},
    "first name and payment failed": lambda it: {"q": it.recipient_name.split()[0], "payment_status": "failed"},
    "first name, city and product": lambda it: {
        "q": it.recipient_name.split()[0],
        "city": it.city_name,
        "product": it.slug,
    },
    "first name, far back": lambda it: {
        "q": it.recipient_name.split()[0],
        "after": str(forms.Last(False, it.created_at, it.id)),
    },
}


def drawn(url: str, count: int) -> list[Sample]:
    """Orders of any age."""
    with psycopg.connect(url) as connection:
        return [Sample(*connection.execute(_DRAWN).fetchone()) for _ in range(count)]  # type: ignore[misc]


def plans(connection: psycopg.Connection[Any], asked: dict[str, str]) -> dict[str, str]:
    """The plans of what find_orders does for an address: the search by keys, the walk from the newest on, the page."""
    console = psycopg.ClientCursor(connection)
    console.execute(_BEGIN)
    statement = queries.found(forms.parse_filters(asked))
    narrowed, query, product = console.execute(_FILTER, statement.params).fetchone() or ("", None, None)
    page = console.execute("select order_page(%s, %s)", [narrowed, "found" if query else "all"]).fetchone() or ("",)
    console.execute(_PREPARE + page[0])
    if query is None:
        return {"page": _plan(console, _PAGE, [narrowed, product, []])}
    whole = console.execute(_NARROWED, [query, query, narrowed, product]).fetchone() or ("",)
    found = {"keys": _plan(console, _KEYS, [whole[0]], _BY_KEYS), "walk": _plan(console, _WALK, [whole[0]], _BY_TIME)}
    ids = [row[0] for row in console.execute(_WALK, [whole[0]]).fetchall()]
    return found | {"page": _plan(console, _PAGE, [narrowed, product, ids[:3]])}


def _plan(console: "psycopg.ClientCursor[Any]", text: str, params: list[Any], settings: str = _AS_ALWAYS) -> str:
    console.execute(settings)
    plan = console.execute("explain (costs off) " + text, params).fetchall()
    console.execute(_AS_ALWAYS)
    return "\n".join(row[0] for row in plan)


def _mistyped(name: str) -> str:
    """The second and third letter of the longest word swapped."""
    word = max(name.split(), key=len)
    return word[0] + word[2] + word[1] + word[3:]


def _day(it: Sample) -> str:
    return f"{it.created_at:%Y-%m-%d}"
