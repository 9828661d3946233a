"""Shoppers who buy over HTTP whatever happens to the shop, the book of what they were told, and the judge of it at the end."""

import asyncio
import random
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

from bench.client import Answer, Browser
from bench.journey import ADDRESS, quote_on
from tests.proofs.web import PATIENCE

LATEST = 0.02  # seconds after a placing was sent: a placing takes less
PAUSE = 0.03  # seconds until somebody who got no answer presses the button again
SHIPPING = "reguler"
_SHIPPING = "insert into shipping_options (code, name, explanation, cost) values (%s, 'Reguler', '', 20000)"
_RECEIVE = "select receive_stock(product_id, 100000, 'proof') from marketplace_listings where status = 'active'"
_LISTINGS = "select product_id from marketplace_listings where status = 'active' order by product_id"
_PLACED = """
    select o.quote_id::text, o.id::text from orders o join customers c on c.id = o.customer_id
    where c.email like '%@proof.test'"""
_UNLIKE_ITS_QUOTE = """
    select o.id from orders o join quotes q on q.id = o.quote_id
    where o.id = any (%s::uuid[]) and (o.total_amount <> q.total_amount
    or array(select (product_id, quantity, unit_price)::text from order_items where order_id = o.id order by product_id)
    is distinct from
    array(select (product_id, quantity, unit_price)::text from quote_lines where quote_id = q.id order by product_id))"""
_DONE_UNHEARD = """
    select count(*) from orders o join unnest(%s::uuid[], %s::float[]) as u (quote_id, moment) using (quote_id)
    where o.created_at < to_timestamp(u.moment)"""
_TOLD_OTHERWISE = """
    select l.product_id from marketplace_listings l where status = 'active' and get_available_stock(l.product_id) <>
    l.stock_on_hand - coalesce((
        select sum(quantity) from stock_holds h
        where h.product_id = l.product_id and state = 'held' and (expires_at is null or expires_at > app_now())), 0)"""


@dataclass
class Book:
    """What shoppers sent and what they were told."""

    acknowledged: dict[str, str] = field(default_factory=dict)  # the order by its quote
    refused: set[str] = field(default_factory=set)  # quotes
    unanswered: dict[str, float] = field(default_factory=dict)  # when a placing last got no confirmation, by its quote
    statuses: Counter[int] = field(default_factory=Counter)
    hung_up: int = 0
    placing: asyncio.Event = field(default_factory=asyncio.Event)  # set whenever a placing is sent

    def acknowledges(self, quote: str, answer: Answer) -> None:
        """A placing was answered with a redirect; every answer about a quote must name the same order."""
        order = answer.header("location").rsplit("/", 1)[1]
        assert self.acknowledged.setdefault(quote, order) == order, f"two orders of quote {quote}"

    async def moment(self, requests: int) -> None:
        """Lets a random number of requests be answered, at most so many, and half the times somebody place an order."""
        goal, deadline = self._served() + random.randint(1, requests), time.monotonic() + PATIENCE
        while self._served() < goal:
            assert time.monotonic() < deadline, "the shop has stopped serving"
            await asyncio.sleep(0.002)
        if random.random() < 0.5:
            self.placing.clear()
            await asyncio.wait_for(self.placing.wait(), PATIENCE)
        await asyncio.sleep(random.uniform(0, LATEST))

    def told(self, url: str) -> str:
        """What happened, for the figures."""
        with psycopg.connect(url) as connection:
            pairs = [*self.unanswered], [*self.unanswered.values()]
            done = (connection.execute(_DONE_UNHEARD, pairs).fetchone() or (0,))[0]
        return (
            f"{len(self.acknowledged)} orders acknowledged, {len(self.unanswered)} of them after a placing without "
            f"confirmation that was done {done} times; {self.statuses[503]} answers 503, {self.hung_up} times hung up on"
        )

    def _served(self) -> int:
        return self.statuses.total() - self.statuses[503]


