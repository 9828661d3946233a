"""A gate that lets so many in at once: the others wait in lines, for a bounded time, and the first line goes first.

One turn in FAIR goes to the last line, so that a shop which is merely busy starves nobody.
"""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app import errors

FAIR = 5


@dataclass(frozen=True)
class Line:
    """room: nobody joins this line when so many wait in all lines together. patience: seconds that one waits in it."""

    room: int
    patience: float


class Gate:
    """As many places as given; lines are numbered from 0, which is served before 1, and so on."""

    def __init__(self, places: int, lines: Sequence[Line]) -> None:
        self._free, self._turns = places, 0
        self._lines = lines
        self._waiting: list[deque[threading.Lock]] = [deque() for _ in lines]
        self._lock = threading.Lock()

    @contextmanager
    def passed(self, line: int) -> Iterator[None]:
        """A place for as long as the block lasts. Raises errors.Busy at once when the room is full, or after a while."""
        self.enter(line)
        try:
            yield
        finally:
            self.leave()

    def enter(self, line: int) -> None:
        """Takes a place, which leave() gives back. Raises errors.Busy."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            if self.waiting >= self._lines[line].room:
                raise errors.Busy
            turn = threading.Lock()
            turn.acquire()
            self._waiting[line].append(turn)
        if not turn.acquire(timeout=self._lines[line].patience):
            self._give_up(turn, self._waiting[line])

    def leave(self) -> None:
        """Gives the place to whoever waits longest in the first line that is not empty, at times in the last one."""
        with self._lock:
            self._turns += 1
            for queue in self._waiting if self._turns % FAIR else reversed(self._waiting):
                if queue:
                    queue.popleft().release()
                    return
            self._free += 1

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return sum(map(len, self._waiting))

    def _give_up(self, turn: threading.Lock, queue: "deque[threading.Lock]") -> None:
        """Leaves the line, unless the turn came at the last moment."""
        with self._lock:
            if turn in queue:
                queue.remove(turn)
                raise errors.Busy
