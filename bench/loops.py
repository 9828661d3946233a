"""The measurements: one request again and again, or whole purchases, by so many shoppers for so many seconds."""

import asyncio
from dataclasses import dataclass, field, replace

from bench import cores
from bench.client import Browser
from bench.journey import Buyer
from bench.load import Job, Pace, Watch, closed_loop
from bench.pages import asking
from bench.shop import Shop

WARMING = 0.5  # seconds


@dataclass(frozen=True)
class Figure:
    """What came out: times and processor time (per request or purchase) in milliseconds, and cores that others used."""

    name: str
    shoppers: int
    per_second: float
    p50: float
    p95: float
    p99: float
    cpu_web: float
    cpu_database: float
    cpu_client: float
    others: float
    failures: list[str] = field(default_factory=list)
    steps: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def of_its_own(self) -> float:
        """How many per second two cores would do if nobody else used the machine, going by the processor time."""
        return 2000 / max(self.cpu_web + self.cpu_database + self.cpu_client, 0.01)


async def one(shop: Shop, name: str, *, shoppers: int, seconds: float, per_second: float | None = None) -> Figure:
    """One of REQUESTS again and again, after a moment to warm up; per_second: no faster than that."""
    browsers = [Browser(shop.hello_port if name == "hello" else shop.port) for _ in range(shoppers)]
    warming, watch = Watch(), Watch(pace=Pace(per_second) if per_second else None)
    await closed_loop([await asking(name, shop, browser, warming) for browser in browsers], warming, seconds=WARMING)
    jobs = [await asking(name, shop, browser, watch) for browser in browsers]
    figure = await _measured(name, jobs, watch, seconds)
    for browser in browsers:
        browser.close()
    return figure


async def purchases(
    shop: Shop, browsers: list[Browser], *, basket: int, seconds: float, per_second: float | None = None
) -> tuple[Figure, Figure]:
    """Whole purchases of so many listings, and their placing clicks, after everybody bought once.

    per_second: requests, no faster than that.
    """
    warming, watch = Watch(), Watch(pace=Pace(per_second) if per_second else None)
    first, jobs = (
        [_timed(Buyer(browser, shop.listings, each, basket=basket), each) for browser in browsers]
        for each in (warming, watch)
    )
    await closed_loop(first, warming, seconds=WARMING)
    whole = await _measured("purchase", jobs, watch, seconds)
    steps = {step: watch.summary(step) for step in watch.seconds}
    return replace(whole, steps=steps), _with_times(replace(whole, name="place", failures=[]), watch, "place")


def _with_times(figure: Figure, watch: Watch, step: str) -> Figure:
    """The figure with the times of a step."""
    times = watch.summary(step)
    return replace(figure, p50=times["p50"], p95=times["p95"], p99=times["p99"])


async def _measured(name: str, jobs: list[Job], watch: Watch, seconds: float) -> Figure:
    before = cores.usage()
    per_second = await closed_loop(jobs, watch, seconds=seconds)
    used = cores.usage().since(before)
    web, database, client = (1000 * used[who] / max(per_second, 0.01) for who in ("web", "database", "client"))
    figure = Figure(
        name, len(jobs), per_second, 0.0, 0.0, 0.0, web, database, client, used["others"], watch.failures[:3]
    )
    return _with_times(figure, watch, name)


def _timed(buyer: Buyer, watch: Watch) -> Job:
    async def job() -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await buyer.buys()
        watch.seconds["purchase"].append(loop.time() - began)

    return job