class Shopper:
    """A signed-in member who buys again and again, and presses a button again when nobody answered."""

    def __init__(self, browser: Browser, products: Sequence[UUID], book: Book) -> None:
        self._answered: list[float] = []  # when the shop did what was asked
        self._browser = browser
        self._products = products
        self._book = book

    async def shops(self, closing: asyncio.Event) -> None:
        """Buys until the shop closes; what has begun is bought."""
        while not closing.is_set():
            await self.fills_cart()
            await self._goes("/checkout/address", ADDRESS)
            await self._goes("/checkout/shipping", {"shipping_option": SHIPPING})
            review = await self._goes("/checkout/payment", {"payment_method": "transfer-bca"})
            await self._places(review)

    async def fills_cart(self) -> None:
        """Some pieces in the cart, held for a checkout."""
        for product in random.sample(list(self._products), random.randint(1, 3)):
            await self._goes("/cart/items", {"product_id": str(product), "quantity": "1"})
        await self._goes("/checkout", {})

    def served_after(self, moment: float) -> float | None:
        """When the shop first did what was asked after a moment of time.monotonic(); None if it has not yet."""
        place = bisect_right(self._answered, moment)
        return self._answered[place] if place < len(self._answered) else None

    async def _places(self, review: Answer) -> None:
        """Sends the quote of a page until it is answered, sometimes once more; an honest refusal shows a new quote."""
        quote = quote_on(review)
        answer = await self._sends(lambda: self._clicks(quote), {303, 409})
        if answer.status == 409:
            self._book.refused.add(quote)
            await self._places(answer)
            return
        self._book.acknowledges(quote, answer)
        if random.random() < 0.2:
            self._book.acknowledges(quote, await self._sends(lambda: self._clicks(quote), {303}))
        await self._opens(answer)

    async def _clicks(self, quote: str) -> Answer:
        self._book.placing.set()
        status = 503
        try:
            answer = await self._browser.post("/checkout/place", {"quote_id": quote})
            status = answer.status
            return answer
        finally:
            if status == 503:
                self._book.unanswered[quote] = time.time()

    async def _goes(self, path: str, fields: dict[str, str]) -> Answer:
        return await self._opens(await self._sends(lambda: self._browser.post(path, fields), {303}))

    async def _opens(self, answer: Answer) -> Answer:
        """The page that an answer leads to."""
        while answer.status == 303:
            to = answer.header("location")
            answer = await self._sends(lambda to=to: self._browser.get(to), {200, 303})  # type: ignore[misc]
        return answer

    async def _sends(self, asking: Callable[[], Coroutine[Any, Any, Answer]], expected: set[int]) -> Answer:
        """The answer, asked for again as long as the shop hangs up, is not there or says 503."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = await asyncio.wait_for(asking(), PATIENCE)
            except ConnectionError:
                self._book.hung_up += 1
            else:
                self._book.statuses[answer.status] += 1
                if answer.status != 503:
                    assert answer.status in expected, f"{answer.status}: {answer.content().decode()}"
                    self._answered.append(time.monotonic())
                    return answer
            await asyncio.sleep(PAUSE)
        raise AssertionError(f"no answer in {PATIENCE} seconds")


def stocked(url: str) -> list[UUID]:
    """Fills the shelves and gives shipping a price, so that orders await payment at once; what is for sale."""
    with psycopg.connect(url) as connection:
        connection.execute(_RECEIVE)
        connection.execute(_SHIPPING, [SHIPPING])
        return [product for (product,) in connection.execute(_LISTINGS).fetchall()]


def judge(url: str, book: Book) -> None:
    """Every acknowledged order is there, whole and once, and no other; the books of the stock are right."""
    with psycopg.connect(url) as connection:
        placed = [tuple(row) for row in connection.execute(_PLACED).fetchall()]
        assert sorted(placed) == sorted(book.acknowledged.items())
        assert connection.execute(_UNLIKE_ITS_QUOTE, [list(book.acknowledged.values())]).fetchall() == []
        assert connection.execute(_TOLD_OTHERWISE).fetchall() == []
        assert connection.execute("select * from stock_audit()").fetchall() == []
    assert not book.refused & book.acknowledged.keys()
    assert set(book.statuses) <= {200, 303, 409, 503}
