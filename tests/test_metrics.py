"""/metrics: what is counted, and who may see it."""

import dataclasses
import os
from ipaddress import ip_network
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import EnvironBuilder

from app import create_app, db
from app.monitoring.admittance import may_see
from app.parsing import Network
from app.settings import Settings
from tests.db_server import Clone
from tests.shopper import GAHARU, Shopper

Samples = dict[tuple[str, ...], float]
TOKEN = "metrik-rahasia-0123456789"
NEAR = tuple(map(ip_network, ("127.0.0.0/8", "::1", "10.1.0.0/16")))


class Near(NamedTuple):
    """The settings that count here."""

    metrics_allow: tuple[Network, ...]
    metrics_token: str


def scraped(client: FlaskClient) -> Samples:
    """Every sample by its name and the values of its labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def gained(before: Samples, after: Samples, *of: str) -> float:
    return after.get(of, 0.0) - before.get(of, 0.0)


@pytest.fixture
def sari(app: Flask, sample_shop: Clone) -> Shopper:
    return Shopper(app.test_client(), sample_shop).signs_in()


def test_requests_orders_and_refusals_are_counted(sari: Shopper) -> None:
    before = scraped(sari.client)
    sari.orders()
    sari.adds(GAHARU, 3)
    sari.client.get("/cart/badge")
    after = scraped(sari.client)
    routed = "sensasiwangi_request_seconds_count"
    assert gained(before, after, routed, "GET", "/cart/badge", "2xx") == 1
    assert gained(before, after, routed, "POST", "/checkout/place", "3xx") == 1
    assert gained(before, after, "sensasiwangi_orders_placed_total") == 1
    assert gained(before, after, "sensasiwangi_refusals_total", "SW001") == 1
    assert gained(before, after, "sensasiwangi_database_seconds_total") > 0


def test_a_replay_places_nothing(sari: Shopper) -> None:
    assert sari.adds().status_code == 303
    quote_id = sari.fills_in().quote_id()
    sari.places(quote_id)
    before = scraped(sari.client)
    sari.places(quote_id)
    assert gained(before, scraped(sari.client), "sensasiwangi_orders_placed_total") == 0


def test_strange_methods_and_addresses_make_no_series_of_their_own(client: FlaskClient) -> None:
    client.open("/rahasia/1", method="BREW")
    client.get("/rahasia/2")
    samples = scraped(client)
    assert [of for of in samples if "BREW" in of or any("rahasia" in word for word in of)] == []
    assert samples["sensasiwangi_request_seconds_count", "-", "-", "4xx"] >= 1


def test_who_is_turned_away_is_counted(app: Flask) -> None:
    before = scraped(app.test_client())
    gate, lines = app.wsgi_app.application.gate, app.wsgi_app.application.gate._lines
    gate._lines = [dataclasses.replace(line, room=0) for line in lines]
    for _ in range(2):
        gate.enter(0)
    assert app.test_client().get("/marketplace").status_code == 503
    for _ in range(2):
        gate.leave()
    gate._lines = lines
    after = scraped(app.test_client())
    assert gained(before, after, "sensasiwangi_sheds_total", "browsing") == 1
    assert gained(before, after, "sensasiwangi_database_failures_total") == 0


def test_the_database_tells_how_it_is(client: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows("delete from jobs")
    sample_shop.rows(
        "insert into jobs (kind, subject, run_at) values ('send_mail', 'x', now() - interval '90 seconds')"
    )
    sample_shop.rows("insert into audit_runs (at, actor, broken, details) values (now(), 'worker', 3, '[]')")
    samples = scraped(client)
    assert samples["sensasiwangi_database_up",] == 1
    assert samples["sensasiwangi_audit_broken",] == 3
    assert samples["sensasiwangi_mails_unsent",] == 1
    assert 90 <= samples["sensasiwangi_job_lag_seconds", "send_mail"] < 120
    paid = sample_shop.value("select count(*) from orders where status = 'paid'")
    assert samples["sensasiwangi_orders", "paid"] == paid > 0
    assert samples["sensasiwangi_connections", "open"] >= 1


def test_without_a_database_the_counters_stay(settings: Settings, tmp_path: Path) -> None:
    app = create_app(dataclasses.replace(settings, database_url=f"postgresql:///shop?host={tmp_path}"))
    before = scraped(app.test_client())
    app.test_client().get("/marketplace")
    after = scraped(app.test_client())
    assert after["sensasiwangi_database_up",] == 0
    assert gained(before, after, "sensasiwangi_database_failures_total") == 1
    with app.app_context():
        db.database().close()


def test_the_release_and_the_last_backup(settings: Settings, tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    app = create_app(dataclasses.replace(settings, release="v1.2.0", backup_stamp_file=stamp))
    assert ("sensasiwangi_backup_age_seconds",) not in scraped(app.test_client())
    stamp.touch()
    os.utime(stamp, (stamp.stat().st_mtime - 7200,) * 2)
    samples = scraped(app.test_client())
    assert samples["sensasiwangi_build", "v1.2.0"] == 1
    assert 7200 <= samples["sensasiwangi_backup_age_seconds",] < 7260
    with app.app_context():
        db.database().close()


@pytest.mark.parametrize(
    ("peer", "headers", "may"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("::ffff:127.0.0.1", {}, True),
        ("10.1.2.3", {}, True),
        ("10.2.2.3", {}, False),
        ("203.0.113.9", {}, False),
        ("", {}, False),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, False),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("127.0.0.1", {"Via": "1.1 proxy"}, False),
        ("203.0.113.9", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("203.0.113.9", {"Authorization": f"Bearer {TOKEN}"}, True),
        ("203.0.113.9", {"Authorization": f"Bearer {TOKEN}x"}, False),
        ("203.0.113.9", {"Authorization": "Bearer "}, False),
    ],
)
def test_who_may_see_them(peer: str, headers: dict[str, str], may: bool) -> None:
    assert may_see(asked(peer, headers), Near(NEAR, TOKEN)) is may


@pytest.mark.parametrize(
    ("forwarded", "may"),
    [("10.1.2.3", True), ("203.0.113.9", False), ("127.0.0.1", False), ("10.1.2.3, 203.0.113.9", False), (None, True)],
)
def test_behind_a_proxy_that_is_trusted(forwarded: str | None, may: bool) -> None:
    request = asked("127.0.0.1", {"X-Forwarded-For": forwarded} if forwarded else {}, proxies=1)
    assert may_see(request, Near(NEAR, "")) is may


def test_strangers_find_nothing(client: FlaskClient) -> None:
    from_afar = {"REMOTE_ADDR": "203.0.113.9"}
    answer = client.get("/metrics", environ_overrides=from_afar)
    assert answer.status_code == 404
    assert answer.text == client.get("/tidak-ada", environ_overrides=from_afar).text


def asked(peer: str, headers: dict[str, str], proxies: int = 0) -> Request:
    """A request as the application sees it behind so many proxies."""
    environ = EnvironBuilder("/metrics", headers=headers, environ_base={"REMOTE_ADDR": peer}).get_environ()
    ProxyFix(lambda *_: [], x_for=proxies)(environ, lambda *_: None)
    return Request(environ)
