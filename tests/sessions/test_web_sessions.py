"""Ids, cookies and messages: what a browser gets, and what a thief does not."""

import pytest
from flask import flash

from app import db, web_sessions
from app.accounts import queries
from app.security import actor
from tests.sessions.conftest import MADE_UP, MEMBER, look, sid, stored


def test_a_session_nobody_looks_into_costs_nothing(client, transactions):
    client.set_cookie("session", MADE_UP)

    answer = client.get("/test/untouched")

    assert transactions == []
    assert (answer.headers.get("Set-Cookie"), "Cookie" in answer.headers.get("Vary", "")) == (None, False)


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
    db.read(actor(), queries.first_name())
    found = actor().identity
    return found.full_name if found else None
