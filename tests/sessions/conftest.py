"""An app whose pages do one thing each with the session, on both stores."""

import hashlib
import json
from typing import Any
from uuid import UUID

import pytest
from flask import flash, get_flashed_messages, session
from redis import Redis

from app import web_sessions
from app.settings import Settings

MEMBER = UUID("7d4a3c1e-0000-4000-8000-000000000001")
MADE_UP = "A" * 43


@pytest.fixture(params=["postgres", "redis"])
def store(request, database) -> str:
    return request.param


@pytest.fixture
def settings(request, store, database) -> Settings:
    redis_url = request.getfixturevalue("redis_url") if store == "redis" else ""
    environ = {
        "APP_ENV": "development",
        "DATABASE_URL": str(database),
        "RATELIMIT_ENABLED": "off",
        "THREADS": "2",  # a request asks from within another one
        "REDIS_URL": redis_url,
    }
    return Settings.from_environment(environ)


@pytest.fixture
def acts() -> list[Any]:
    """What /test/act does next."""
    return []


@pytest.fixture
def app(app, acts):
    """The app with a few pages that do one thing with the session."""
    pages = {
        "/act": lambda: acts.pop()() or "",
        "/untouched": lambda: "",
        "/look": lambda: dict(session),
        "/keep/<key>": lambda key: session.update({key: "kept"}) or "",
        "/drop/<key>": lambda key: session.pop(key, "") and "",
        "/enter": lambda: web_sessions.sign_in(MEMBER) or "",
        "/leave": lambda: web_sessions.sign_out() or "",
        "/renew": lambda: web_sessions.renew() or "",
        "/say": lambda: flash("halo", "note") or "",
        "/hear": lambda: {"heard": get_flashed_messages()},
        "/end-all": lambda: web_sessions.end_sessions_of(MEMBER) or "",
    }
    for rule, view in pages.items():
        app.add_url_rule(f"/test{rule}", f"test{rule}", view)
    return app


@pytest.fixture
def rows(settings, database):
    """What the store holds: session hash → data."""

    def look() -> dict[str, Any]:
        if not settings.redis_url:
            return dict(database.rows("select id, data from web_sessions"))
        with Redis.from_url(settings.redis_url) as redis:
            keys = [key for key in redis.keys("session:*") if not key.startswith(b"session:of:")]
            return {key.decode().removeprefix("session:"): json.loads(redis.get(key)) for key in keys}

    return look


def sid(client) -> str | None:
    cookie = client.get_cookie("session")
    return cookie.value if cookie else None


def stored(sid: str) -> str:
    return hashlib.sha256(sid.encode()).hexdigest()


def look(client) -> dict[str, Any]:
    return client.get("/test/look").json
