"""A real streaming replica: public pages come from it, nothing else does, and one that is away or behind costs nobody a page."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, db, embedded, migrations, seeding
from app.settings import Settings
from tests.proofs.standby import standby
from tests.shopper import MELATI

PATIENCE = 20.0
PAGE = f"/marketplace/{MELATI}"
_RENAME = "update products set name = %s where id = (select product_id from marketplace_listings where slug = %s)"
_REPLAYED = "select pg_last_wal_replay_lsn() >= %s::pg_lsn"


@dataclass
class Pair:
    """A primary and the replica that follows it."""

    primary: embedded.EmbeddedServer
    replica: embedded.EmbeddedServer
    directory: Path

    def renames(self, name: str) -> None:
        with psycopg.connect(self.primary.url(), autocommit=True) as connection:
            connection.execute(_RENAME, [name, MELATI])

    def says(self, text: str, *params: Any) -> Any:
        with psycopg.connect(self.replica.url(), autocommit=True) as connection:
            return connection.execute(text, params).fetchone()[0]

    def pauses(self) -> None:
        """The replica stays as it is; it is told, and does so a little later."""
        self.says("select pg_wal_replay_pause() is null")
        until(lambda: self.says("select pg_get_wal_replay_pause_state() = 'paused'"))

    def catches_up(self) -> None:
        with psycopg.connect(self.primary.url(), autocommit=True) as connection:
            now = connection.execute("select pg_current_wal_insert_lsn()::text").fetchone()[0]
        until(lambda: self.says(_REPLAYED, now))


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    directory = tmp_path_factory.mktemp("pair")
    primary = embedded.start(directory / "one", durable=False)
    try:
        migrations.up(primary.url())
        seeding.plant(primary.url())
        made = Pair(primary, standby(primary, directory / "two"), directory)
        yield made
        made.replica.stop()
    finally:
        primary.stop()


@pytest.fixture
def pair(servers: Pair) -> Pair:
    """Both of one mind."""
    servers.says("select pg_wal_replay_resume() is null")
    servers.renames("Melati Senja")  # one that has not replayed anything yet cannot say how far behind it is
    servers.catches_up()
    return servers


@pytest.fixture
def app(pair: Pair, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The shop on both; the test may say how far behind is too far."""
    lag = next((str(mark.args[0]) for mark in request.node.iter_markers("lag")), "60")
    url = {"DATABASE_URL": pair.primary.url(), "DATABASE_REPLICA_URL": pair.replica.url()}
    made = create_app(
        Settings.from_environment(
            {"APP_ENV": "development", "RATELIMIT_ENABLED": "off", "REPLICA_LAG_SECONDS": lag, **url}
        )
    )
    yield made
    with made.app_context():
        db.database().close()


def until(is_so: Callable[[], Any]) -> float:
    """How long it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() < began + PATIENCE
        time.sleep(0.02)
    return time.monotonic() - began


def test_public_pages_are_the_replicas_and_nothing_else_is(pair: Pair, client: FlaskClient) -> None:
    pair.pauses()
    pair.renames("Melati Baru")
    product = pair.says("select product_id from marketplace_listings where slug = %s", MELATI)
    for path in ("/marketplace?q=melati", PAGE):
        assert "Melati Baru" not in client.get(path).text, path
    assert client.post("/cart/items", data={"product_id": str(product), "quantity": "1"}).status_code == 303
    assert "Melati Baru" in client.get("/cart").text
    stock = client.get(f"/listings/{product}/stock")
    assert stock.status_code == 200
    pair.says("select pg_wal_replay_resume() is null")
    pair.catches_up()
    assert "Melati Baru" in client.get(PAGE).text


@pytest.mark.lag(1)
def test_one_that_is_too_far_behind_is_left_alone(
    pair: Pair, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    pair.pauses()
    pair.renames("Melati Terbaru")
    waited = until(lambda: "Melati Terbaru" in client.get(PAGE).text)
    assert waited < 3.5
    assert caplog.text.count("seconds behind; the primary is asked") == 1


def test_the_switches_are_the_primarys(pair: Pair, app: Flask, client: FlaskClient) -> None:
    pair.pauses()
    assert app.test_cli_runner().invoke(args=["switch", "checkout", "off"]).exit_code == 0
    assert client.get(PAGE).status_code == 200
    assert app.extensions["switches"].is_due
    client.get("/cart/badge")
    assert not app.extensions["switches"].value.checkout
    assert app.test_cli_runner().invoke(args=["switch", "checkout", "on"]).exit_code == 0


def test_one_that_goes_away_costs_nobody_a_page_and_is_asked_again(
    pair: Pair, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get(PAGE).status_code == 200
    pair.replica.stop()
    began = time.monotonic()
    assert [client.get(PAGE).status_code for _ in range(5)] == [200] * 5
    assert time.monotonic() - began < PATIENCE / 5
    assert caplog.text.count("the replica does not answer") == 1
    pair.replica = embedded.start(pair.directory / "two", durable=False)
    caplog.set_level("INFO")
    until(lambda: client.get(PAGE).status_code == 200 and "the replica is asked again" in caplog.text)
