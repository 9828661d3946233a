"""`python bench/busiest.py`: the busiest minute of a day of so many orders, on so many cores, simulated second by second.

Requests come at random, more of them as the sale opens; each waits for a web process, then for a core of the database. How
long each works is what bench/run.py measured per purchase (processor time); --measure takes it anew on this machine.
"""

import argparse
import asyncio
import heapq
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench.loops import purchases  # noqa: E402
from bench.shop import opened  # noqa: E402

MINUTE = 60.0
DAY = 86_400
REQUESTS = 19  # of one purchase of two products, redirects included
BASKET = 2


@dataclass(frozen=True)
class Work:
    """Processor seconds of one purchase: of the web processes, and of the database."""

    web: float
    database: float


def main() -> None:
    """Print the arithmetic, then what the minute is like."""
    wanted = _arguments()
    work = asyncio.run(_measured()) if wanted.measure else Work(wanted.web / 1000, wanted.database / 1000)
    mean = wanted.orders / DAY
    peak = mean * wanted.peak
    print(f"{wanted.orders:,} orders a day: {mean:.1f}/s in the mean, {peak:.0f}/s in the busiest minute")
    print(f"a purchase: {1000 * work.web:.1f} ms of web processes, {1000 * work.database:.1f} ms of the database")
    print(f"kept busy in that minute: {peak * work.web:.1f} cores of web, {peak * work.database:.1f} of the database")
    for name, times in minute(peak, work, wanted.web_cores, wanted.database_cores).items():
        marks = quantiles(times, n=100, method="inclusive")
        print(f"{name}: p50 {1000 * marks[49]:.0f} ms, p95 {1000 * marks[94]:.0f} ms, p99 {1000 * marks[98]:.0f} ms")


def minute(peak: float, work: Work, web_cores: int, database_cores: int) -> dict[str, list[float]]:
    """Seconds that requests of shoppers and placing clicks took; so many purchases per second on average."""
    chance = random.Random(1)
    web, database = [0.0] * web_cores, [0.0] * database_cores
    arrived = sorted((at, number % REQUESTS == 0) for number, at in enumerate(_arrivals(peak * REQUESTS, chance)))
    after = sorted((_served(web, at, chance.expovariate(REQUESTS / work.web)), at, placing) for at, placing in arrived)
    taken: dict[str, list[float]] = {"a request": [], "the placing click": []}
    for at, began, placing in after:
        done = _served(database, at, chance.expovariate(REQUESTS / work.database))
        taken["the placing click" if placing else "a request"].append(done - began)
    return taken


def _arrivals(per_second: float, chance: random.Random) -> Iterator[float]:
    """Moments of a minute, one and a half times as many in its first fifth: everybody waits for the sale to open."""
    at, most = 0.0, 1.5 * per_second
    while (at := at + chance.expovariate(most)) < MINUTE:
        wanted = 1.5 if at < MINUTE / 5 else 0.875
        if chance.random() < wanted / 1.5:
            yield at


def _served(free: list[float], at: float, seconds: float) -> float:
    """When it is done: by the core that is free first."""
    done = max(at, heapq.heappop(free)) + seconds
    heapq.heappush(free, done)
    return done


async def _measured() -> Work:
    """Of purchases by eight shoppers for some seconds, on this machine."""
    with opened(members=8) as shop:
        browsers = [await shop.member(number) for number in range(8)]
        whole, _ = await purchases(shop, browsers, basket=BASKET, seconds=10)
        for browser in browsers:
            browser.close()
    return Work(whole.cpu_web / 1000, whole.cpu_database / 1000)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000, help="a day")
    parser.add_argument("--peak", type=float, default=10.0, help="the busiest minute, in means of the day")
    parser.add_argument("--web", type=float, default=30.0, help="ms of the web processes for one purchase")
    parser.add_argument("--database", type=float, default=15.0, help="ms of the database for one purchase")
    parser.add_argument("--web-cores", type=int, default=8)
    parser.add_argument("--database-cores", type=int, default=4)
    parser.add_argument("--measure", action="store_true", help="take the work of a purchase from this machine, now")
    return parser.parse_args()


if __name__ == "__main__":
    main()
