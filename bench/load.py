"""Closed loops: each shopper sends the next request when the answer to the last one is there."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bench.client import Answer

MOST = 200_000  # requests of one measurement, however fast they are answered
MOST_FAILURES = 20


class Pace:
    """So many requests per second altogether, however many shoppers there are to send them."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._next = time.perf_counter()

    async def turn(self) -> None:
        """Waits until the next request is due."""
        due, now = self._next, time.perf_counter()
        self._next = max(due, now) + self._gap
        if due > now:
            await asyncio.sleep(due - now)


@dataclass
class Watch:
    """Seconds that steps took, by the step's name, and what went wrong."""

    pace: Pace | None = None
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)

    async def timed(self, step: str, asked: Awaitable[Answer], expected: int) -> Answer:
        """The answer, its time noted. Raises WrongAnswerError unless it has the expected status."""
        if self.pace:
            await self.pace.turn()
        began = time.perf_counter()
        answer = await asked
        self.seconds[step].append(time.perf_counter() - began)
        if answer.status != expected:
            raise WrongAnswerError(f"{step}: {answer.status} instead of {expected}")
        return answer

    def percentile(self, step: str, share: float) -> float:
        """Milliseconds that this share of a step's times stay within."""
        times = sorted(self.seconds[step])
        return 1000 * times[min(int(share * len(times)), len(times) - 1)] if times else 0.0

    def summary(self, step: str) -> dict[str, float]:
        """Percentiles of a step."""
        return {f"p{share}": round(self.percentile(step, share / 100), 2) for share in (50, 95, 99)}


class WrongAnswerError(Exception):
    """An answer with another status than the measurement is about."""


Job = Callable[[], Awaitable[None]]


async def closed_loop(jobs: list[Job], watch: Watch, *, seconds: float) -> float:
    """Does every shopper's job again and again for some seconds; returns how many were done per second."""
    began = time.perf_counter()
    counts = await asyncio.gather(*(_again_and_again(job, watch, began + seconds) for job in jobs))
    return sum(counts) / (time.perf_counter() - began)


async def _again_and_again(job: Job, watch: Watch, end: float) -> int:
    done = 0
    while time.perf_counter() < end and done < MOST and len(watch.failures) < MOST_FAILURES:
        try:
            await job()
            done += 1
        except (WrongAnswerError, OSError) as failure:
            watch.failures.append(str(failure))
    return done
