"""Many people at once, each on a connection of their own, driven by one thread: a life says what it does next, and is told the answer."""

import selectors
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from tests.db.people import PATIENCE, Person
from tests.db.shop import Shop
from tests.proofs.sessions import Answer, Session

NAME = "crowd"
SECONDS = 0.2  # that pass in the shop with every answer, so that things run out at the same rate on any machine
LIMITS = {"lock_timeout": "1s", "statement_timeout": "3s"}  # those of the shop's own doors
Life = Generator[tuple[Person, str, list[Any]], Answer, None]
_LEFT = "select count(*) from pg_stat_activity where datname = current_database() and application_name = %s"
_DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


@dataclass
class Crowd:
    """What people in a shop were answered: how often, by function and SQLSTATE, and after how many seconds."""

    shop: Shop
    answers: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    deadlocks: int = 0

    def live(self, lives: list[Life]) -> None:
        """Until every life has ended."""
        before: int = self.shop.one(_DEADLOCKS)
        with ExitStack() as stack:
            watch = stack.enter_context(selectors.DefaultSelector())
            for life in lives:
                session = stack.enter_context(closing(Session(self.shop.url, application_name=NAME, **LIMITS)))
                self._goes_on(watch, session, life, None)
            while watch.get_map():
                ready = watch.select(PATIENCE)
                assert ready, "nobody is answered any more"
                for key, _ in ready:
                    answer = key.fileobj.answered()
                    if answer is not None:
                        self._is_told(key, answer)
                        watch.unregister(key.fileobj)
                        self._goes_on(watch, key.fileobj, key.data[0], answer)
        self._wait_for_the_last()
        self.deadlocks = self.shop.one(_DEADLOCKS) - before

    def count(self, function: str, code: str | None = None) -> int:
        """How often a function was granted, or refused with a code."""
        return self.answers[function, code]

    def codes(self) -> Counter[str]:
        """How often anything was refused, by code."""
        total: Counter[str] = Counter()
        for (_, code), count in self.answers.items():
            if code:
                total[code] += count
        return total

    def _goes_on(self, watch: selectors.BaseSelector, session: Session, life: Life, answer: Answer | None) -> None:
        try:
            person, function, arguments = life.send(answer) if answer else next(life)
        except StopIteration:
            return
        self.shop.later(f"{len(self.seconds) * SECONDS} seconds")
        session.transacts(person, _called(function, arguments), *arguments)
        watch.register(session, selectors.EVENT_READ, (life, function, monotonic()))

    def _is_told(self, key: selectors.SelectorKey, answer: Answer) -> None:
        _, function, sent = key.data
        self.seconds.append(monotonic() - sent)
        self.answers[function.split("(")[0], answer.code] += 1

    def _wait_for_the_last(self) -> None:
        """A connection reports what it counted when it ends."""
        deadline = monotonic() + PATIENCE
        while self.shop.one(_LEFT, NAME):
            assert monotonic() < deadline, "connections that do not end"


def _called(function: str, arguments: list[Any]) -> str:
    """A function's name stands for a call of it; anything else is a statement."""
    return f"select * from {function}({', '.join(['%s'] * len(arguments))})" if " " not in function else function
