"""Web workers and the sweeper are killed at random moments of a checkout; nobody's order is lost or made twice."""

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

import psutil
import pytest

from tests.db_server import Clone
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.shoppers import Book, Shopper, judge, stocked
from tests.proofs.sweeper import Sweeper, overdue, sweeping, time_passes
from tests.proofs.web import PATIENCE, Web, started

KILLS = sized(50, 1_000)
SHOPPERS, WORKERS = 6, 2
REQUESTS = 20  # at most, between two kills: more than a purchase takes


@pytest.fixture
def shop(sample_shop: Clone) -> Iterator[Web]:
    with started(str(sample_shop), workers=WORKERS) as running:
        yield running


@pytest.fixture
def sweeper(sample_shop: Clone) -> Iterator[Sweeper]:
    with sweeping(str(sample_shop)) as running:
        yield running


def lives(process: psutil.Process) -> bool:
    """Whether it is neither gone nor waiting for its parent to notice that it is."""
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


async def living(web: Web, count: int) -> list[psutil.Process]:
    """The web workers that live, as soon as there are so many."""
    deadline = time.monotonic() + PATIENCE
    while len(found := [each for each in web.workers() if lives(each)]) < count:
        assert time.monotonic() < deadline, "a killed worker was not replaced"
        await asyncio.sleep(0.05)
    return found


async def kills(web: Web, sweeper: Sweeper, book: Book) -> None:
    """One after another at a random moment of a checkout, half of them of a placing; every tenth time it is the sweeper."""
    for number in range(KILLS):
        await book.moment(REQUESTS)
        if number % 10 == 9:
            sweeper.kill()
            await asyncio.to_thread(time_passes, web.url, orders=3, carts=3)
            sweeper.start()
        else:
            random.choice(await living(web, 1)).kill()


async def leave(web: Web, products: list[UUID], book: Book, closing: asyncio.Event) -> None:
    """People who start a checkout and never come back."""
    while not closing.is_set():
        await Shopper(*web.members(1), products, book).fills_cart()


async def trade(web: Web, sweeper: Sweeper, products: list[UUID]) -> Book:
    """Everybody shops while the processes are killed; the book of what they were told."""
    book, closing = Book(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for browser in web.members(SHOPPERS):
            group.create_task(Shopper(browser, products, book).shops(closing))
        group.create_task(leave(web, products, book, closing))
        await kills(web, sweeper, book)
        closing.set()
        await living(web, WORKERS)
    return book


def test_killed_processes_lose_no_order_and_make_none_twice(shop: Web, sweeper: Sweeper, tell: Tell) -> None:
    began, products = time.monotonic(), stocked(shop.url)
    book = shop.run(trade(shop, sweeper, products))
    seconds = time.monotonic() - began
    judge(shop.url, book)

    sweeper.kill()
    time_passes(shop.url, orders=10_000, carts=10_000)
    left = overdue(shop.url)
    assert left > 0
    judge(shop.url, book)
    sweeper.start()
    deadline = time.monotonic() + PATIENCE
    while overdue(shop.url):
        assert time.monotonic() < deadline, "what ran out is held for ever"
        time.sleep(0.05)
    judge(shop.url, book)
    tell(f"{KILLS} processes killed in {seconds:.0f} s: {book.told(shop.url)}; {left} left lying were swept")
