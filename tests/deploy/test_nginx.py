"""nginx with the shop's site in front of a shop: what it passes on, what it keeps, what it refuses."""

import http.client
import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template

from app import errors
from app.render import NOTICES
from bench.client import HOST
from bench.shop import free_port
from tests.deploy.proxy import Proxy, checked, in_front, written
from tests.proofs.web import started


@pytest.fixture(scope="module")
def proxy(server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """A shop in production's habits behind nginx."""
    settings = {
        "TRUSTED_PROXIES": "1",
        "RATELIMIT_ENABLED": "on",
        "LIMIT_LOGIN": "3/minute",
        "CORS_ORIGINS": "https://blog.example",
    }
    with (
        server.clone(server.template(seeded=True)) as database,
        started(str(database), workers=1, **settings) as web,
        in_front([web.port], tmp_path_factory.mktemp("nginx")) as proxy,
    ):
        yield proxy


def ask(
    proxy: Proxy, path: str, method: str = "GET", body: bytes = b"", come_from: str = HOST, **headers: str
) -> http.client.HTTPResponse:
    """An answer over TLS, read to its end into `content`."""
    trusting = ssl.create_default_context(cafile=proxy.home / "fullchain.pem")
    trusting.check_hostname = False
    connection = http.client.HTTPSConnection(
        HOST, proxy.secure, context=trusting, timeout=10, source_address=(come_from, 0)
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body or None, {"Host": "toko.example", **named})
    answer = connection.getresponse()
    answer.content = answer.read()
    connection.close()
    return answer


def test_nginx_finds_nothing_wrong(tmp_path: Path) -> None:
    written([8001, 8002], tmp_path)
    done = checked(tmp_path)
    assert (done.returncode, "warn" in done.stderr, "emerg" in done.stderr) == (0, False, False), done.stderr


def test_plain_http_goes_to_tls(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection(HOST, proxy.plain, timeout=10)
    connection.request("GET", "/cart?a=1", headers={"Host": "toko.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, "https://toko.example/cart?a=1")
    connection.close()


def test_the_shop_knows_that_it_is_behind_tls(proxy: Proxy) -> None:
    answer = ask(proxy, "/marketplace")
    assert (answer.status, "Sensasiwangi" in answer.content.decode()) == (200, True)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_who_forges_an_address_is_counted_by_the_real_one(proxy: Proxy) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}
    tries = [
        ask(proxy, "/auth/login", "POST", b"email=a%40b.id&password=salah", X_Forwarded_For=f"10.0.0.{n}", **form)
        for n in range(5)
    ]
    assert [answer.status for answer in tries] == [422, 422, 422, 429, 429]


def test_a_body_beyond_the_shops_limit_is_refused_here(proxy: Proxy) -> None:
    refused = ask(proxy, "/cart/items", "POST", b"x" * (6 * 1024 * 1024 + 1), Content_Type="text/plain")
    assert refused.status == 413


@pytest.mark.parametrize("encoding", ["br", "identity"])
def test_a_public_page_is_kept_in_each_form_that_browsers_take(proxy: Proxy, encoding: str) -> None:
    first, again = (ask(proxy, "/marketplace?tab=parfum", Accept_Encoding=encoding) for _ in range(2))
    assert first.headers["X-Request-Id"] == again.headers["X-Request-Id"]
    assert [page.headers["Server-Timing"] for page in (first, again)] == [
        f'cdn-cache;desc="{how}"' for how in ("MISS", "HIT")
    ]
    assert (again.headers["Content-Encoding"] == "br") == (encoding == "br")


def test_a_fragment_never_stands_for_the_page(proxy: Proxy) -> None:
    fragment = ask(proxy, "/marketplace?tab=tools", HX_Request="true").content
    whole = ask(proxy, "/marketplace?tab=tools").content
    assert (b"<html" in fragment, b"<html" in whole) == (False, True)


def test_what_is_private_is_never_kept(proxy: Proxy) -> None:
    first, again = (ask(proxy, "/cart") for _ in range(2))
    assert first.headers["X-Request-Id"] != again.headers["X-Request-Id"]
    assert first.headers["Cache-Control"] == "private, no-store"


def test_another_site_gets_its_header_though_the_page_is_kept(proxy: Proxy) -> None:
    ask(proxy, "/marketplace")
    answer = ask(proxy, "/marketplace", Origin="https://blog.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://blog.example"
    assert ask(proxy, "/marketplace").headers["Access-Control-Allow-Origin"] is None


def test_readiness_and_metrics_are_for_the_machine_itself(proxy: Proxy) -> None:
    paths = ("/api/ready", "/api/ready/serving")
    assert [ask(proxy, path).status for path in paths] == [200, 200]
    assert {ask(proxy, path, come_from="127.0.0.2").status for path in (*paths, "/metrics")} == {403}
    assert ask(proxy, "/api/health", come_from="127.0.0.2").status == 200


def test_with_no_instance_the_shops_own_words_say_when_to_come_back(app: Flask, tmp_path: Path) -> None:
    with in_front([free_port()], tmp_path) as proxy:
        page, notice = ask(proxy, "/cart"), ask(proxy, "/cart/items", "POST", b"quantity=1", HX_Request="true")
    for answer in (page, notice):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["Content-Type"] == "text/html"
        assert errors.Unavailable.sentence in answer.content.decode()
    assert (page.headers["HX-Retarget"], notice.headers["HX-Retarget"]) == (None, "#layout-notices")
    with app.test_request_context():
        slip = render_template(NOTICES, notices=[("error", errors.Unavailable.sentence)])
    assert notice.content.decode() == re.sub(r">\s+<", "><", slip.strip())
