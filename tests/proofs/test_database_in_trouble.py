"""The database away, restarted, silent or slow: every answer comes in time, is a 503 at worst, and nobody mends anything."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.network import Network
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.trouble import (
    CONNECTIONS,
    GOOD,
    HEALTH,
    PRODUCT,
    WORKERS,
    Cluster,
    Crowd,
    figures,
    passing,
    told,
)
from tests.proofs.web import Web, started

AWAY = sized(3, 60)  # seconds
QUIET = 0.5  # seconds until what was on its way has come


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A server that these tests may stop; not below pytest's directory, which each run of pytest locks up again."""
    with TemporaryDirectory(prefix="trouble-") as directory:
        running = Cluster(Path(directory))
        yield running
        running.stop()


@pytest.fixture(scope="module")
def network(cluster: Cluster) -> Iterator[Network]:
    """The way between the shop and its database."""
    way = Network(cluster.url)
    yield way
    way.close()


@pytest.fixture(scope="module")
def shop(cluster: Cluster, network: Network) -> Iterator[Web]:
    """The shop, whose database gets into one trouble after the other; the books are right at the end."""
    with started(network.url, workers=WORKERS, POOL_SIZE=str(CONNECTIONS)) as running:
        yield running
    assert cluster.rows("select * from stock_audit()") == []


def test_a_database_that_was_away_is_back_within_a_second(cluster: Cluster, shop: Web, tell: Tell) -> None:
    async def story(crowd: Crowd) -> float:
        await asyncio.to_thread(cluster.stop)
        gone = time.monotonic()
        crowd.press()
        await passing(AWAY)
        crowd.missed(gone)
        await asyncio.to_thread(cluster.start)
        return time.monotonic()

    crowd, back = told(cluster, shop, story)

    assert {heard.status for heard in crowd.meanwhile() if heard.asked != f"GET {HEALTH}"} == {503}
    tell(f"away {AWAY} s: {figures(crowd, back)}")


def test_after_a_restart_the_very_next_requests_succeed(cluster: Cluster, shop: Web, tell: Tell) -> None:
    """Every connection in the pool has died since its last use."""
    restarts = sized(2, 100)

    async def story(crowd: Crowd) -> None:
        people = shop.members(4)
        await crowd.strolls(people[0])  # the first requests of a process take their time
        for _ in range(restarts):
            await asyncio.gather(*map(crowd.strolls, people))
            await asyncio.to_thread(cluster.stop)
            await asyncio.to_thread(cluster.start)
        await asyncio.gather(*map(crowd.strolls, people))

    crowd = Crowd(shop, cluster.value(PRODUCT))
    shop.run(story(crowd))

    assert {heard.status for heard in crowd.heard} <= GOOD
    tell(f"{restarts} restarts: {len(crowd.heard)} requests, each answered as if nothing had happened")


@pytest.mark.parametrize(("least", "most"), [(0.05, 0.05), (0.05, 5.0)])
def test_a_slow_database_is_answered_in_time(
    cluster: Cluster, network: Network, shop: Web, tell: Tell, least: float, most: float
) -> None:
    async def story(crowd: Crowd) -> float:
        with network.slow(least, most):
            crowd.press()
            await passing(AWAY)
        return time.monotonic()

    crowd, back = told(cluster, shop, story)

    tell(f"slow by {least} to {most} s: {figures(crowd, back)}")


def test_a_silent_database_is_answered_in_time(cluster: Cluster, network: Network, shop: Web, tell: Tell) -> None:
    async def story(crowd: Crowd) -> float:
        with network.silent():
            began = time.monotonic()
            crowd.press()
            await passing(QUIET + AWAY)
            crowd.missed(began + QUIET)
        return time.monotonic()

    crowd, back = told(cluster, shop, story)

    assert {heard.status for heard in crowd.meanwhile() if heard.asked != f"GET {HEALTH}"} == {503}
    tell(f"silent {QUIET + AWAY} s: {figures(crowd, back)}")
