"""Many people at once, driven by one thread: a life says what it does next, and is told the answer.

Their transactions go over a number of connections, like those of the shop's web processes: what finds none free queues.
"""

import selectors
from collections import Counter, deque
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from app.db import RETRIES
from tests.db.people import PATIENCE, Person
from tests.db.shop import Shop
from tests.proofs.sessions import Answer, Session

NAME = "crowd"
SETTINGS = {"application_name": NAME, "deadlock_timeout": "100ms"}  # before a lock timeout can hide a deadlock
SECONDS = 0.2  # that pass in the shop with every answer, so that things run out at the same rate on any machine
LOCK_TIMEOUT, AGAIN = "55P03", {"55P03", "40001"}  # what the shop's doors try again, deadlocks aside
Life = Generator[tuple[Person, str, list[Any]], Answer | None, None]
_LEFT = "select count(*) from pg_stat_activity where datname = current_database() and application_name = %s"
_DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


@dataclass(frozen=True)
class Call:
    """What somebody's life does next, and how often that was tried."""

    life: Life
    person: Person
    function: str
    arguments: list[Any]
    tries: int = 1


@dataclass
class Crowd:
    """What people in a shop were answered: how often, by function and SQLSTATE, and after how many seconds.

    Only the shop's own refusals are answers. A lock timeout is counted, and tried again as often as the shop's doors do;
    a deadlock or anything else ends the proof.
    """

    shop: Shop
    answers: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    deadlocks: int = 0
    lock_timeouts: int = 0
    due: deque[Call] = field(default_factory=deque)

    def live(self, lives: list[Life], connections: int, **settings: str) -> None:
        """Until every life has ended; settings are those of each connection."""
        before: int = self.shop.one(_DEADLOCKS)
        for life in lives:
            self._goes_on(life, None)
        with ExitStack() as stack:
            watch = stack.enter_context(selectors.DefaultSelector())
            idle = [
                stack.enter_context(closing(Session(self.shop.url, **SETTINGS, **settings))) for _ in range(connections)
            ]
            while self._starts(watch, idle):
                ready = watch.select(PATIENCE)
                assert ready, "nobody is answered any more"
                for key, _ in ready:
                    answer = key.fileobj.answered()
                    if answer is not None:
                        self._is_told(key, answer)
                        idle.append(watch.unregister(key.fileobj).fileobj)
        self._wait_for_the_last()
        self.deadlocks = self.shop.one(_DEADLOCKS) - before

    def codes(self) -> Counter[str]:
        """How often anything was refused, by code."""
        total: Counter[str] = Counter()
        for (_, code), count in self.answers.items():
            if code:
                total[code] += count
        return total

    def _starts(self, watch: selectors.BaseSelector, idle: list[Session]) -> bool:
        """Sends what is due as long as there are idle connections; whether anything is under way."""
        while idle and self.due:
            call, session = self.due.popleft(), idle.pop()
            self.shop.later(f"{len(self.seconds) * SECONDS} seconds")
            session.transacts(call.person, _called(call.function, call.arguments), *call.arguments)
            watch.register(session, selectors.EVENT_READ, (call, monotonic()))
        return bool(watch.get_map())

    def _is_told(self, key: selectors.SelectorKey, answer: Answer) -> None:
        call, sent = key.data
        self.seconds.append(monotonic() - sent)
        self.lock_timeouts += answer.code == LOCK_TIMEOUT
        if answer.code in AGAIN and call.tries < RETRIES:
            self.due.append(replace(call, tries=call.tries + 1))
        else:
            assert answer.code is None or answer.code.startswith("SW"), f"{call.function}: {answer.message}"
            self.answers[call.function, answer.code] += 1
            self._goes_on(call.life, answer)

    def _goes_on(self, life: Life, answer: Answer | None) -> None:
        """What a life does next is due."""
        try:
            self.due.append(Call(life, *life.send(answer)))
        except StopIteration:
            return

    def _wait_for_the_last(self) -> None:
        """A connection reports what it counted when it ends."""
        deadline = monotonic() + PATIENCE
        while self.shop.one(_LEFT, NAME):
            assert monotonic() < deadline, "connections that do not end"


def _called(function: str, arguments: list[Any]) -> str:
    """A function's name stands for a call of it; anything else is a statement."""
    return f"select * from {function}({', '.join(['%s'] * len(arguments))})" if " " not in function else function
