"""Many people after few pieces, over HTTP: how they go about it, and what each of them is told in the end."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from bench.client import Answer, Browser
from bench.journey import ADDRESS, quote_on
from tests.proofs.gate import places

HABIS = re.compile(r">\s*(Stoknya baru saja habis|Habis|Sedang ditahan pembeli lain[^<]*)\.?\s*<")
Click = Callable[[], Awaitable[Answer]]


@dataclass
class Rush:
    """The answer that ended each buyer's way, under the step where it came, and the seconds of the slowest answer."""

    ends: list[tuple[str, Answer]] = field(default_factory=list)
    slowest: float = 0.0

    async def timed(self, asked: Awaitable[Answer]) -> Answer:
        """The answer, its time noted."""
        began = time.perf_counter()
        answer = await asked
        self.slowest = max(self.slowest, time.perf_counter() - began)
        return answer

    @property
    def placed(self) -> list[str]:
        """Where the confirmations of those who got one are."""
        return [answer.header("location") for _, answer in self.ends if is_confirmed(answer)]

    def refused(self, step: str) -> int:
        """How many were told at this step that there is nothing left."""
        return sum(at == step and is_polite(answer) for at, answer in self.ends)

    def wrong(self) -> list[tuple[str, int, str]]:
        """Those who got neither an order nor a polite no."""
        return [
            (step, answer.status, answer.content().decode()[-500:])
            for step, answer in self.ends
            if not (is_confirmed(answer) or is_polite(answer))
        ]


def is_confirmed(answer: Answer) -> bool:
    """The redirect to a confirmation."""
    return answer.status == 303 and answer.header("location").startswith("/order/confirmation/")


def is_polite(answer: Answer) -> bool:
    """A whole page in Bahasa Indonesia with the status of a conflict, which says that there is nothing left for now."""
    page = answer.content().decode()
    is_page = answer.header("content-type").startswith("text/html") and '<html lang="id"' in page and "</html>" in page
    return answer.status == 409 and is_page and HABIS.search(page) is not None


async def everybody_walks(browsers: list[Browser], product: UUID, connections: int) -> Rush:
    """All go from the product to the order by themselves, so many at a time."""
    rush, room = Rush(), asyncio.Semaphore(connections)

    async def one(browser: Browser) -> None:
        async with room:
            rush.ends.append(await _walk(browser, product, rush))
            browser.close()

    await asyncio.gather(*map(one, browsers))
    return rush


async def everybody_clicks(clicks: list[Click], connections: int) -> Rush:
    """All press "Buat pesanan", so many at a time."""
    rush, room = Rush(), asyncio.Semaphore(connections)

    async def one(click: Click) -> None:
        async with room:
            rush.ends.append(("/checkout/place", await rush.timed(click())))

    await asyncio.gather(*map(one, clicks))
    return rush


async def _walk(browser: Browser, product: UUID, rush: Rush) -> tuple[str, Answer]:
    """Step after step until the order, or until the first that does not lead on; its path and its answer."""
    steps: list[tuple[str, dict[str, str]]] = [
        ("/cart/items", {"product_id": str(product), "quantity": "1"}),
        ("/checkout", {}),
        ("/checkout/address", ADDRESS),
        ("/checkout/shipping", {"shipping_option": "ongkir-cs"}),
        ("/checkout/payment", {"payment_method": "transfer-bca"}),
    ]
    for path, form in steps:
        answer = await rush.timed(browser.post(path, form))
        if answer.status != 303:
            return path, answer
    review = await rush.timed(browser.get("/checkout/review"))
    if review.status != 200:
        return "/checkout/review", review
    return "/checkout/place", await rush.timed(places(browser, quote_on(review)))
