"""PostgreSQL is stopped as if it had crashed, again and again while people buy, and starts again."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest

from app import embedded, migrations, seeding
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.shoppers import Book, Shopper, judge, stocked
from tests.proofs.sweeper import Sweeper, sweeping
from tests.proofs.web import PATIENCE, Web, started

CRASHES = sized(3, 100)
SHOPPERS, WORKERS = 6, 2
REQUESTS = 150  # at most, between two crashes
AWAY = (0.0, 1.0, 3.0)  # seconds until somebody starts it again, in turn
MOST = 2.0  # seconds from the moment PostgreSQL accepts until everybody is served


@dataclass
class Cluster:
    """A PostgreSQL of this proof's own, which keeps what it acknowledged."""

    directory: Path
    server: embedded.EmbeddedServer

    @property
    def url(self) -> str:
        return self.server.url()

    def crash(self) -> None:
        """Every process of the server leaves at once, without a checkpoint."""
        postmaster = psutil.Process(int((self.server.home / "postmaster.pid").read_text().split("\n", 1)[0]))
        os.kill(postmaster.pid, signal.SIGQUIT)
        postmaster.wait(PATIENCE)

    def start(self) -> None:
        """Recovers what was committed."""
        before, self.server = self.server, embedded.start(self.directory)
        before.use.close()

    def accepts(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Not below pytest's own directory: a second pytest, begun meanwhile, closes that one to the server's account."""
    with TemporaryDirectory(prefix="crash-") as place:
        directory = Path(place)
        running = Cluster(directory, embedded.start(directory, durable=True))
        try:
            migrations.up(running.url)
            seeding.plant(running.url)
            yield running
        finally:
            running.server.stop()


@pytest.fixture
def shop(cluster: Cluster) -> Iterator[Web]:
    with started(cluster.url, workers=WORKERS) as running:
        yield running


@pytest.fixture
def sweeper(cluster: Cluster) -> Iterator[Sweeper]:
    with sweeping(cluster.url) as running:
        yield running


@dataclass
class Trade:
    """Everybody who shops, and how long it took after each crash until the last of them was served."""

    cluster: Cluster
    book: Book
    shoppers: list[Shopper]
    seconds: list[float] = field(default_factory=list)

    async def goes_on(self, closing: asyncio.Event) -> None:
        """Crashes at random moments, until there were enough of them."""
        for number in range(CRASHES):
            await self.book.moment(REQUESTS)
            await asyncio.to_thread(self.cluster.crash)
            await asyncio.sleep(AWAY[number % len(AWAY)])
            starting = asyncio.create_task(asyncio.to_thread(self.cluster.start))
            accepted = await self._acceptance()
            self.seconds.append(await self._all_served(accepted))
            await starting
            with psycopg.connect(self.cluster.url) as connection:
                assert connection.execute("select * from stock_audit()").fetchall() == []
        closing.set()

    async def _acceptance(self) -> float:
        """When PostgreSQL let the first one in."""
        asked = began = time.monotonic()
        while not await asyncio.to_thread(self.cluster.accepts):
            assert asked < began + PATIENCE, "PostgreSQL does not start"
            await asyncio.sleep(0.005)
            asked = time.monotonic()
        return asked

    async def _all_served(self, accepted: float) -> float:
        """Seconds until the shop did what each shopper asked for."""
        while None in (times := [shopper.served_after(accepted) for shopper in self.shoppers]):
            assert time.monotonic() < accepted + PATIENCE, "the shop does not find its database again"
            await asyncio.sleep(0.005)
        return max(filter(None, times)) - accepted


async def trade(web: Web, cluster: Cluster) -> Trade:
    products, book, closing = stocked(cluster.url), Book(), asyncio.Event()
    shoppers = [Shopper(browser, products, book) for browser in web.members(SHOPPERS)]
    trading = Trade(cluster, book, shoppers)
    async with asyncio.TaskGroup() as group:
        for shopper in shoppers:
            group.create_task(shopper.shops(closing))
        await trading.goes_on(closing)
    return trading


def test_a_crash_of_postgresql_loses_no_order_and_nobody_waits_long(
    cluster: Cluster, shop: Web, sweeper: Sweeper, tell: Tell
) -> None:
    with psycopg.connect(cluster.url) as connection:
        assert connection.execute(
            "select current_setting('fsync'), current_setting('synchronous_commit')"
        ).fetchone() == ("on", "on")
    trading = shop.run(trade(shop, cluster))
    judge(cluster.url, trading.book)
    assert sweeper.is_alive
    low, middle, high = min(trading.seconds), median(trading.seconds), max(trading.seconds)
    tell(
        f"{CRASHES} crashes: everybody served {low:.2f} / {middle:.2f} / {high:.2f} s (min / median / max) after PostgreSQL "
        f"accepted; {trading.book.told(cluster.url)}"
    )
    assert high <= MOST
