"""The box of the replica, on a real one of the same cluster, and on what only looks like one."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from flask import Flask

from app import checking, embedded
from app.checking import Finding, State
from app.preflight import following
from app.preflight.following import Copy, judged
from app.preflight.installation import Installation
from app.settings import Settings
from bench.shop import free_port
from tests.preflight import supabase
from tests.preflight.conftest import Site
from tests.preflight.supabase import Project
from tests.proofs.standby import standby

PATIENCE = 20.0
COPY = Copy(follows=True, cluster="7", database="shop", schema="a")


@pytest.fixture(scope="module")
def follower(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.EmbeddedServer]:
    """A replica of the cluster."""
    made = standby(project.server, tmp_path_factory.mktemp("follower") / "two")
    yield made
    made.stop()


@pytest.fixture
def followed(site: Site, follower: embedded.EmbeddedServer) -> Iterator[Site]:
    """An installation with that replica, which has come to know its database."""
    site.environ["DATABASE_REPLICA_URL"] = site.environ["DATABASE_URL"].replace(
        *(str(server.sockets).replace("/", "%2F") for server in (site.project.server, follower))
    )
    now = site.rows("select pg_current_wal_insert_lsn()::text")[0][0]
    until(lambda: says(follower, "select pg_last_wal_replay_lsn() >= %s::pg_lsn", now))
    yield site
    says(follower, "select pg_wal_replay_resume()")


def says(server: embedded.EmbeddedServer, text: str, *params: Any) -> Any:
    with psycopg.connect(
        server.url("postgres").replace("postgres?user=postgres", f"postgres?user={supabase.ADMIN}")
    ) as console:
        return console.execute(text.encode(), params).fetchone()[0]


def until(is_so: Any) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() < began + PATIENCE
        time.sleep(0.02)


def found_at(site: Site) -> Finding:
    """What the box says, its secrets blotted out."""
    app = Flask("settings")
    app.config["SETTINGS"] = Settings.from_environment(site.environ)
    installation = Installation(app, site.owner)
    check = replace(following.CHECKS[0], needs=())
    return checking.run_all((check,), installation, installation.secrets())[0].finding


def pauses(follower: embedded.EmbeddedServer) -> None:
    says(follower, "select pg_wal_replay_pause()")
    until(lambda: says(follower, "select pg_get_wal_replay_pause_state() = 'paused'"))


def test_one_that_follows_is_green(followed: Site) -> None:
    until(lambda: found_at(followed).state is State.OK)


def test_one_that_is_behind_is_yellow(followed: Site, follower: embedded.EmbeddedServer) -> None:
    pauses(follower)
    followed.environ["REPLICA_LAG_SECONDS"] = "1"
    followed.run("create table later ()")
    until(lambda: found_at(followed).state is State.WARNED)
    assert "more than REPLICA_LAG_SECONDS=1: the shop does not ask it" in found_at(followed).line


def test_one_that_knows_less_migrations_is_red(followed: Site, follower: embedded.EmbeddedServer) -> None:
    pauses(follower)
    followed.run("delete from schema_migrations where version = 36")
    assert found_at(followed).line.startswith("DATABASE_REPLICA_URL has other migrations")


def test_the_database_itself_is_no_replica(site: Site) -> None:
    site.environ["DATABASE_REPLICA_URL"] = site.environ["DATABASE_URL"]
    found = found_at(site)
    assert (found.state, found.line.partition(":")[0]) == (State.FAILED, "DATABASE_REPLICA_URL is no replica")


def test_one_that_is_away_is_red_and_its_password_is_not_told(site: Site) -> None:
    site.environ["DATABASE_REPLICA_URL"] = f"postgresql://toko:127.0.0.1@127.0.0.1:{free_port()}/shop"
    found = found_at(site)
    assert found.state is State.FAILED
    assert "does not answer as the shop" in found.line
    assert "127.0.0.1" not in found.line


@pytest.mark.parametrize("other", [{"cluster": "8"}, {"database": "percobaan"}])
def test_one_of_another_database_is_red(other: dict[str, str]) -> None:
    assert judged(COPY, COPY, 0.0, 10).state is State.OK
    found = judged(replace(COPY, follows=False), replace(COPY, **other), 0.0, 10)
    assert (found.state, "another shop's" in found.line) == (State.FAILED, True)
