"""What the rows of a period come to: by day (or by week where there are many), and altogether."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from app.desk.figures.forms import Period
from app.desk.figures.queries import Abandoned, Confirmations, Placed, Turnover

LOST = ("cancelled", "expired")
DAILY = 92  # days at most; longer periods go by week


@dataclass(slots=True)
class Span:
    """A day or week. Amounts in whole Rupiah; lost are cancelled and expired orders, which count for no amount."""

    day: date
    orders: int = 0
    lost: int = 0
    amount: int = 0
    carts: int = 0
    checkouts: int = 0  # left at the checkout

    @property
    def kept(self) -> int:
        """Orders that were neither cancelled nor expired."""
        return self.orders - self.lost

    @property
    def average(self) -> int | None:
        """Rupiah per order that was kept."""
        return round(self.amount / self.kept) if self.kept else None

    @property
    def completion(self) -> float | None:
        """Which share of begun checkouts became orders."""
        return _share(self.orders, self.orders + self.checkouts)

    @property
    def abandonment(self) -> float | None:
        """Which share of begun carts did not."""
        return _share(self.carts, self.carts + self.orders)

    def add(self, other: "Span") -> None:
        """Adds the numbers of another span."""
        for each in fields(Span):
            if each.name != "day":
                setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class Figures:
    """A period's figures; failed: orders whose payment failed; tests: left out, as nobody shopped."""

    period: Period
    spans: tuple[Span, ...]
    total: Span
    by_status: dict[str, int]
    failed: int
    tests: int
    confirmations: Confirmations
    turnover: Turnover

    @property
    def step(self) -> int:
        """Days of a span."""
        return 1 if self.period.days <= DAILY else 7

    @property
    def turns(self) -> float | None:
        """How often the stock was sold in the period, against what lay there on average."""
        return _share(self.turnover.sold, (self.turnover.at_first + self.turnover.at_last) / 2)


def figures(
    period: Period,
    placed: Sequence[Placed],
    left: Iterable[Abandoned],
    confirmations: Confirmations | None,
    turnover: Turnover | None,
) -> Figures:
    """Puts the rows of a period together."""
    days = {period.since + timedelta(days=n): Span(period.since + timedelta(days=n)) for n in range(period.days)}
    by_status: dict[str, int] = {}
    for row in placed:
        is_lost = row.status in LOST
        kept = {"lost": row.orders} if is_lost else {"amount": row.amount}
        days[row.day].add(Span(row.day, orders=row.orders, **kept))
        if row.orders:
            by_status[row.status] = by_status.get(row.status, 0) + row.orders
    for cart in left:
        days[cart.day].add(Span(cart.day, carts=cart.carts, checkouts=cart.checkouts))
    total = Span(period.since)
    for day in days.values():
        total.add(day)
    failed, tests = sum(row.failed for row in placed), sum(row.tests for row in placed)
    measured = confirmations or Confirmations(0, 0, None, None), turnover or Turnover(0, 0, 0, 0)
    return Figures(period, _spans(period, days), total, by_status, failed, tests, *measured)


def _spans(period: Period, days: dict[date, Span]) -> tuple[Span, ...]:
    step = 1 if period.days <= DAILY else 7
    spans: list[Span] = []
    for number, day in enumerate(days.values()):
        if number % step == 0:
            spans.append(Span(day.day))
        spans[-1].add(day)
    return tuple(spans)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
