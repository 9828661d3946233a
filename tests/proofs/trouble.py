"""A database in trouble: a server of one's own to stop and start, a network to slow down, and a crowd that goes on asking."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from app import embedded, migrations, seeding
from bench.client import Answer, Browser
from bench.journey import ADDRESS, quote_on
from tests.proofs.web import Web

PEOPLE = 6
WORKERS, CONNECTIONS = 2, 4  # connections per worker
BOUND = 5.0  # seconds for every answer: three and a half of the shop's own, and what a busy machine adds
BACK = 1.0  # seconds after the database's return
LOST = 20.0  # seconds after which an answer does not come any more
GOOD = frozenset({200, 303})
HEALTH, READY, PLACE = "/api/health", "/api/ready", "/checkout/place"
SLUG = "melati-senja-50ml"
_OPEN = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
_ORDERS = "select count(*) from orders"
PRODUCT = "select product_id::text from marketplace_listings where slug = 'melati-senja-50ml'"


class Console:
    """An administrator's look at a database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, text: str, *params: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(text, params or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def value(self, text: str, *params: Any) -> Any:
        """The first column of the first row."""
        return self.rows(text, *params)[0][0]

    def answers(self) -> bool:
        """Whether it accepts connections."""
        try:
            return bool(self.value("select true"))
        except psycopg.OperationalError:
            return False


