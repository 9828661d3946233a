"""Which days the figures are about, as the address says. What makes no sense there is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.format import WIB

PRESETS = (7, 30, 90, 365)  # days
USUAL = 30
MOST = 366
_FIRST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days in WIB, both included."""

    since: date
    until: date

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.since, time(), WIB)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.until + timedelta(days=1), time(), WIB)

    @property
    def days(self) -> int:
        """How many."""
        return (self.until - self.since).days + 1

    def query(self) -> dict[str, str]:
        """The address's parameters."""
        return {"since": str(self.since), "until": str(self.until)}


def last(days: int, today: date) -> Period:
    """So many days, the last of which is today."""
    return Period(today - timedelta(days=days - 1), today)


def last_month(today: date) -> Period:
    """The calendar month before this one."""
    until = today.replace(day=1) - timedelta(days=1)
    return Period(until.replace(day=1), until)


def parse_period(args: Mapping[str, str], today: date) -> Period:
    """The period of an address: at most MOST days, none of them to come; never fails."""
    until = min(_day(args.get("until", "")) or today, today)
    since = _day(args.get("since", "")) or until - timedelta(days=USUAL - 1)
    if since > until:
        since, until = until, min(since, today)
    return Period(max(since, until - timedelta(days=MOST - 1)), until)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return max(found, _FIRST)
