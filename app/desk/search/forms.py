"""What the address of the order list asks for, and what a bulk action is asked to do.

Every value of an address that makes no sense is left out, and the page shows what is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from app.desk.search import keys
from app.desk.search.keys import Sought
from app.format import WIB
from app.forms import FormErrors, FormReader, parse_quantity, parse_uuid, printable, tidy
from app.orders.statuses import STATUSES

PAYMENTS = ("unpaid", "in_review", "partial", "paid", "overpaid", "refunded", "partially_refunded", "failed")
ACTIONS = ("processing", "delivered", "completed", "cancelled")
LONGEST = 100  # characters of a search, a product or a city
MOST = 100  # orders of one bulk action
NOTHING_TICKED = "Centang dulu pesanannya."
_LONG_AGO, _MUCH_LATER = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Last:
    """The last row of a page: where the next one begins."""

    is_exact: bool
    created_at: datetime
    id: UUID

    def __str__(self) -> str:
        microseconds = (self.created_at - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)
        return f"{int(self.is_exact)}.{microseconds}.{self.id}"


@dataclass(frozen=True, slots=True)
class Filters:
    """The list of orders as its address says; None: not asked for. since and until are days in WIB, both included."""

    q: str | None = None
    status: str | None = None
    payment_status: str | None = None
    since: date | None = None
    until: date | None = None
    product: str | None = None
    city: str | None = None
    after: Last | None = None

    @property
    def sought(self) -> Sought | None:
        """What the search box asks for."""
        return keys.sought(self.q) if self.q else None

    @property
    def begins(self) -> datetime | None:
        """The first moment of the first day."""
        return datetime.combine(self.since, time(), WIB) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """The first moment after the last day."""
        return datetime.combine(self.until + timedelta(days=1), time(), WIB) if self.until else None

    def query(self, after: Last | None = None) -> dict[str, str]:
        """The address's parameters, for the page that begins after a row."""
        values = {name: getattr(self, name) for name in self.__slots__} | {"after": after}
        return {name: str(value) for name, value in values.items() if value}

    def following(self, after: Last) -> "Filters":
        """The same list, from after a row on."""
        return replace(self, after=after)


@dataclass(frozen=True, slots=True)
class Ticked:
    """An order that was ticked, and the version its row showed."""

    order_id: UUID
    version: int

    def __str__(self) -> str:
        return f"{self.order_id}:{self.version}"


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is to be done to the ticked orders; reason is what their shoppers read."""

    action: str
    reason: str
    ticked: tuple[Ticked, ...]


def parse_filters(args: Mapping[str, str]) -> Filters:
    """The filters in an address; never fails."""
    since, until = _day(args.get("since", "")), _day(args.get("until", ""))
    if since and until and since > until:
        since, until = until, since
    return Filters(
        q=_searchable(args.get("q", "")),
        status=_one_of(STATUSES, args.get("status")),
        payment_status=_one_of(PAYMENTS, args.get("payment_status")),
        since=since,
        until=until,
        product=_text(args.get("product", "")),
        city=_text(args.get("city", "")),
        after=_last(args.get("after", "")),
    )


def parse_bulk(form: Mapping[str, str], ticked: list[str]) -> Bulk | FormErrors:
    """A bulk action; ticked are the boxes as they were sent. Cancelling tells why."""
    reader = FormReader(form)
    action = reader.choice("action", ACTIONS, "Pilih yang mau dilakukan.")
    missing = "Tulis alasannya, pembeli membacanya." if action == "cancelled" else None
    reason = reader.text("reason", missing, most=300, lines=True)
    chosen = tuple(dict.fromkeys(found for text in ticked if (found := _ticked(text))))
    if not chosen:
        reader.refuse("order", NOTHING_TICKED)
    elif len(chosen) > MOST:
        reader.refuse("order", f"Paling banyak {MOST} pesanan sekaligus, ini {len(chosen)}.")
    return reader.errors_or(Bulk(action, reason, chosen))


def _ticked(text: str) -> Ticked | None:
    order_id, _, version = text.partition(":")
    found = parse_uuid(order_id), parse_quantity(version, highest=999_999_999)
    return Ticked(*found) if found[0] and found[1] else None  # type: ignore[arg-type]


def _one_of(allowed: tuple[str, ...], value: str | None) -> str | None:
    return value if value in allowed else None


def _text(text: str) -> str | None:
    return tidy(printable(text))[:LONGEST].rstrip() or None


def _searchable(text: str) -> str | None:
    typed = _text(text)
    return typed if typed and keys.sought(typed) else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _LONG_AGO <= found <= _MUCH_LATER else None


def _last(text: str) -> Last | None:
    exact, _, rest = text.partition(".")
    microseconds, _, order_id = rest.partition(".")
    found = parse_uuid(order_id)
    if found is None or exact not in {"0", "1"} or not (microseconds.isascii() and microseconds.isdigit()):
        return None
    moment = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=min(int(microseconds[:17]), 4 * 10**15))
    return Last(exact == "1", moment, found)
