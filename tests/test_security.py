"""Who is let in, what every answer carries, and whose address counts."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, db
from app.security import HEADERS
from app.settings import Settings
from tests.db_server import Clone
from tests.shopper import MELATI, Shopper, snapshot

FIXED = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}  # that one is only a default
ANSWERS = {
    "/marketplace": 200,
    f"/marketplace/{MELATI}": 200,
    "/cart": 200,
    "/orders": 303,
    "/auth/login": 200,
    "/nowhere": 404,
    "/marketplace?q=%00": 400,
    "/checkout/place": 405,
    "/api/health": 200,
    "/pictures/x.svg": 404,
    "/pictures/flacon-floral-50-3fa2c1.svg": 200,
}


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_headers(client: FlaskClient, sample_shop: Clone, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == ANSWERS[path]
    assert {name: answer.headers.get(name) for name in FIXED} == FIXED
    assert answer.headers["Cache-Control"]
    assert answer.headers["X-Request-Id"]


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_static_files_carry_the_headers_too(client: FlaskClient, app: Flask) -> None:
    with app.test_request_context():
        stylesheet = app.jinja_env.globals["asset_url"]("shop.css")  # type: ignore[operator]
    answer = client.get(stylesheet)
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in FIXED} == FIXED
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Referer": "https://jahat.example/x"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/cart/items", "/auth/login", "/checkout", "/checkout/place", "/auth/logout"])
def test_posts_from_elsewhere_are_refused(
    client: FlaskClient, sample_shop: Clone, path: str, headers: dict[str, str]
) -> None:
    shopper = Shopper(client, sample_shop)
    form = {"product_id": str(shopper.product_id(MELATI)), "quantity": "1"}
    before = snapshot(sample_shop)
    assert client.post(path, data=form, headers=headers).status_code == 403
    assert snapshot(sample_shop) == before


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}], ids=str)
def test_posts_from_here_are_let_in(client: FlaskClient, sample_shop: Clone, headers: dict[str, str]) -> None:
    form = {"product_id": str(Shopper(client, sample_shop).product_id(MELATI)), "quantity": "1"}
    assert client.post("/cart/items", data=form, headers=headers).status_code == 303


@pytest.mark.parametrize(("hops", "counted_apart"), [(0, False), (1, True)])
def test_a_forwarded_address_counts_only_from_trusted_proxies(
    settings: Settings, sample_shop: Clone, hops: int, *, counted_apart: bool
) -> None:
    shop = create_app(replace(settings, trusted_proxies=hops, ratelimit_enabled=True, limit_cart="1/minute"))
    form = {"product_id": str(Shopper(shop.test_client(), sample_shop).product_id(MELATI)), "quantity": "1"}
    answers = [
        shop.test_client()
        .post("/cart/items", data=form, headers={"X-Forwarded-For": f"6.6.6.6, 10.0.0.{n}"})
        .status_code
        for n in (1, 2)
    ]
    with shop.app_context():
        db.database().close()
    assert answers == [303, 303 if counted_apart else 429]


def test_only_listed_origins_may_read(settings: Settings, sample_shop: Clone) -> None:
    shop = create_app(replace(settings, cors_origins=("https://teman.example",)))
    client = shop.test_client()
    allowed = client.get("/marketplace", headers={"Origin": "https://teman.example"})
    foreign = client.get("/marketplace", headers={"Origin": "https://jahat.example"})
    with shop.app_context():
        db.database().close()
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://teman.example"
    assert "Access-Control-Allow-Origin" not in foreign.headers


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/marketplace/?tab=tools&q=a%20b", "/marketplace?tab=tools&q=a%20b"),
        ("/cart/", "/cart"),
        ("/checkout//", "/checkout"),
        ("/\\jahat.example/", "/%5Cjahat.example"),
        ("/tidak%0Aada/", "/tidak%0Aada"),
    ],
)
def test_a_last_slash_too_many_leads_to_the_page(client: FlaskClient, typed: str, meant: str) -> None:
    answer = client.get(typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, meant)
    assert client.post(typed).status_code == 404


def test_a_last_slash_too_many_leads_to_no_other_host(client: FlaskClient) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": "//jahat.example/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/jahat.example")


def test_who_asks_for_the_headers_only_is_sent_on_like_who_asks_for_all(
    client: FlaskClient, sample_shop: Clone
) -> None:
    for path in ("/orders?page=2", "/account", "/checkout/review"):
        assert client.head(path).headers["Location"] == client.get(path).headers["Location"]


@pytest.mark.parametrize(("host", "status"), [("a" * 64, 400), ("a..b", 400), ("[::1", 200)])
def test_whatever_host_is_asked_for_the_answer_is_a_page(
    app: Flask, sample_shop: Clone, host: str, status: int
) -> None:
    """Names that can be no host are refused, with links in the page as ever."""
    answer = app.test_client(use_cookies=False).get("/marketplace", environ_overrides={"HTTP_HOST": host})
    assert (answer.status_code, 'href="/cart"' in answer.text) == (status, True)
