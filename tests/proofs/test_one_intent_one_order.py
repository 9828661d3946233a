"""One quote, many posts at the same moment from many browsers of one member: one order, and the same answer to each."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from bench.client import Answer
from bench.journey import quote_on
from tests.db_server import Clone, Server
from tests.proofs.conftest import Tell
from tests.proofs.counters import counted
from tests.proofs.gate import QUOTE, AtTheGate, as_member, at_the_gate, bank, listing, places
from tests.proofs.scale import sized
from tests.proofs.web import Web, started

QUOTES, POSTS = sized(60, 1_000), 10
MEMBERS = sized(5, 100)  # of each other story
AT_ONCE = 6  # members, so that 60 connections are open
CHANGED, ORDERED = (
    "Isi keranjang berubah sejak ringkasan ini dibuat",
    "Keranjang ini sudah kosong atau sudah menjadi pesanan",
)
_ORDERS = "select id from orders where customer_id = any (%s)"
_PLACE_ORDER = "select pg_get_functiondef('place_order'::regproc)"
_TAKEN = "if v_taken < v_seen.lines then"  # who comes second finds no holds to take over
_LOCK = " and c.status = 'open'"
_UNIQUE = "alter table orders drop constraint orders_quote_id_key, drop constraint orders_cart_id_key"


@pytest.fixture(scope="module")
def web(server: Server) -> Iterator[Web]:
    """A shop on four web processes for the stories that count their own members' orders; its books must be right."""
    with server.clone(server.template(seeded=False)) as database, started(database, workers=4) as running:
        yield running
        assert database.rows("select * from stock_audit()") == []


@pytest.fixture(scope="module")
def product(web: Web) -> UUID:
    """What all of them buy."""
    return listing(Clone(web.url), MEMBERS * 10)


def test_ten_posts_at_once_of_a_quote_make_one_order_and_ten_equal_answers(database: Clone, tell: Tell) -> None:
    product = listing(database, QUOTES)
    with counted(database) as counters, started(database, workers=4) as web:
        answers = web.run(all_post(web, at_the_gate(web, product, range(QUOTES))))
    assert_one_order_each(database, answers)
    assert database.rows("select stock_on_hand, stock_reserved from marketplace_listings") == [(QUOTES, QUOTES)]
    assert database.rows("select * from stock_audit()") == []
    assert (counters.deadlocks, counters.rollbacks) == (0, 0)
    tell(f"{QUOTES} quotes × {POSTS} posts at once: {QUOTES} orders, {POSTS} equal answers each")


def test_a_shop_without_its_lock_and_keys_orders_twice_here(database: Clone) -> None:
    """Else the posts would prove nothing."""
    definition: str = database.value(_PLACE_ORDER)
    assert definition.count(_LOCK) == 1
    assert definition.count(_TAKEN) == 1
    database.rows(definition.replace(_LOCK, "").replace(_TAKEN, "if false then"))
    database.rows(_UNIQUE)
    product = listing(database, 100)
    with started(database, workers=4) as web:
        answers = web.run(all_post(web, at_the_gate(web, product, range(10))))
    with pytest.raises(AssertionError):
        assert_one_order_each(database, answers)


def test_a_quote_whose_cart_changed_orders_nothing_and_shows_what_is_there(web: Web, product: UUID, tell: Tell) -> None:

    async def story(member: AtTheGate) -> None:
        added = await member.browser.post("/cart/items", {"product_id": str(product), "quantity": "1"})
        assert added.status == 303
        answers = await posted(web, member, [member.quote] * POSTS)
        pages = [answer.content().decode() for answer in answers]
        assert {answer.status for answer in answers} == {409}
        assert all(CHANGED in page and '<html lang="id"' in page for page in pages)
        repaired = {quote_on(answer) for answer in answers}
        assert str(member.quote) not in repaired
        assert orders_of(web, [member]) == []
        confirmed = await posted(web, member, [quote_on(answers[0])] * POSTS)
        assert essences(confirmed) == {essence(confirmed[0])}
        assert locations(confirmed) == confirmations(web, [member])

    web.run(all_of(story(member) for member in at_the_gate(web, product, range(MEMBERS))))
    tell(f"{MEMBERS} changed carts × {POSTS} posts at once: no order, {POSTS} repaired pages each, then one order")


