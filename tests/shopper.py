"""A shopper without JavaScript: verbs over Flask's test client, for tests of whole steps."""

import re
from html import unescape
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.journey import ADDRESS
from tests.db_server import Clone

MEMBER = {"email": "pembeli@sensasiwangi.test", "password": "wangi-sekali-2025"}
MELATI, GAHARU, CENDANA = "melati-senja-50ml", "gaharu-tunggal-30ml", "cendana-lama-50ml"


class Shopper:
    """One browser."""

    def __init__(self, client: FlaskClient, database: Clone) -> None:
        self.client = client
        self.database = database

    def signs_in(self, email: str = MEMBER["email"]) -> "Shopper":
        answer = self.client.post("/auth/login", data={"email": email, "password": MEMBER["password"]})
        assert answer.status_code == 303, answer.text
        return self

    def enters_the_desk(self, email: str = "cs@sensasiwangi.test") -> "Shopper":
        """Signs in as somebody of the staff."""
        answer = self.client.post("/auth/login", data={"email": email, "password": MEMBER["password"]})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/admin"), answer.text
        return self

    def registers(self, email: str) -> "Shopper":
        form = {
            "full_name": "Orang Baru",
            "email": email,
            "phone_number": "081211112222",
            "password": MEMBER["password"],
        }
        answer = self.client.post("/auth/register", data=form)
        assert answer.status_code == 303, answer.text
        return self

    def product_id(self, slug: str) -> UUID:
        found: UUID = self.database.value("select product_id from marketplace_listings where slug = %s", slug)
        return found

    def adds(self, slug: str = MELATI, quantity: int = 1) -> TestResponse:
        return self.client.post(
            "/cart/items", data={"product_id": str(self.product_id(slug)), "quantity": str(quantity)}
        )

    def fills_in(self, **changes: str) -> "Shopper":
        """Every step of the checkout, up to the review page."""
        assert self.client.post("/checkout").status_code == 303
        assert self.client.post("/checkout/address", data={**ADDRESS, **changes}).status_code == 303
        assert self.client.post("/checkout/shipping", data={"shipping_option": "ongkir-cs"}).status_code == 303
        assert self.client.post("/checkout/payment", data={"payment_method": "transfer-bca"}).status_code == 303
        return self

    def quote_id(self) -> str:
        """The quote on the review page."""
        return field(self.client.get("/checkout/review").text, "quote_id")

    def places(self, quote_id: str, **headers: str) -> TestResponse:
        return self.client.post("/checkout/place", data={"quote_id": quote_id}, headers=headers)

    def orders(self, slug: str = MELATI, quantity: int = 1) -> UUID:
        """Buys in one go; the order's id."""
        assert self.adds(slug, quantity).status_code == 303
        answer = self.fills_in().places(self.quote_id())
        assert answer.status_code == 303, answer.text
        return UUID(answer.headers["Location"].rsplit("/", 1)[1])


def field(page: str, name: str) -> str:
    """The value of a form field on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name} on the page"
    return unescape(found.group(1))


def texts(page: str, testid: str) -> list[str]:
    """What stands in the elements with this data-testid, tags left out."""
    parts = re.findall(rf'data-testid="{testid}"[^>]*>(.*?)</', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>|\s+", " ", part)).strip() for part in parts]


def snapshot(database: Clone) -> dict[str, Any]:
    """Everything a refused write must leave alone."""
    tables = (
        "carts",
        "cart_items",
        "checkouts",
        "quotes",
        "orders",
        "order_items",
        "order_events",
        "stock_holds",
        "stock_ledger",
    )
    return {table: database.rows(f"select t::text from {table} t order by 1") for table in tables}
