"""`make scale`: the shop scaled out on one machine. Instances are killed and replaced while people buy, and it is flooded.

Not part of the ordinary tests: it takes minutes, and what it measures is this machine's.
"""

import asyncio
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
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
from tests.proofs.scale import sized
from tests.proofs.shoppers import Book, Shopper, judge, stocked
from tests.proofs.web import ROOT

pytestmark = pytest.mark.skipif("SCALE" not in os.environ, reason="make scale")
RESTARTS, KILLS = sized(10, 200), sized(6, 100)
SHOPPERS = 8
SECONDS = sized(10, 60)
STORIES = ("e2e/stories/test_purchase.py", "e2e/stories/test_one_order.py")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with TemporaryDirectory(prefix="scale-") as place, scaled_out(Path(place)) as running:
        yield running


@pytest.fixture(scope="module")
def products(cluster: Cluster) -> list[UUID]:
    return stocked(cluster.web.url)


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


async def trade(cluster: Cluster, products: list[UUID], book: Book, doing: Callable[[], Any], pace: float = 0) -> float:
    """Everybody buys while something is done beside them; the orders per second of that time."""
    closing = asyncio.Event()
    shoppers = [Paced(browser, products, book) for browser in cluster.web.members(SHOPPERS)]
    together = Pace(pace) if pace else None
    for shopper in shoppers:
        shopper.pace = together
    before, began = len(book.acknowledged), time.monotonic()
    async with asyncio.TaskGroup() as group:
        for shopper in shoppers:
            group.create_task(shopper.shops(closing))
        await asyncio.to_thread(doing)
        per_second = (len(book.acknowledged) - before) / (time.monotonic() - began)
        closing.set()
    return per_second


def test_the_stories_of_a_purchase_pass_through_it(cluster: Cluster) -> None:
    address = f"http://{HOST}:{cluster.web.port}"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", *STORIES, "--base-url", address]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_public_pages_come_from_the_replica(cluster: Cluster) -> None:
    with psycopg.connect(cluster.web.url) as connection:
        (replicas,) = connection.execute("select count(*) from pg_stat_replication").fetchone()
    assert replicas == 1
    log = "".join((cluster.home / f"{port}.log").read_text() for port in cluster.ports)
    assert "the replica" not in log


def test_killed_instances_lose_nothing(cluster: Cluster, products: list[UUID], tell: Tell) -> None:
    book = Book()

    def kills() -> None:
        for _ in range(KILLS):
            goal, deadline = book.statuses.total() + random.randint(20, 60), time.monotonic() + 60
            while book.statuses.total() < goal and time.monotonic() < deadline:
                time.sleep(0.01)
            cluster.kill(random.choice(cluster.ports))

    cluster.web.run(trade(cluster, products, book, kills))
    acknowledged_are_there(cluster, book)
    tell(f"{KILLS} instances killed: {book.told(cluster.web.url)}")


def test_rolling_restarts_at_half_load_drop_no_request(cluster: Cluster, products: list[UUID], tell: Tell) -> None:
    idle, book = Book(), Book()
    per_second = cluster.web.run(trade(cluster, products, idle, lambda: time.sleep(SECONDS)))
    acknowledged_are_there(cluster, idle)
    half = idle.statuses.total() / SECONDS / 2

    def restarts() -> None:
        for _ in range(RESTARTS):
            done = cluster.restart_all()
            assert done.returncode == 0, done.stderr

    Paced.stale = 0
    cluster.web.run(trade(cluster, products, book, restarts, pace=half))
    acknowledged_are_there(cluster, book)
    assert (book.hung_up, set(book.statuses)) == (0, {200, 303})
    tell(
        f"{RESTARTS} rolling restarts of both instances at {half:.0f} requests/s (half of what gave "
        f"{per_second:.1f} purchases/s): {book.statuses.total()} requests, none dropped, {len(book.acknowledged)} orders; "
        f"{Paced.stale} times a kept connection was closed as it was used again"
    )


def test_a_flood_of_browsing_leaves_buyers_their_places(cluster: Cluster, products: list[UUID], tell: Tell) -> None:
    flood = shutil.which("wrk") or pytest.skip("wrk is not installed here")
    calm, stormy = Book(), Book()
    peak = cluster.web.run(trade(cluster, products, calm, lambda: time.sleep(SECONDS)))
    address = f"http://{HOST}:{cluster.web.port}/cart/badge"
    command = [flood, "-t1", "-c400", f"-d{SECONDS}s", "--latency", address]
    words: list[str] = []

    def floods() -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        words.append(" ".join(done.stdout.split()))

    acknowledged_are_there(cluster, calm)
    kept = cluster.web.run(trade(cluster, products, stormy, floods))
    acknowledged_are_there(cluster, stormy)
    tell(f"flood: {peak:.1f} purchases/s before, {kept:.1f} during ({kept / peak:.0%}); {words[0]}")
    assert set(stormy.statuses) <= {200, 303, 409, 503}
    assert kept > 0


def acknowledged_are_there(cluster: Cluster, book: Book) -> None:
    """Judges the shoppers' orders since the last time: the shop goes on from test to test."""
    judged = cluster.home / "judged"
    known = dict(line.split() for line in judged.read_text().splitlines()) if judged.exists() else {}
    whole = Book(acknowledged={**known, **book.acknowledged}, refused=book.refused, statuses=book.statuses)
    judged.write_text("".join(f"{quote} {order}\n" for quote, order in whole.acknowledged.items()))
    judge(cluster.web.url, whole)
