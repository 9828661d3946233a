"""What is noticed about a request while it runs: round trips, refusals, the order it is about. Log line and metrics tell it."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import Self
from uuid import UUID

from app.actors import Actor


@dataclass(slots=True)
class Seen:
    """One request; times in seconds. database: from handing over transactions to their answers."""

    began: float = field(default_factory=perf_counter)
    line_wait: float = 0.0
    pool_wait: float = 0.0
    trips: int = 0
    database: float = 0.0
    codes: list[str] = field(default_factory=list)
    order_number: str = ""
    placed: bool = False
    away: bool = False  # the database could not be reached
    switched_off: bool = False  # refused because an operator wants it so
    turned_away: int | None = None  # from which line
    request_id: str = "-"
    route: str = "-"  # a rule, not a path
    method: str = "-"
    status: int = 0
    took: float = 0.0
    ended: float = 0.0  # a time of time.time()
    actor: Actor | None = None

    @property
    def member(self) -> UUID | None:
        """Which member the database found behind the session."""
        return self.actor.identity.customer_id if self.actor and self.actor.identity else None

    @property
    def colleague(self) -> UUID | None:
        """Who of the staff it found."""
        return self.actor.colleague.id if self.actor and self.actor.colleague else None


_current: ContextVar[Seen | None] = ContextVar("seen", default=None)


def begin() -> Seen:
    """A request begins in this thread."""
    fresh = Seen()
    _current.set(fresh)
    return fresh


def end() -> None:
    """The request of this thread is answered, or is one that nobody notices."""
    _current.set(None)


def current() -> Seen | None:
    """The request of this thread; None where there is none."""
    return _current.get()


class Trip:
    """A transaction, from asking for a connection to the end of the block."""

    __slots__ = ("_asked", "_began")

    def __enter__(self) -> Self:
        self._asked, self._began = perf_counter(), 0.0
        return self

    def begins(self) -> None:
        """The connection is there."""
        self._began = perf_counter()

    def __exit__(self, *_: object) -> None:
        if (found := _current.get()) is None:
            return
        now = perf_counter()
        found.pool_wait += (self._began or now) - self._asked
        if self._began:
            found.trips += 1
            found.database += now - self._began


def acts(actor: Actor) -> None:
    """Who makes the request."""
    if found := _current.get():
        found.actor = actor


def turn_came() -> None:
    """The request leaves its line."""
    if found := _current.get():
        found.line_wait = perf_counter() - found.began


def turned_away(line: int) -> None:
    """The line of app/admission.py is full, or took too long."""
    if found := _current.get():
        found.turned_away = line


def refusal(code: str) -> None:
    """The database refused with this SQLSTATE of class SW."""
    if found := _current.get():
        found.codes.append(code)


def database_away() -> None:
    """The database could not be reached."""
    if found := _current.get():
        found.away = True


def switched_off() -> None:
    """An operator's switch or setting refused it: nothing is broken."""
    if found := _current.get():
        found.switched_off = True


def order(number: str, *, placed: bool = False) -> None:
    """The request is about this order; placed: it has just made it."""
    if found := _current.get():
        found.order_number, found.placed = number, found.placed or placed
