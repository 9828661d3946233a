"""Transactions per request: one door is one round trip (tests/test_round_trips.py counts them on the wire)."""

import pytest

from app import db
from tests.accounts.conftest import SARI

LOGIN = {"email": SARI["email"], "password": SARI["password"]}


@pytest.fixture
def trips(monkeypatch):
    count = []
    run = db.Database.run
    monkeypatch.setattr(db.Database, "run", lambda *args, **options: count.append(1) or run(*args, **options))

    def since_last() -> int:
        made = len(count)
        count.clear()
        return made

    return since_last


def test_pages_and_fragments_take_one(sari, trips):
    sari.get("/account")  # hears the welcome
    trips()
    for page in ("/account", "/account/password", "/account/addresses", "/account/deletion", "/account/export"):
        assert (page, sari.get(page).status_code, trips()) == (page, 200, 1)
    assert (sari.get("/account/menu").status_code, trips()) == (200, 1)
    assert (sari.get("/auth/login").status_code, trips()) == (303, 1)


def test_a_page_with_a_message_takes_two(sari, trips):
    sari.post("/account", data=SARI)
    trips()

    assert "Profilmu tersimpan." in sari.get("/account").text
    assert trips() == 2


def test_login_takes_two_and_logout_one(app, sari, trips):
    trips()
    browser = app.test_client()
    browser.post("/auth/login", data=LOGIN)
    assert trips() == 2  # the password, and the new session
    browser.post("/auth/logout")
    assert trips() == 1


def test_registration_takes_three(app, trips):
    app.test_client().post("/auth/register", data=SARI)

    assert trips() == 3  # is the e-mail free, the new member, the new session
