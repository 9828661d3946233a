"""The checkout is switched off and on, and the shop made one to look at only, while people buy: at once, and with no half order."""

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

import psycopg

from bench.client import Answer
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.shoppers import Book, Shopper, judge, stocked
from tests.proofs.web import PATIENCE, Web

TURNS = sized(1, 100)
SHOPPERS = 6
AT_MOST = 1.0  # seconds until every process says so
CLOSED = 0.5  # seconds that it stays so afterwards
_TURN = "select set_switch(%s, %s, 'uji')"
_ORDERS = "select array_agg(id order by id) from orders"
_EVERYTHING = """
    select (select array_agg(id order by id) from orders), (select sum(version) from carts),
    (select count(*) from stock_holds), (select count(*) from stock_ledger), (select count(*) from quotes)"""


def turn(web: Web, name: str, *, on: bool) -> None:
    with psycopg.connect(web.url) as connection:
        connection.execute(_TURN, [name, on])


def seen(web: Web, text: str) -> object:
    with psycopg.connect(web.url) as connection:
        return connection.execute(text).fetchone()  # type: ignore[arg-type]


async def until(web: Web, path: str, is_so: Callable[[Answer], bool]) -> float:
    """Seconds until so many answers in a row are as they should be that every process must have given some."""
    began, row = time.monotonic(), 0
    last_wrong = began
    while row < 40:
        answer = await web.visitor().get(path)  # on a connection of its own, which any process may take
        row = row + 1 if is_so(answer) else 0
        last_wrong = last_wrong if row else time.monotonic()
        assert time.monotonic() < began + PATIENCE
    return last_wrong - began


async def closes(web: Web) -> float:
    """Off, for a while, and on again; how long a page took to say so."""
    await asyncio.to_thread(turn, web, "checkout", on=False)
    orders = await asyncio.to_thread(seen, web, _ORDERS)
    late = await until(web, "/checkout", lambda answer: answer.status == 503)
    await asyncio.sleep(CLOSED)
    assert await asyncio.to_thread(seen, web, _ORDERS) == orders, "an order was made while the checkout was off"
    await asyncio.to_thread(turn, web, "checkout", on=True)
    return late


async def is_looked_at(web: Web) -> None:
    """Nothing at all changes while the shop can only be looked at, and its pages are there."""
    await asyncio.to_thread(turn, web, "readonly", on=True)
    await asyncio.sleep(AT_MOST)
    before = await asyncio.to_thread(seen, web, _EVERYTHING)
    assert await until(web, "/marketplace", lambda answer: answer.status == 200) < AT_MOST
    await asyncio.sleep(CLOSED)
    assert await asyncio.to_thread(seen, web, _EVERYTHING) == before
    await asyncio.to_thread(turn, web, "readonly", on=False)


async def trade(web: Web, products: list[UUID]) -> tuple[Book, list[float]]:
    """Everybody shops while the switches are turned; the book, and how long pages took to follow."""
    book, closing, late = Book(), asyncio.Event(), []
    async with asyncio.TaskGroup() as group:
        for browser in web.members(SHOPPERS):
            group.create_task(Shopper(browser, products, book).shops(closing))
        for _ in range(TURNS):
            await book.moment(60)
            late.append(await closes(web))
            await book.moment(60)
            await is_looked_at(web)
        closing.set()
    return book, late


def test_switches_take_effect_at_once_and_leave_no_half_order(web: Web, tell: Tell) -> None:
    products = stocked(web.url)
    book, late = web.run(trade(web, products))
    judge(web.url, book)
    assert len(book.acknowledged) > 0
    assert max(late) < AT_MOST
    tell(f"{TURNS} times closed and looked at: pages followed within {max(late):.2f} s; {book.told(web.url)}")
