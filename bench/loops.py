"""The measurements: one request again and again, or whole purchases, by so many shoppers for so many seconds."""

import asyncio
from dataclasses import dataclass, field, replace

from bench import cores
from bench.client import Browser, Connection
from bench.journey import Buyer
from bench.load import Job, Pace, Watch, closed_loop
from bench.pages import REQUESTS
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
    port = shop.hello_port if name == "hello" else shop.port
    connections = [await Connection.open(port) for _ in range(shoppers)]
    warming, watch = Watch(), Watch(pace=Pace(per_second) if per_second else None)
    await closed_loop([await REQUESTS[name](shop, each, warming) for each in connections], warming, seconds=WARMING)
    figure = await _measured(name, [await REQUESTS[name](shop, each, watch) for each in connections], watch, seconds)
    for connection in connections:
        connection.close()
    return figure


async def purchases(
    shop: Shop, browsers: list[Browser], *, basket: int, seconds: float, per_second: float | None = None
) -> tuple[Figure, Figure]:
    """Whole purchases of so many listings, and their placing clicks; per_second: requests, no faster than that."""
    watch = Watch(pace=Pace(per_second) if per_second else None)
    jobs = [_timed(Buyer(browser, shop.listings, watch, basket=basket), watch) for browser in browsers]
    whole = await _measured("purchase", jobs, watch, seconds)
    p50, p95, p99 = _times(watch, "place")
    steps = {step: dict(zip(("p50", "p95", "p99"), _times(watch, step), strict=True)) for step in watch.seconds}
    return replace(whole, steps=steps), replace(whole, name="place", p50=p50, p95=p95, p99=p99, failures=[])


async def _measured(name: str, jobs: list[Job], watch: Watch, seconds: float) -> Figure:
    before = cores.usage()
    per_second = await closed_loop(jobs, watch, seconds=seconds)
    used = cores.usage().since(before)
    cpu = [round(1000 * used[who] / max(per_second, 0.01), 3) for who in ("web", "database", "client")]
    return Figure(name, len(jobs), round(per_second, 1), *_times(watch, name), *cpu, used["others"], watch.failures[:3])


def _times(watch: Watch, step: str) -> tuple[float, float, float]:
    p50, p95, p99 = (round(watch.percentile(step, share), 2) for share in (0.5, 0.95, 0.99))
    return p50, p95, p99


def _timed(buyer: Buyer, watch: Watch) -> Job:
    async def job() -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await buyer.buys()
        watch.seconds["purchase"].append(loop.time() - began)

    return job
