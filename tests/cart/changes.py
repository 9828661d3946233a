"""Verbs of the cart's tests: changes as any kind of client may send them, and what is in the carts afterwards."""

import re
from typing import Any

from werkzeug.test import TestResponse

from tests.shopper import MELATI, Shopper

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def encoded(**fields: str) -> dict[str, Any]:
    """A form as a browser of any kind may send it, lone surrogates included."""
    body = "&".join(
        f"{name}=" + "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))
        for name, value in fields.items()
    )
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


def change(shopper: Shopper, slug: str = MELATI, headers: dict[str, str] | None = None, **form: str) -> TestResponse:
    return shopper.client.post(f"/cart/items/{shopper.product_id(slug)}", headers=headers, **encoded(**form))


def remove(shopper: Shopper, slug: str = MELATI, headers: dict[str, str] | None = None, **form: str) -> TestResponse:
    return shopper.client.post(f"/cart/items/{shopper.product_id(slug)}/remove", headers=headers, data=form)


def lines(shopper: Shopper) -> list[tuple[str, int]]:
    """What is in all open carts: slug and pieces."""
    found: list[tuple[str, int]] = shopper.database.rows(
        "select l.slug, i.quantity from cart_items i join marketplace_listings l using (product_id) "
        "join carts c on c.id = i.cart_id where c.status = 'open' order by i.added_at, l.slug"
    )
    return found


def badge(page: str) -> str:
    found = re.search(r'class="cart-badge-count[^"]*">(\d*)<', page)
    return found[1] if found else "no badge"
