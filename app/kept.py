"""What many pages show and few people change: each process keeps it for some seconds.

It is never asked for on its own: when it is due, it comes along with the next thing a shopper does, in the same round trip.
"""

import math
import time
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from app.statements import Statement

T = TypeVar("T")


class Kept(Generic[T]):
    """The latest answer to a statement; `value` is the given one until there was an answer."""

    def __init__(self, statement: Statement[T], value: T, *, seconds: float, decides: bool = False) -> None:
        """decides: something depends on it, so that only the primary is asked."""
        self.statement = statement
        self.decides = decides
        self.value = value
        self._seconds = seconds
        self._until = -math.inf

    @property
    def is_due(self) -> bool:
        """Nobody has asked yet, or long enough ago."""
        return time.monotonic() >= self._until

    def keep(self, value: T) -> None:
        """An answer came."""
        self.value, self._until = value, time.monotonic() + self._seconds

    def forget(self) -> None:
        """The next reader asks again."""
        self._until = -math.inf


def keep(several: Sequence[Kept[Any]], values: Sequence[Any]) -> None:
    """An answer came for each."""
    for kept, value in zip(several, values, strict=True):
        kept.keep(value)
