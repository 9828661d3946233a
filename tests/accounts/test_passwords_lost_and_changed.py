"""Forgetting, resetting and changing a password, in both session stores."""

import time

from app.accounts import auth_views
from tests.accounts.conftest import OTHER_PASSWORD, SARI, signed_in
from tests.shopper import texts

LOGIN = {"email": SARI["email"], "password": SARI["password"]}


def lets_in(app, password: str) -> bool:
    return app.test_client().post("/auth/login", data={**LOGIN, "password": password}).status_code == 303


def test_known_and_unknown_emails_are_answered_alike_and_as_fast(app, sari, mails):
    answers, times = [], []
    for email in (SARI["email"], "lain@contoh.id"):
        started = time.monotonic()
        browser = app.test_client()
        answers.append(browser.post("/auth/forgot", data={"email": email}))
        times.append(time.monotonic() - started)
        assert "Cek e-mailmu" in browser.get(answers[-1].headers["Location"]).text

    assert [(one.status_code, one.headers["Location"], one.text) for one in answers] == [
        (303, "/auth/forgot?sent=1", "")
    ] * 2
    assert min(times) >= auth_views.EVEN_TIME
    assert mails() == [(SARI["email"], "Buat kata sandi baru untuk akun Sensasiwangi")]


def test_asking_without_an_email_is_refused(client, mails):
    answer = client.post("/auth/forgot", data={"email": "sari"})

    assert (answer.status_code, mails()) == (422, [])
    assert texts(answer.text, "field-error") == ["Tulis alamat e-mail lengkap, contoh nama@contoh.id."]


def test_the_link_in_the_mail_never_comes_from_the_request(client, sari, database):
    client.post("/auth/forgot", data={"email": SARI["email"]}, headers={"Host": "evil.test"})

    body = database.value("select body from mail_outbox where subject like 'Buat kata sandi%%'")
    assert "\n\n{site}/auth/reset/" in body
    assert "evil.test" not in body


def test_the_database_does_not_know_the_token(client, sari, database, reset_link):
    client.post("/auth/forgot", data={"email": SARI["email"]})

    assert reset_link().rsplit("/", 1)[1] not in str(database.rows("select * from password_resets"))


def test_a_link_lets_its_owner_in_with_a_new_password_once(app, sari, database, reset_link, mails):
    browser = app.test_client()
    browser.post("/auth/forgot", data={"email": SARI["email"]})
    link = reset_link()
    assert browser.get(link).status_code == 200

    refused = browser.post(link, data={"password": "Sari Dewi"})
    assert (refused.status_code, lets_in(app, SARI["password"])) == (422, True)
    answer = browser.post(link, data={"password": OTHER_PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert signed_in(browser)
    assert not signed_in(sari)
    assert (lets_in(app, OTHER_PASSWORD), lets_in(app, SARI["password"])) == (True, False)
    assert (SARI["email"], "Kata sandi akun Sensasiwangi sudah diganti") in mails()
    assert browser.get(link).status_code == browser.post(link, data={"password": "lain lagi 2025"}).status_code == 410
    assert lets_in(app, OTHER_PASSWORD)


def test_made_up_links_are_gone(client, sari):
    for token in ("x", "A" * 43, "A" * 5000, "%F0%9F%A9%B7", "..", "a b"):
        link = f"/auth/reset/{token}"
        for answer in (client.get(link), client.post(link, data={"password": OTHER_PASSWORD})):
            assert (token, answer.status_code, "Tautan" in answer.text) == (token, 410, True)


def test_changing_the_password_keeps_this_browser_and_ends_the_others(app, sari, mails):
    other = app.test_client()
    other.post("/auth/login", data=LOGIN)
    before = sari.get_cookie("session").value

    wrong = sari.post("/account/password", data={"current_password": "salah", "password": OTHER_PASSWORD})
    assert (wrong.status_code, texts(wrong.text, "field-error")) == (422, ["Kata sandi yang sekarang tidak cocok."])
    assert signed_in(other)
    answer = sari.post("/account/password", data={"current_password": SARI["password"], "password": OTHER_PASSWORD})

    assert (answer.status_code, signed_in(sari), signed_in(other)) == (303, True, False)
    assert sari.get_cookie("session").value != before
    assert (lets_in(app, OTHER_PASSWORD), lets_in(app, SARI["password"])) == (True, False)
    assert mails() == [(SARI["email"], "Kata sandi akun Sensasiwangi sudah diganti")]


def test_a_new_password_must_be_a_good_one(app, sari):
    answer = sari.post("/account/password", data={"current_password": SARI["password"], "password": "sayang123"})

    assert (answer.status_code, lets_in(app, SARI["password"])) == (422, True)


def test_in_redis_mode_other_sessions_end_as_well(app, redis_url, database, reset_link):
    sari, other, third = (app.test_client() for _ in range(3))
    sari.post("/auth/register", data=SARI)
    other.post("/auth/login", data=LOGIN)
    sari.post("/account/password", data={"current_password": SARI["password"], "password": OTHER_PASSWORD})
    assert (signed_in(sari), signed_in(other)) == (True, False)

    third.post("/auth/forgot", data={"email": SARI["email"]})
    third.post(reset_link(), data={"password": SARI["password"]})

    assert (signed_in(third), signed_in(sari)) == (True, False)
    assert database.value("select count(*) from web_sessions") == 0
