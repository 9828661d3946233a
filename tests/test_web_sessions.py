"""Sessions in both stores: what a browser, a thief, a slow answer and a failing store get."""

import hashlib
import json
import pickle
from typing import Any
from uuid import uuid4

import pytest
from flask import flash, get_flashed_messages, session
from redis import Redis

from app import db, errors, web_sessions
from app.security import actor
from app.settings import Settings

MEMBER = uuid4()
MADE_UP = "A" * 43


@pytest.fixture(params=["postgres", "redis"])
def store(request, database) -> str:
    return request.param


@pytest.fixture
def settings(request, store, database) -> Settings:
    redis_url = request.getfixturevalue("redis_url") if store == "redis" else ""
    environ = {"APP_ENV": "development", "DATABASE_URL": str(database), "RATELIMIT_ENABLED": "off", "REDIS_URL": redis_url}
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


@pytest.fixture
def trips(monkeypatch):
    """The number of transactions so far."""
    count = []
    run = db.Database.run
    monkeypatch.setattr(db.Database, "run", lambda *args, **options: count.append(1) or run(*args, **options))
    return count


def sid(client) -> str | None:
    cookie = client.get_cookie("session")
    return cookie.value if cookie else None


def stored(sid: str) -> str:
    return hashlib.sha256(sid.encode()).hexdigest()


def look(client) -> dict[str, Any]:
    return client.get("/test/look").json


def test_a_session_nobody_looks_into_costs_nothing(client, trips):
    client.set_cookie("session", MADE_UP)

    answer = client.get("/test/untouched")

    assert (trips, answer.headers.get("Set-Cookie"), "Cookie" in answer.headers.get("Vary", "")) == ([], None, False)


def test_looking_into_an_empty_session_leaves_nothing_behind(client, rows):
    answer = client.get("/test/look")

    assert (answer.json, rows(), answer.headers.get("Set-Cookie")) == ({}, {}, None)


def test_the_store_knows_only_the_hash_of_the_id(client, rows):
    answer = client.get("/test/keep/cart_id")

    assert rows() == {stored(sid(client)): {"cart_id": "kept"}}
    assert "Cookie" in answer.headers["Vary"]
    assert look(client) == {"cart_id": "kept"}


def test_the_cookie_is_for_the_server_alone(client):
    cookie = client.get("/test/keep/cart_id").headers["Set-Cookie"]

    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Expires="))
    assert "Domain" not in cookie


@pytest.mark.parametrize("made_up", [MADE_UP, "", "x", "../../etc/passwd", "A" * 3000, "A" * 42 + "é"])
def test_made_up_ids_are_not_adopted(client, rows, made_up):
    client.set_cookie("session", made_up)

    client.get("/test/keep/cart_id")

    assert sid(client) != made_up
    assert list(rows()) == [stored(sid(client))]


def test_signing_in_gives_a_fresh_id_and_forgets_the_visitor(client, rows):
    client.get("/test/keep/cart_id")
    before = sid(client)

    client.get("/test/enter")

    assert sid(client) != before
    assert rows() == {stored(sid(client)): {"customer_id": str(MEMBER)}}


def test_signing_out_ends_the_session_for_thieves_too(client, app, rows):
    client.get("/test/enter")
    thief = app.test_client()
    thief.set_cookie("session", sid(client))
    assert look(thief) == {"customer_id": str(MEMBER)}

    answer = client.get("/test/leave")

    assert (look(thief), rows(), sid(client)) == ({}, {}, None)
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_a_fresh_id_for_the_same_session(client, rows):
    client.get("/test/keep/cart_id")
    before = sid(client)

    client.get("/test/renew")

    assert sid(client) != before
    assert rows() == {stored(sid(client)): {"cart_id": "kept"}}


def test_a_message_after_signing_out_travels_in_a_session_of_its_own(client, acts, rows):
    client.get("/test/enter")
    before = sid(client)
    acts.append(lambda: web_sessions.sign_out() or flash("dadah"))

    client.get("/test/act")

    assert sid(client) != before
    assert client.get("/test/hear").json == {"heard": ["dadah"]}
    assert rows() == {}


def test_messages_are_heard_once(client, rows):
    client.get("/test/keep/cart_id")
    client.get("/test/say")
    client.get("/test/say")

    assert client.get("/test/hear").json == {"heard": ["halo", "halo"]}
    assert client.get("/test/hear").json == {"heard": []}
    assert list(rows().values()) == [{"cart_id": "kept"}]


