"""Round trips to PostgreSQL of each request, counted on the wire between an app in this process and the database."""

from contextlib import closing
from typing import Any

from flask.testing import FlaskClient

from app import seeding
from bench.journey import ADDRESS
from bench.pages import HX
from bench.shop import Shop, inside
from tests.round_trips import RoundTrips
from tests.shopper import field


def counted(shop: Shop) -> dict[str, int]:
    """Trips by request, as a signed-in member with a cart; limits count along."""
    made = {}
    with closing(RoundTrips(shop.database_url)) as relay, inside(relay.url) as app:
        client = app.test_client()
        client.post("/auth/login", data={"email": seeding.MEMBER["email"], "password": seeding.PASSWORD})
        client.get("/cart")
        for method, path, sent in _requests(shop):
            form = _with_quote(client, sent) if "quote_id" in sent else sent
            with relay.counted() as trips:
                answer = client.open(path, method=method, data=form, headers=_headers(path))
            if answer.status_code not in {200, 303}:
                raise SystemExit(f"{method} {path}: {answer.status_code}")
            made[f"{method} {_shape(shop, path)}"] = trips.made
    return made


def _requests(shop: Shop) -> list[tuple[str, str, dict[str, str]]]:
    """A purchase, with what happens around it; the last one gets the quote's id."""
    listing = shop.listings[0]
    return [
        ("GET", "/marketplace", {}),
        ("GET", "/marketplace?q=melati", {}),
        ("GET", f"/marketplace/{listing.slug}", {}),
        ("GET", f"/listings/{listing.product_id}/stock", {}),
        ("POST", "/cart/items", {"product_id": str(listing.product_id)}),
        ("GET", "/cart/badge", {}),
        ("GET", "/cart", {}),
        ("POST", "/checkout", {}),
        ("POST", "/checkout/address", ADDRESS),
        ("POST", "/checkout/shipping", {"shipping_option": "ongkir-cs"}),
        ("POST", "/checkout/payment", {"payment_method": "transfer-bca"}),
        ("GET", "/checkout/review", {}),
        ("POST", "/checkout/place", {"quote_id": ""}),
        ("GET", "/orders", {}),
    ]


def _with_quote(client: FlaskClient, form: dict[str, str]) -> dict[str, str]:
    return {**form, "quote_id": field(client.get("/checkout/review").text, "quote_id")}


def _headers(path: str) -> dict[str, Any]:
    """Fragments for what htmx asks for."""
    return HX if path.startswith(("/cart/", "/listings/")) else {}


def _shape(shop: Shop, path: str) -> str:
    listing = shop.listings[0]
    return path.replace(str(listing.product_id), "…").replace(listing.slug, "…")
