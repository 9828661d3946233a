"""A deterministic stepper: transactions cut into steps, run in a given order on connections of their own.

Like PostgreSQL's isolationtester: a step that a lock stops is left waiting, seen by pg_blocking_pids and not by a clock, and what
its transaction has to do after it follows as soon as it is let go.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Any, Self

from tests.db.people import PATIENCE, Person
from tests.proofs.sessions import Answer, Session

STEPS = 3  # enter, act, commit
Order = tuple[int, ...]


@dataclass(frozen=True)
class Act:
    """What somebody does in one transaction."""

    name: str
    person: Person
    statement: str
    params: tuple[Any, ...] = ()


@dataclass
class _Actor:
    """An act on its way: what it still has to do, how many steps of that are due, and what its statement came to."""

    session: Session
    steps: deque[str]
    due: int = 0
    answers: list[Answer] = field(default_factory=list)


class Stepper:
    """As many connections as there are transactions at once, and one that looks who waits for whom."""

    def __init__(self, url: str, most: int) -> None:
        self._sessions = [Session(url, deadlock_timeout="50ms") for _ in range(most)]
        self._watch = Session(url)
        self._actors: list[_Actor] = []
        self.waits = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for session in [*self._sessions, self._watch]:
            session.close()

    def run(self, acts: Sequence[Act], order: Order) -> list[Answer]:
        """Runs the steps of the acts in this order, each number one step of that act; what each act came to."""
        self._actors = [
            _Actor(session, deque(_steps(session, act))) for session, act in zip(self._sessions, acts, strict=False)
        ]
        for turn in order:
            self._actors[turn].due += 1
            self._go_on()
        while waiting := [actor for actor in self._actors if actor.session.busy]:
            self._end_deadlock(waiting[0])
        return [_outcome(actor.answers) for actor in self._actors]

    def _go_on(self) -> None:
        """Everybody does what is due and not blocked, until nobody can."""
        while any(self._moved(actor) for actor in self._actors):
            pass

    def _end_deadlock(self, actor: _Actor) -> None:
        """Whoever waits when all steps are due waits in a circle, which the server breaks."""
        answer = actor.session.wait()
        assert answer is not None, "it neither waits nor ends"
        actor.answers.append(answer)
        self._go_on()

    def _moved(self, actor: _Actor) -> bool:
        """Does what is due until nothing is or a lock stops it; says whether anything was done."""
        moved = actor.session.busy and self._settled(actor)
        while actor.due and not actor.session.busy:
            actor.session.send(actor.steps.popleft())
            actor.due -= 1
            moved = True
            self.waits += not self._settled(actor)
        return moved

    def _settled(self, actor: _Actor) -> bool:
        """Waits until the server has answered or waits for another; says whether it answered."""
        deadline = monotonic() + PATIENCE
        while (answer := actor.session.wait(0.002)) is None:
            assert monotonic() < deadline, "it neither waits nor ends"
            if self._is_blocked(actor.session):
                return False
        actor.answers.append(answer)
        return True

    def _is_blocked(self, session: Session) -> bool:
        self._watch.send(f"select cardinality(pg_blocking_pids({session.backend})) > 0")
        return self._watch.rows() == (("t",),)


def orders(acts: int, done: Order = ()) -> Iterator[Order]:
    """Every order in which the steps of so many acts can follow each other."""
    if len(done) == STEPS * acts:
        yield done
    for turn in range(acts):
        if done.count(turn) < STEPS:
            yield from orders(acts, (*done, turn))


def one_by_one(acts: Sequence[int]) -> Order:
    """The order of steps in which these acts follow each other whole."""
    return tuple(act for act in acts for _ in range(STEPS))


def overlapped(order: Order, act: int) -> bool:
    """Whether another act was between its statement and its commit when this one's statement was due."""
    place = [step for step, turn in enumerate(order) if turn == act][1]
    begun = order[:place]
    return any(other != act and begun.count(other) == 2 for other in begun)


def _steps(session: Session, act: Act) -> list[str]:
    return [f"begin; {session.text(*act.person.entry())}", session.text(act.statement, act.params), "commit"]


def _outcome(answers: list[Answer]) -> Answer:
    """The failure that ended an act, or what its statement returned."""
    return next((answer for answer in answers if answer.code), answers[1])