def test_only_reading_writes_nothing(client, trips, rows):
    client.get("/test/keep/cart_id")
    trips.clear()

    answer = client.get("/test/look")

    assert len(trips) <= 1
    assert "Set-Cookie" not in answer.headers


def test_parallel_requests_keep_each_others_keys(client, app, acts):
    client.get("/test/keep/cart_id")
    client.get("/test/keep/old")
    other = app.test_client()
    other.set_cookie("session", sid(client))

    def slow() -> None:
        session["mine"] = "kept"
        session.pop("old")
        other.get("/test/keep/theirs")

    acts.append(slow)
    client.get("/test/act")

    assert look(client) == {"cart_id": "kept", "mine": "kept", "theirs": "kept"}


def test_a_slow_answer_does_not_bring_an_ended_session_back(client, app, acts, rows):
    client.get("/test/enter")
    other = app.test_client()
    other.set_cookie("session", sid(client))

    def slow() -> None:
        session["late"] = "kept"
        other.get("/test/leave")

    acts.append(slow)
    answer = client.get("/test/act")

    assert (rows(), "Set-Cookie" in answer.headers) == ({}, False)


def test_a_session_ends_with_its_lifetime(client, settings, database, rows):
    client.get("/test/keep/cart_id")
    if settings.redis_url:
        with Redis.from_url(settings.redis_url) as redis:
            assert 29 * 86400 < redis.ttl(f"session:{stored(sid(client))}") <= 30 * 86400
        return
    database.rows("update web_sessions set expires_at = now() - interval '1 second'")
    before = sid(client)

    assert look(client) == {}
    client.get("/test/keep/again")
    assert sid(client) != before
    assert list(rows()) == [stored(sid(client))]  # what ran out is swept up on the way


def test_a_failing_store_is_said_and_never_success(client, app, acts, monkeypatch):
    interface = type(app.session_interface)
    monkeypatch.setattr(interface, "_upsert_session", lambda *args: (_ for _ in ()).throw(errors.Unavailable))
    acts.append(lambda: web_sessions.sign_in(MEMBER) or ("", 303, {"Location": "/account"}))

    answer = client.get("/test/act")

    assert (answer.status_code, answer.headers.get("Location"), answer.headers["Retry-After"]) == (503, None, "5")
    assert (sid(client), answer.mimetype) == (None, "text/html")


def test_a_store_that_cannot_be_read_is_said_and_nothing_is_overwritten(client, app, monkeypatch, rows):
    client.get("/test/keep/cart_id")
    kept = rows()
    with monkeypatch.context() as broken:
        broken.setattr(type(app.session_interface), "_retrieve_session_data", lambda *args: (_ for _ in ()).throw(errors.Unavailable))
        answer = client.get("/test/keep/more")

    assert (answer.status_code, rows(), "Set-Cookie" in answer.headers) == (503, kept, False)


def test_all_sessions_of_a_member_end_at_once(client, app, settings, database, rows):
    stranger, second = app.test_client(), app.test_client()
    stranger.get("/test/keep/cart_id")
    for browser in (client, second):
        browser.get("/test/enter")
    if settings.redis_url:
        client.get("/test/end-all")
    else:
        database.rows("delete from web_sessions where data ->> 'customer_id' = %s", str(MEMBER))  # as replace_password does

    assert list(rows()) == [stored(sid(stranger))]


@pytest.mark.parametrize("poison", [pickle.dumps({"customer_id": str(MEMBER)}), b"\xff", b"[]", b"1", b"{"])
def test_what_is_not_json_in_redis_is_no_session(client, settings, poison):
    if not settings.redis_url:
        pytest.skip("jsonb holds nothing else")
    with Redis.from_url(settings.redis_url) as redis:
        redis.set(f"session:{stored(MADE_UP)}", poison)
    client.set_cookie("session", MADE_UP)

    assert look(client) == {}


def test_doors_learn_who_acts_from_either_store(client, acts, database):
    member = database.value(
        "insert into customers (email, full_name, password_hash) values ('sari@contoh.id', 'Sari', '!') returning id"
    )
    acts += [lambda: {"name": _name()}, lambda: {"name": _name()}, lambda: web_sessions.sign_in(member)]
    client.get("/test/act")

    assert client.get("/test/act").json == {"name": "Sari"}
    client.set_cookie("session", MADE_UP)
    assert client.get("/test/act").json == {"name": None}


def _name() -> str | None:
    from app.accounts import queries

    db.read(actor(), queries.first_name())
    found = actor().identity
    return found.full_name if found else None
