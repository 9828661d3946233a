"""What canaries do at a shop all at once: pages, writes, refusals, other people's addresses; every answer is searched."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import uuid4

from bench.client import HOST, Answer, Browser, request
from tests.proofs.canaries import Canary, words_in
from tests.proofs.web import Web

CLIENTS = 32
_PAGES = (
    *("/account", "/account/addresses", "/account/export", "/cart", "/cart/badge", "/orders"),
    *("/checkout/address", "/checkout/review", "/order/{order}", "/order/confirmation/{order}"),
)
_AWAY = 503


class Visit(NamedTuple):
    """A request and what has to come back: the status, and whether the page shows the member's own."""

    path: str
    status: int
    shows: bool = False
    form: dict[str, str] | None = None


@dataclass
class Visits:
    """The members of a shop, what they were shown of others, answers that were wrong, and how many there were of which."""

    web: Web
    flock: list[Canary]
    cut_one: Callable[[], None]  # ends a connection of the shop to its database
    every: int  # requests
    foreign: list[tuple[str, str, set[str]]] = field(default_factory=list)
    wrong: list[tuple[str, int, int]] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    hung_up: int = 0

    @property
    def made(self) -> int:
        """All requests so far, also those whose answer nobody waited for."""
        return self.answers.total() + self.hung_up

    async def all_at_once(self, requests: int) -> None:
        """So many requests by all members, from so many clients as there are."""
        await asyncio.gather(*(self._client(number, range(number, requests, CLIENTS)) for number in range(CLIENTS)))

    async def waiting(self, member: Canary, times: int) -> None:
        """Changes of a cart that somebody keeps locked: each gives up in time."""
        browser = self.web.visitor(member.sid)
        for _ in range(times):
            visit = Visit(f"/cart/items/{member.product}", _AWAY, form={"quantity": "2"})
            self._judge(member, visit, await _sent(browser, visit))

    async def _client(self, number: int, turns: range) -> None:
        chance, mine = random.Random(number), self.flock[number::CLIENTS]
        browsers = {member.sid: self.web.visitor(member.sid) for member in mine}
        stranger = self.web.visitor()
        for turn in turns:
            if (turn + 1) % self.every == 0:
                self.cut_one()
            member = chance.choice(mine)
            match chance.randrange(50):
                case 0:
                    await self._hangs_up(member, chance.choice(_PAGES))
                case 1 | 2 | 3:
                    visit = chance.choice(list(_of_a_stranger(member)))
                    self._judge(None, visit, await _sent(stranger, visit))
                case _:
                    visit = self._chosen(member, chance)
                    self._judge(member, visit, await _sent(browsers[member.sid], visit))

    def _chosen(self, member: Canary, chance: random.Random) -> Visit:
        kind = chance.randrange(10)
        if kind < 6:
            return Visit(chance.choice(_PAGES).format(order=member.order), 200, shows=True)
        other = chance.choice([each for each in self.flock if each is not member])
        more = {6: _of_another(other), 7: _refused(member)}.get(kind) or _writes(member, chance)
        return chance.choice(list(more))

    async def _hangs_up(self, member: Canary, path: str) -> None:
        """Asks and is gone before the answer comes."""
        asked = request("GET", path.format(order=member.order), {"Cookie": f"session={member.sid}"})
        _, writer = await asyncio.open_connection(HOST, self.web.port)
        writer.write(asked)
        await writer.drain()
        writer.close()
        self.hung_up += 1

    def _judge(self, member: Canary | None, visit: Visit, answer: Answer) -> None:
        own = {member.word, member.order_number} if member else set()
        seen = words_in(answer)
        self.answers[answer.status] += 1
        if not seen <= own:
            self.foreign.append((visit.path, "visitor" if member is None else member.word, seen - own))
        is_own = member is None or not visit.shows or member.word in seen
        if answer.status not in {visit.status, _AWAY} or not (is_own or answer.status == _AWAY):
            self.wrong.append((visit.path, visit.status, answer.status))


async def _sent(browser: Browser, visit: Visit) -> Answer:
    return await (browser.get(visit.path) if visit.form is None else browser.post(visit.path, visit.form))


def _of_another(other: Canary) -> Iterator[Visit]:
    """What is somebody else's is not there."""
    yield Visit(f"/order/{other.order}", 404)
    yield Visit(f"/order/confirmation/{other.order}", 404)
    yield Visit(f"/order/{other.order}/cancel", 404, form={"reason": "Salah pilih", "version": "1"})
    yield Visit("/checkout/place", 404, form={"quote_id": str(other.quote)})


def _refused(member: Canary) -> Iterator[Visit]:
    """What is typed wrong is shown again, and what fails in the database as well."""
    yield Visit("/cart/items", 422, shows=True, form={"product_id": str(member.product), "quantity": "10"})
    yield Visit("/checkout/address", 422, shows=True, form={**member.address, "postal_code": "x"})
    yield Visit("/cart/items", 404, form={"product_id": str(uuid4()), "quantity": "1"})


def _writes(member: Canary, chance: random.Random) -> Iterator[Visit]:
    yield Visit(f"/cart/items/{member.product}", 303, form={"quantity": str(chance.randint(1, 3))})
    yield Visit("/checkout/address", 303, form=member.address)
    yield Visit("/checkout", 303, form={})
    yield Visit("/checkout/quote", 303, form={})


def _of_a_stranger(member: Canary) -> Iterator[Visit]:
    """Who shows no session sees nobody's cart, and is asked to sign in for the rest."""
    yield Visit("/cart", 200)
    yield Visit("/cart/badge", 200)
    yield Visit("/orders", 303)
    yield Visit(f"/order/{member.order}", 303)
