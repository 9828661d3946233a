"""By when a request has to be answered: everything that it asks the database for shares one deadline."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

REQUEST = 2.2  # seconds from its arrival, however many questions it asks
LEAST = 1.2  # seconds, for one that had to wait in line
BATCH = 6.0  # seconds, for the rows that staff pasted: each has a transaction of its own, and what is done stays done
REPORT = 6.0  # seconds, for the figures of up to a year
ELSEWHERE = 5.0  # seconds for each transaction of a command
_ends: ContextVar[float | None] = ContextVar("ends", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The block's deadline is so many seconds from now."""
    before = _ends.set(monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(before)


def ends() -> float:
    """The deadline of this request as a time of time.monotonic(); where there is no request, each question has its own."""
    return _ends.get() or monotonic() + ELSEWHERE
