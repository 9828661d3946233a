"""Parallel requests, slow answers, lifetimes, and stores that fail or hold rubbish."""

import pickle

import pytest
from flask import session
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from app import errors, web_sessions
from tests.sessions.conftest import MADE_UP, MEMBER, look, sid, stored


def test_only_reading_writes_nothing(client, transactions, rows):
    client.get("/test/keep/cart_id")
    transactions.clear()

    answer = client.get("/test/look")

    assert len(transactions) <= 1
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
    away = lambda *args: (_ for _ in ()).throw(errors.Unavailable)  # noqa: E731
    monkeypatch.setattr(type(app.session_interface), "_upsert_session", away)
    success = ("wangi " * 1000, 200, {"Location": "/account", "HX-Redirect": "/account"})
    acts.append(lambda: web_sessions.sign_in(MEMBER) or success)

    answer = client.get("/test/act", headers={"Accept-Encoding": "br"})

    assert (answer.status_code, answer.headers["Retry-After"], answer.mimetype) == (503, "5", "text/html")
    assert not {"Location", "HX-Redirect", "Set-Cookie", "Content-Encoding"} & set(answer.headers.keys())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Toko sedang tidak bisa dibuka" in answer.text


def test_a_store_that_cannot_be_read_is_said_and_nothing_is_overwritten(client, app, monkeypatch, rows):
    client.get("/test/keep/cart_id")
    kept = rows()
    with monkeypatch.context() as broken:
        broken.setattr(
            type(app.session_interface),
            "_retrieve_session_data",
            lambda *args: (_ for _ in ()).throw(errors.Unavailable),
        )
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
        database.rows(
            "delete from web_sessions where data ->> 'customer_id' = %s", str(MEMBER)
        )  # as replace_password does

    assert list(rows()) == [stored(sid(stranger))]


@pytest.mark.parametrize("poison", [pickle.dumps({"customer_id": str(MEMBER)}), b"\xff", b"[]", b"1", b"{"])
def test_what_is_not_json_in_redis_is_no_session(client, settings, poison):
    if not settings.redis_url:
        pytest.skip("jsonb holds nothing else")
    with Redis.from_url(settings.redis_url) as redis:
        redis.set(f"session:{stored(MADE_UP)}", poison)
    client.set_cookie("session", MADE_UP)

    assert look(client) == {}


def test_redis_itself_refuses_to_bring_a_session_back(client, app, acts, settings, monkeypatch, rows):
    """The moment between reading the session again and writing it."""
    if not settings.redis_url:
        pytest.skip("session_change is one statement")
    client.get("/test/enter")
    other = app.test_client()
    other.set_cookie("session", sid(client))
    interface = type(app.session_interface)

    def slow() -> None:
        session["late"] = "kept"
        other.get("/test/leave")
        monkeypatch.setattr(interface, "_retrieve_session_data", lambda *args: {"customer_id": str(MEMBER)})

    acts.append(slow)
    client.get("/test/act")

    assert rows() == {}


def test_a_redis_that_is_away_is_said(client, settings, monkeypatch):
    if not settings.redis_url:
        pytest.skip("the doors say so themselves")
    client.get("/test/enter")
    away = lambda *args, **options: (_ for _ in ()).throw(RedisAway)  # noqa: E731
    monkeypatch.setattr(Redis, "execute_command", away)

    answers = [client.get(f"/test/{page}") for page in ("look", "leave", "keep/more", "end-all")]

    assert [answer.status_code for answer in answers] == [503] * 4
    assert client.get("/test/untouched").status_code == 200
