"""What the steps of a visit hand on to each other, and how they read a page."""

import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from uuid import UUID

from flask import Flask

from app.checking import Failure
from app.smoke.browser import Answer, Browser

MARK = "UJI COBA"  # stands in every name and note, so that nobody takes the order for a shopper's


@dataclass
class Visit:
    """One visit: who shops, what, and how far it came. database: the app on the shop's database, None without --database."""

    browser: Browser
    email: str
    password: str = field(repr=False)
    product: str = ""  # a slug; empty: whatever is there in numbers
    registers: bool = False
    limits: bool = True
    database: Flask | None = None
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    product_id: str = ""
    stock: str = ""
    quote_id: str = ""
    order_id: UUID | None = None
    order_number: str = ""
    signed_in: bool = False
    in_cart: bool = False
    is_called_off: bool = False
    deadlocks: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def order_path(self) -> str:
        """The order's page."""
        return f"/order/{self.order_id}"


def expect(answer: Answer, status: int, *words: str) -> Answer:
    """The answer, when it has this status and these words. Raises Failure that says what came instead."""
    asked = f"{answer.method} {answer.path}"
    if answer.status != status:
        raise Failure(f"{asked} answered {answer.status} instead of {status}{_reason(answer)}")
    missing = [word for word in words if word not in answer.text]
    if missing:
        raise Failure(f"{asked} shows no {missing[0]}")
    return answer


def testid(name: str) -> str:
    """How an element is marked in a page."""
    return f'data-testid="{name}"'


def inside(page: str, name: str) -> str:
    """The text of the first element with this mark; nothing when there is none."""
    found = re.search(rf"{testid(name)}[^>]*>(.*?)</", page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def choice(page: str, name: str) -> str:
    """The first value that a page offers for a form control. Raises Failure."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    if not found:
        raise Failure(f"the page offers no {name}")
    return unescape(found[1])


def _reason(answer: Answer) -> str:
    """Where a redirect led, or the heading of a page that refuses."""
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", heading[1])).split()) if heading else ""
    told = answer.place or inside(answer.text, "field-error") or words
    return f": {told}" if told else ""