def test_two_quotes_of_one_cart_posted_at_once_make_one_order(web: Web, product: UUID, tell: Tell) -> None:
    """Two tabs at the last click: whoever comes second is told that it is ordered already."""
    console = Clone(web.url).connect()

    async def story(member: AtTheGate) -> None:
        again: UUID = as_member(console, (QUOTE,), customer=member.customer, bank=bank(0))
        assert again != member.quote
        answers = await posted(web, member, [member.quote, again] * (POSTS // 2))
        won = [answer for answer in answers if answer.status == 303]
        lost = [answer for answer in answers if answer.status == 409]
        assert (len(won), len(lost)) == (POSTS // 2, POSTS // 2)
        assert locations(won) == confirmations(web, [member])
        assert all(ORDERED in answer.content().decode() for answer in lost)

    web.run(all_of(story(member) for member in at_the_gate(web, product, range(MEMBERS))))
    console.close()
    tell(f"{MEMBERS} carts × 2 quotes × {POSTS // 2} posts at once: one order each")


def test_the_quote_of_another_is_answered_like_one_that_does_not_exist(web: Web, product: UUID, tell: Tell) -> None:
    members = at_the_gate(web, product, range(MEMBERS + 1))

    async def story(thief: AtTheGate, owner: AtTheGate) -> None:
        foreign = await posted(web, thief, [owner.quote] * POSTS)
        nowhere = await posted(web, thief, [uuid4()] * POSTS)
        assert {answer.status for answer in nowhere} == {404}
        assert essences(foreign) == essences(nowhere) == {essence(nowhere[0])}

    web.run(all_of(story(*pair) for pair in pairwise(members)))
    assert orders_of(web, members) == []
    answers = web.run(all_post(web, at_the_gate_still(web, members)))
    assert locations(each[0] for each in answers) == confirmations(web, members)
    tell(f"{MEMBERS} foreign quotes × {POSTS} posts at once: the same 404 as for no quote; their owners could order")


def at_the_gate_still(web: Web, members: list[AtTheGate]) -> list[AtTheGate]:
    """The same members on new browsers."""
    return [AtTheGate(each.customer, web.visitor(each.sid), each.sid, each.quote) for each in members]


async def all_post(web: Web, members: list[AtTheGate]) -> list[list[Answer]]:
    """Each member's quote, sent so many times at once; the answers by member."""
    return await all_of(posted(web, member, [member.quote] * POSTS) for member in members)


async def all_of(stories: Iterable) -> list:
    """What the stories end with; so many are told at a time."""
    room = asyncio.Semaphore(AT_ONCE)

    async def told(story):
        async with room:
            return await story

    return await asyncio.gather(*map(told, stories))


async def posted(web: Web, member: AtTheGate, quotes: list) -> list[Answer]:
    """Sends these quotes at once, each from a browser of its own with the member's session."""
    browsers = [web.visitor(member.sid) for _ in quotes]
    try:
        return await asyncio.gather(*map(places, browsers, quotes))
    finally:
        for browser in browsers:
            browser.close()


def essence(answer: Answer) -> bytes:
    """All of an answer but the name of its request and the time."""
    name = answer.header("x-request-id").encode()
    head = [
        line for line in answer.head.split(b"\r\n") if not re.match(rb"(?i)(x-request-id|date|content-length):", line)
    ]
    return b"\r\n".join(sorted(head)) + answer.content().replace(name, b"")


def essences(answers: list[Answer]) -> set[bytes]:
    """The different ones."""
    return {essence(answer) for answer in answers}


def locations(answers: Iterable[Answer]) -> set[str]:
    """Where the answers lead."""
    return {answer.header("location") for answer in answers}


def orders_of(web: Web, members: list[AtTheGate]) -> list[UUID]:
    """The orders of these members."""
    database = Clone(web.url)
    try:
        return [order for (order,) in database.rows(_ORDERS, [member.customer for member in members])]
    finally:
        database.close()


def confirmations(web: Web, members: list[AtTheGate]) -> set[str]:
    """The confirmations of these members, who have one order each."""
    orders = orders_of(web, members)
    assert len(orders) == len(members)
    return {f"/order/confirmation/{order}" for order in orders}


def assert_one_order_each(database: Clone, answers: list[list[Answer]]) -> None:
    """Every answer is the confirmation of the one order of its quote."""
    assert {answer.status for each in answers for answer in each} == {303}
    assert [len(essences(each)) for each in answers] == [1] * len(answers)
    orders = [f"/order/confirmation/{order}" for (order,) in database.rows("select id from orders")]
    assert sorted(orders) == sorted(each[0].header("location") for each in answers)
    assert database.value("select count(distinct quote_id) from orders") == len(answers)
