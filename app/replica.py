"""A replica of the database for what is the same for everyone, where DATABASE_REPLICA_URL is set.

What it says may be some seconds old, so it decides nothing: live stock, everything private and every write ask the primary.
A replica that is away or too far behind is left alone for a while, and whoever asked it asks the primary.
"""

import logging
import math
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

import psycopg

from app import deadline, errors
from app.kept import Kept, keep
from app.statements import Statement, named

log = logging.getLogger(__name__)
LOOK = 1.0  # seconds between two questions how far it is behind
PAUSE = 2.0  # seconds that it is left alone
PATIENCE = 1.1  # seconds for its answer: a little more than a new connection may take
_sql = named("replica")
Run = Callable[[tuple[Statement[Any], ...]], list[Any]]


class Replica:
    """Asks the replica by `run` as long as it is there and at most so many seconds behind."""

    def __init__(self, run: Run, *, close: Callable[[], None], most_lag: float) -> None:
        self.close = close
        self._run = run
        self._most = most_lag
        self._lag = Kept(_sql.scalar("lag"), math.inf, seconds=LOOK)
        self._left = ""  # why
        self._until = 0.0

    def read(self, statements: Sequence[Statement[Any]], kept: Sequence[Kept[Any]]) -> list[Any] | None:
        """What the statements give, and the due ones of `kept` are kept; None when the primary has to be asked."""
        now = monotonic()
        if now < self._until:
            return None
        if self._left:
            self._until = now + PAUSE  # one at a time looks whether it is back
        along = [one for one in (*kept, self._lag) if one.is_due]
        try:
            with deadline.within(min(PATIENCE, deadline.ends() - now)):
                results = self._run((*statements, *(one.statement for one in along)))
        except (errors.ShopError, psycopg.Error) as cause:
            self._leave(f"does not answer: {str(cause.__cause__ or cause).partition(chr(10))[0]}")
            return None
        keep(along, results[len(statements) :])
        if self._lag.value > self._most:
            self._leave(f"is {self._lag.value:.0f} seconds behind")
            return None
        if self._left:
            log.info("the replica is asked again")
        self._left, self._until = "", 0.0
        return results[: len(statements)]

    def _leave(self, why: str) -> None:
        if not self._left:
            log.warning("the replica %s; the primary is asked", why)
        self._left, self._until = why, monotonic() + PAUSE
        self._lag.forget()
