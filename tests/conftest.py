"""Fixtures of all tests: a database of one's own, the app on it, a client, and switches for limits and Redis."""

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from app import create_app, db
from app.cli import worker
from app.settings import Settings
from tests import db_server
from tests.db_server import Clone, Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL server of this run."""
    running = db_server.start()
    yield running
    running.stop()


@pytest.fixture
def database(request: pytest.FixtureRequest, server: Server) -> Iterator[Clone]:
    """A migrated database of one's own; with the sample shop in it when the test asks for `sample_shop` as well."""
    with server.clone(server.template(seeded="sample_shop" in request.fixturenames)) as clone:
        yield clone


@pytest.fixture
def sample_shop(database: Clone) -> Clone:
    """The database with brands, products, people and orders."""
    return database


@pytest.fixture
def limits_on() -> None:
    """Asked for, rate limits count; otherwise they are off."""


@pytest.fixture
def settings(request: pytest.FixtureRequest, database: Clone) -> Settings:
    """Settings of a developer's machine on the test's database, in Redis mode when the test asks for `redis_url`."""
    return Settings.from_environment(
        {
            "APP_ENV": "development",
            "DATABASE_URL": str(database),
            "THREADS": "2",  # some tests ask from within a request
            "RATELIMIT_ENABLED": "on" if "limits_on" in request.fixturenames else "off",
            "REDIS_URL": request.getfixturevalue("redis_url") if "redis_url" in request.fixturenames else "",
        }
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on the test's database."""
    made = create_app(settings)
    made.testing = False  # failures shall be answered like in production
    yield made
    with made.app_context():
        db.database().close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript; app.test_client() makes another one."""
    return app.test_client()


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Everything the worker has to do now."""

    def done() -> None:
        with app.app_context():
            worker.run_all(threading.Event())

    return done


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each transaction so far."""
    count: list[int] = []
    run = db.Database.run
    monkeypatch.setattr(db.Database, "run", lambda *args, **options: count.append(1) or run(*args, **options))
    return count


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of this run's own, on a socket."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed here")
    directory: Path = tmp_path_factory.mktemp("redis")
    socket = directory / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--dir", str(directory), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _wait_for_redis(f"unix://{socket}")
        yield f"unix://{socket}"
        process.terminate()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an empty Redis."""
    with Redis.from_url(redis_server) as redis:
        redis.flushall()
    return redis_server


def _wait_for_redis(url: str) -> None:
    deadline = time.monotonic() + 10
    with Redis.from_url(url) as redis:
        while True:
            try:
                redis.ping()
                return
            except RedisAway:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