class Cluster(Console):
    """A PostgreSQL of one's own with the sample shop."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._server = embedded.start(directory, durable=False)
        super().__init__(self._server.url())
        migrations.up(self.url)
        seeding.plant(self.url)

    def stop(self) -> None:
        """A fast shutdown: sessions end, transactions are rolled back."""
        self._server.stop()

    def start(self) -> None:
        """Up again; returns when it accepts connections."""
        self._server = embedded.start(self._directory, durable=False)


Story = Callable[["Crowd"], Coroutine[Any, Any, float]]


@dataclass(frozen=True)
class Heard:
    """An answer: what was asked, its status, how long it took and when it was asked, by time.monotonic()."""

    asked: str
    status: int
    seconds: float
    at: float
    retry_after: str
    polite: bool


@dataclass
class Crowd:
    """Members who look and fill carts, buyers who press "Buat pesanan" until it answers, and two probes."""

    web: Web
    product: str
    heard: list[Heard] = field(default_factory=list)
    acknowledged: int = 0
    _missing: tuple[float, float] = (0.0, 0.0)
    _buyers: list[tuple[Browser, str]] = field(default_factory=list)
    _pressing: list[asyncio.Task[None]] = field(default_factory=list)
    _is_over: bool = False

    @asynccontextmanager
    async def gathered(self, people: int, buyers: int) -> AsyncIterator[None]:
        """They ask until the block ends; the buyers have a quote each and wait for press()."""
        self._buyers = [(browser, await _quote(browser, self.product)) for browser in self.web.members(buyers)]
        tasks = [asyncio.create_task(self._goes_round(browser)) for browser in self.web.members(people)]
        tasks += [asyncio.create_task(self._probes(path)) for path in (HEALTH, READY)]
        try:
            yield
            await asyncio.gather(*self._pressing)
        finally:
            self._is_over = True
            await asyncio.gather(*tasks)

    async def is_content(self) -> None:
        """Returns when everybody has been answered a few times."""
        now, enough = time.monotonic(), 30
        await until(lambda: len(self.after(now)) >= enough)

    def press(self) -> None:
        """The buyers press the button from now on."""
        self._pressing = [asyncio.create_task(self._presses(*buyer)) for buyer in self._buyers]

    def missed(self, since: float) -> None:
        """The database was away from that moment until now."""
        self._missing = (since, time.monotonic())

    def meanwhile(self) -> list[Heard]:
        """What was asked and answered while the database was away."""
        since, to = self._missing
        return [heard for heard in self.heard if since < heard.at and heard.at + heard.seconds < to]

    def after(self, moment: float) -> list[Heard]:
        """What was asked from a moment on."""
        return [heard for heard in self.heard if heard.at >= moment]

    async def strolls(self, browser: Browser) -> None:
        """A member's round: looks, takes, puts back."""
        await self._ask(browser, "GET", "/marketplace")
        await self._ask(browser, "GET", f"/marketplace/{SLUG}")
        added = await self._ask(browser, "POST", "/cart/items", {"product_id": self.product})
        await self._ask(browser, "GET", "/cart")
        if added.status == 303:
            await self._ask(browser, "POST", f"/cart/items/{self.product}/remove", {})
        await self._ask(browser, "GET", "/orders")

    async def _goes_round(self, browser: Browser) -> None:
        while not self._is_over:
            await self.strolls(browser)
            await asyncio.sleep(0.05)

    async def _presses(self, browser: Browser, quote: str) -> None:
        placed = False
        while not placed:
            answer = await self._ask(browser, "POST", PLACE, {"quote_id": quote})
            placed = answer.status == 303
            await asyncio.sleep(0.2)
        self.acknowledged += 1

    async def _probes(self, path: str) -> None:
        browser = self.web.visitor()
        while not self._is_over:
            await self._ask(browser, "GET", path)
            await asyncio.sleep(0.1)

    async def _ask(self, browser: Browser, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        began = time.monotonic()
        asking = browser.get(path) if method == "GET" else browser.post(path, fields or {})
        answer = await asyncio.wait_for(asking, LOST)
        polite = b"Coba lagi" in answer.content() or path == READY
        took = time.monotonic() - began
        asked = f"{method} {path.replace(self.product, '…')}"
        self.heard.append(Heard(asked, answer.status, took, began, answer.header("retry-after"), polite))
        return answer


async def _quote(browser: Browser, product: str) -> str:
    """Everything before the button."""
    steps: list[tuple[str, dict[str, str]]] = [
        ("/cart/items", {"product_id": product}),
        ("/checkout", {}),
        ("/checkout/address", ADDRESS),
        ("/checkout/shipping", {"shipping_option": "ongkir-cs"}),
        ("/checkout/payment", {"payment_method": "transfer-bca"}),
    ]
    for path, fields in steps:
        answer = await browser.post(path, fields)
        assert answer.status == 303, (path, answer.status)
    return quote_on(await browser.get("/checkout/review"))


def told(console: Console, web: Web, story: Story, *, buyers: int = 3) -> tuple[Crowd, float]:
    """A crowd lives through a story that returns when its trouble ends; checks what must hold whatever it was."""
    crowd, before = Crowd(web, console.value(PRODUCT)), console.value(_ORDERS)

    async def whole() -> float:
        async with crowd.gathered(PEOPLE, buyers):
            await crowd.is_content()
            back = await story(crowd)
            await passing(BACK)
            await crowd.is_content()
        return back

    back = web.run(whole())
    failures = [heard for heard in crowd.heard if heard.status == 503]
    assert {heard.status for heard in crowd.heard} <= GOOD | {503}
    assert [heard for heard in crowd.heard if heard.seconds > BOUND] == []
    assert [heard for heard in failures if not (heard.retry_after and heard.polite)] == []
    assert [heard for heard in failures if heard.asked == f"GET {HEALTH}"] == []
    assert [heard for heard in crowd.after(back + BACK) if heard.status not in GOOD] == []
    assert console.value(_ORDERS) - before == crowd.acknowledged == buyers
    assert console.value(_OPEN) <= WORKERS * CONNECTIONS
    return crowd, back


def figures(crowd: Crowd, back: float) -> str:
    """How many answers of which status, the slowest, and the last 503 after the end of the trouble."""
    statuses = dict(sorted(Counter(heard.status for heard in crowd.heard).items()))
    slowest = max(heard.seconds for heard in crowd.heard)
    last = max((heard.at - back for heard in crowd.heard if heard.status == 503), default=0.0)
    return f"answers {statuses}, slowest {slowest:.2f} s, last 503 asked {max(last, 0.0):.2f} s after its return"


async def passing(seconds: float) -> None:
    """The trouble lasts."""
    began = time.monotonic()
    await until(lambda: time.monotonic() > began + seconds, seconds + 1)


async def until(holds: Callable[[], bool], seconds: float = 30.0) -> float:
    """Waits for a condition; how long it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() < began + seconds, "in vain"
        await asyncio.sleep(0.01)
    return time.monotonic() - began
