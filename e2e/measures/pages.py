"""The pages that are measured: the public ones, and those of a member who has ordered and is about to order again."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import APIRequestContext

from e2e.many import gets_ready, orders, sends
from e2e.people import newcomer

SLUG = "melati-senja-50ml"
PUBLIC = {
    "marketplace": "/marketplace",
    "search": "/marketplace?q=melati",
    "product": f"/marketplace/{SLUG}",
    "empty cart": "/cart",
    "sign in": "/auth/login",
    "register": "/auth/register",
    "help": "/bantuan",
}


FOUND = {"marketplace", "product", "help"}  # by search engines; the others are hidden from them on purpose


@dataclass(frozen=True)
class Visit:
    """A page by its name and path, and whose cookie shows it."""

    name: str
    path: str
    cookie: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether search engines are asked not to list it."""
        return self.name not in FOUND


def public() -> list[Visit]:
    """What everybody sees."""
    return [Visit(name, path) for name, path in PUBLIC.items()]


def private(shopper: APIRequestContext) -> list[Visit]:
    """What a new member sees, made by plain requests: an order, a cart, a checkout at its review."""
    person = newcomer()
    form = {name: getattr(person, name) for name in ("full_name", "email", "phone_number", "password")}
    sends(shopper, "/auth/register", **form)
    shopper.get("/account")  # where the welcome is read
    order = urlsplit(orders(shopper, SLUG)).path.replace("/confirmation", "")
    gets_ready(shopper, SLUG)
    paths = {"cart": "/cart", "orders": "/orders", "order": order, "account": "/account"}
    paths |= {step: f"/checkout/{step}" for step in ("address", "shipping", "payment", "review")}
    cookie = "; ".join(f"{it['name']}={it['value']}" for it in shopper.storage_state()["cookies"])
    return [Visit(name, path, cookie) for name, path in paths.items()]
