"""`make scale`: the shop scaled out on one machine. Instances are killed and replaced while people buy, and ten times as many come.

Not part of the ordinary tests: it takes minutes, and what it measures is this machine's.
"""

import asyncio
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg
import pytest

from bench.client import HOST, Answer
from bench.load import Pace
from tests.proofs.cluster import Cluster, scaled_out
from tests.proofs.conftest import Tell
from tests.proofs.scale import FULL, sized
from tests.proofs.shoppers import Book, Shopper, judge, stocked
from tests.proofs.web import ROOT

pytestmark = pytest.mark.skipif("SCALE" not in os.environ, reason="make scale")
RESTARTS, KILLS = sized(10, 200), sized(6, 100)
SHOPPERS = 8
SECONDS = sized(10, 60)
OVERLOAD = 10  # times what the shop can do
LONG = sized(15, 180)  # seconds of it
GOODPUT = 0.8
PACED = "function delay() return {} end"  # wrk: milliseconds before each request of a connection
CONNECTIONS = 400
STORIES = [
    ["e2e/stories/test_purchase.py", "e2e/stories/test_one_order.py", "-n", "0"],
    ["e2e", "--suite", "full", "-n", "2"],
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with TemporaryDirectory(prefix="scale-") as place, scaled_out(Path(place)) as running:
        yield running


class Paced(Shopper):
    """A shopper who does not do more in a second than all of them together shall."""

    pace: Pace | None = None
    stale = 0  # of all: kept connections that nginx closed just when they were used again

    async def _sends(self, asking: Callable[[], Coroutine[Any, Any, Answer]], expected: set[int]) -> Answer:
        """A kept connection that is closed without a word is opened anew and asked once more, as browsers do."""

        async def as_browsers_do() -> Answer:
            try:
                return await asking()
            except ConnectionError:
                Paced.stale += 1
                return await asking()

        if self.pace:
            await self.pace.turn()
        return await super()._sends(as_browsers_do, expected)


@dataclass(frozen=True)
class Market:
    """The shop with full shelves."""

    cluster: Cluster
    products: list[UUID]

    def trades(self, book: Book, doing: Callable[[], Any], *, pace: float = 0, shoppers: int = SHOPPERS) -> float:
        """Everybody buys while something is done beside them; the orders per second of that time."""
        per_second = self.cluster.web.run(self._together(book, doing, Pace(pace) if pace else None, shoppers))
        self._judges(book)
        return per_second

    async def _together(self, book: Book, doing: Callable[[], Any], pace: Pace | None, shoppers: int) -> float:
        closing, began = asyncio.Event(), time.monotonic()
        async with asyncio.TaskGroup() as group:
            for browser in self.cluster.web.members(shoppers):
                shopper = Paced(browser, self.products, book)
                shopper.pace = pace
                group.create_task(shopper.shops(closing))
            await asyncio.to_thread(doing)
            per_second = len(book.acknowledged) / (time.monotonic() - began)
            closing.set()
        return per_second

    def _judges(self, book: Book) -> None:
        """All orders since the shop was opened: it goes on from test to test."""
        judged = self.cluster.home / "judged"
        known = dict(line.split() for line in judged.read_text().splitlines()) if judged.exists() else {}
        whole = Book(acknowledged={**known, **book.acknowledged}, refused=book.refused, statuses=book.statuses)
        judged.write_text("".join(f"{quote} {order}\n" for quote, order in whole.acknowledged.items()))
        judge(self.cluster.web.url, whole)


@pytest.fixture(scope="module")
def market(cluster: Cluster) -> Market:
    return Market(cluster, stocked(cluster.web.url))


def test_the_browser_stories_pass_through_it(cluster: Cluster, tell: Tell) -> None:
    tell(f"browser stories through it: {played(cluster, STORIES[FULL])}")


def test_a_purchase_passes_with_sessions_and_limits_in_redis(redis_url: str, tell: Tell) -> None:
    with TemporaryDirectory(prefix="scale-") as place, scaled_out(Path(place), REDIS_URL=redis_url) as cluster:
        tell(f"with Redis: {played(cluster, STORIES[False])}")
        with psycopg.connect(cluster.web.url) as connection:
            assert connection.execute("select count(*) from web_sessions").fetchone() == (0,)


def played(cluster: Cluster, stories: list[str]) -> str:
    """What pytest says in the end of stories that passed."""
    address = f"http://{HOST}:{cluster.web.port}"
    command = [sys.executable, "-m", "pytest", "-q", *stories, "--base-url", address]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout.strip().splitlines()[-1]


def test_public_pages_come_from_the_replica(cluster: Cluster) -> None:
    with psycopg.connect(cluster.web.url) as connection:
        (replicas,) = connection.execute("select count(*) from pg_stat_replication").fetchone()
    assert replicas == 1
    log = "".join((cluster.home / f"{port}.log").read_text() for port in cluster.ports)
    assert "the replica" not in log


def test_killed_instances_lose_nothing(cluster: Cluster, market: Market, tell: Tell) -> None:
    book = Book()

    def kills() -> None:
        for _ in range(KILLS):
            goal, deadline = book.statuses.total() + random.randint(20, 60), time.monotonic() + 60
            while book.statuses.total() < goal and time.monotonic() < deadline:
                time.sleep(0.01)
            cluster.kill(random.choice(cluster.ports))

    market.trades(book, kills)
    tell(f"{KILLS} instances killed: {book.told(cluster.web.url)}")


def test_rolling_restarts_at_half_load_drop_no_request(cluster: Cluster, market: Market, tell: Tell) -> None:
    idle, book = Book(), Book()
    per_second = market.trades(idle, lambda: time.sleep(SECONDS))
    half = idle.statuses.total() / SECONDS / 2

    def restarts() -> None:
        for _ in range(RESTARTS):
            done = cluster.restart_all()
            assert done.returncode == 0, done.stderr

    Paced.stale = 0
    market.trades(book, restarts, pace=half)
    assert (book.hung_up, set(book.statuses)) == (0, {200, 303})
    tell(
        f"{RESTARTS} rolling restarts of both instances at {half:.0f} requests/s (half of what gave "
        f"{per_second:.1f} purchases/s): {book.statuses.total()} requests, none dropped, {len(book.acknowledged)} orders; "
        f"{Paced.stale} times a kept connection was closed as it was used again"
    )


def test_ten_times_as_many_shoppers_buy_as_much(cluster: Cluster, market: Market, tell: Tell) -> None:
    calm, crowded = Book(), Book()
    peak = market.trades(calm, lambda: time.sleep(SECONDS))
    kept = market.trades(crowded, lambda: time.sleep(LONG), shoppers=OVERLOAD * SHOPPERS)
    tell(
        f"{OVERLOAD} times as many shoppers for {LONG} s: {peak:.1f} purchases/s before, {kept:.1f} during ({kept / peak:.0%}); "
        f"of {crowded.statuses.total()} answers {crowded.statuses[503]} were 503"
    )
    assert kept >= GOODPUT * peak


def test_a_flood_of_browsing_leaves_buyers_their_places(cluster: Cluster, market: Market, tell: Tell) -> None:
    calm, stormy, address = Book(), Book(), f"http://{HOST}:{cluster.web.port}/cart/badge"
    able, _ = flooded(cluster, address, SHOPPERS, SECONDS)
    offered = 0.0, 0.0

    def floods() -> None:
        nonlocal offered
        offered = flooded(cluster, address, CONNECTIONS, LONG, per_second=OVERLOAD * able)

    peak = market.trades(calm, lambda: time.sleep(SECONDS))
    kept = market.trades(stormy, floods)
    assert set(stormy.statuses) <= {200, 303, 409, 503}
    left = 1 - offered[1] / (os.cpu_count() or 1)
    tell(
        f"a flood of {offered[0]:.0f} badges/s for {LONG} s where {able:.0f} can be had: {peak:.1f} purchases/s before, {kept:.1f} "
        f"during ({kept / peak:.0%}, and {kept / peak / left:.0%} of what the flood's own client left of the processors)"
    )
    assert kept >= GOODPUT * peak * left


def flooded(
    cluster: Cluster, address: str, connections: int, seconds: int, per_second: float = 0
) -> tuple[float, float]:
    """Asks for an address again and again: answers per second, and how many processors the client itself kept busy."""
    program = shutil.which("wrk") or pytest.skip("wrk is not installed here")
    script = cluster.home / "pace.lua"
    script.write_text(PACED.format(round(1000 * connections / per_second) if per_second else 0))
    command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", f"-s{script}", address]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return float(*re.findall(r"Requests/sec: +([0-9.]+)", done.stdout)), busy / seconds
