"""Registration, login, logout: who gets in, under which session, and what the answers give away."""

import dataclasses
from types import SimpleNamespace
from uuid import uuid4

import pytest

from app import errors, passwords
from app.accounts import forms
from tests.accounts.conftest import OTHER_PASSWORD, SARI, name_in_header, signed_in
from tests.shopper import MELATI, Shopper, texts

LOGIN = {"email": SARI["email"], "password": SARI["password"]}
FRAGMENT = {"HX-Request": "true"}


def same(answer):
    """An answer without what is different each time."""
    kept = {name: value for name, value in answer.headers if name not in {"X-Request-Id", "Set-Cookie"}}
    cookies = sorted(cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie"))
    return answer.status_code, answer.text, kept, cookies


def test_forms_are_pages_and_fragments(client):
    for name in ("register", "login", "forgot"):
        whole, part = client.get(f"/auth/{name}"), client.get(f"/auth/{name}", headers=FRAGMENT)
        assert "<!DOCTYPE html>" in whole.text
        assert "<!DOCTYPE html>" not in part.text
        assert f'id="accounts-{name}"' in part.text
        assert whole.headers["Cache-Control"] == "private, no-store"


def test_a_newcomer_is_in_at_once(client, database):
    answer = client.post("/auth/register", data={**SARI, "next": "/checkout"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/registered?next=/checkout")
    assert client.get(answer.headers["Location"]).headers["Location"] == "/checkout"
    assert name_in_header(client) == "Sari"
    member = database.rows("select full_name, email, phone_number, left(password_hash, 10) from customers")
    assert member == [("Sari Dewi", "sari@contoh.id", "+6281234567890", "$argon2id$")]


def test_a_refused_registration_changes_nothing_and_keeps_what_was_typed(client, database):
    answer = client.post("/auth/register", data={**SARI, "email": "sari@", "password": "12345678", "next": "/checkout"})

    assert answer.status_code == 422
    assert 'value="sari@"' in answer.text
    assert 'value="/checkout"' in answer.text
    assert "12345678" not in answer.text
    assert len(texts(answer.text, "field-error")) == 2
    assert "<title>Kesalahan: Daftar – Sensasiwangi</title>" in answer.text
    assert database.value("select count(*) from customers") == 0
    part = client.post("/auth/register", data={}, headers=FRAGMENT)
    assert (part.status_code, "<!DOCTYPE" in part.text, 'data-testid="error-summary"' in part.text) == (
        422,
        False,
        True,
    )


def test_known_and_unknown_emails_register_to_the_same_answer(app, sari, database, mails):
    unknown = app.test_client().post("/auth/register", data={**SARI, "email": "baru@contoh.id"})
    thief = app.test_client()
    known = thief.post("/auth/register", data={**SARI, "password": OTHER_PASSWORD})

    assert same(known) == same(unknown)
    assert not signed_in(thief)
    assert "Cek e-mailmu" in thief.get("/auth/registered").text
    assert mails() == [(SARI["email"], "Kamu sudah punya akun Sensasiwangi")]
    assert app.test_client().post("/auth/login", data=LOGIN).status_code == 303


def test_a_form_sent_twice_makes_one_account_and_lets_its_owner_in(app, sari, database, mails):
    again = app.test_client()

    assert again.post("/auth/register", data=SARI).status_code == 303
    assert signed_in(again)
    assert database.value("select count(*) from customers") == 1
    assert mails() == []


def test_a_failed_registration_keeps_the_visitors_cart(app, sari, sample_shop):
    visitor = Shopper(app.test_client(), sample_shop)
    visitor.adds(MELATI, 2)

    visitor.client.post("/auth/register", data={**SARI, "password": OTHER_PASSWORD})

    assert 'aria-label="Keranjang, 2 barang"' in visitor.client.get("/cart/badge").text


def test_signing_in_and_where_it_leads(app, sari):
    browser = app.test_client()

    answer = browser.post("/auth/login", data={**LOGIN, "email": " SARI@contoh.id "})

    assert (answer.status_code, answer.headers["Location"], name_in_header(browser)) == (303, "/account", "Sari")
    assert (
        browser.post("/auth/login", data={**LOGIN, "next": "/orders?status=shipping"}).headers["Location"]
        == "/orders?status=shipping"
    )
    assert browser.post("/auth/login", data={**LOGIN, "next": "//evil.test"}).headers["Location"] == "/account"
    assert browser.post("/auth/login?next=/cart", data=LOGIN).headers["Location"] == "/cart"
    part = browser.post("/auth/login", data=LOGIN, headers=FRAGMENT)
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/account")


def test_members_are_not_asked_again(sari):
    for page in ("/auth/login", "/auth/register", "/auth/registered"):
        assert sari.get(page).headers["Location"] == "/account"
        assert sari.get(f"{page}?next=/cart").headers["Location"] == "/cart"


def test_wrong_is_wrong_without_saying_what(app, sari):
    surrogate = "salah \udfff".encode("utf-8", "surrogatepass")
    for changed in (
        {"password": "salah sekali ini"},
        {"email": "lain@contoh.id"},
        {"password": "\x00"},
        {"password": "x" * 200_000},
        {"password": surrogate},
    ):
        browser, typed = app.test_client(), {**LOGIN, **changed}
        answer = browser.post("/auth/login", data=typed)
        assert (answer.status_code, texts(answer.text, "field-error")) == (422, [forms.WRONG_LOGIN])
        assert f'value="{typed["email"]}"' in answer.text
        assert not signed_in(browser)


@pytest.mark.parametrize("who", ["pembeli", "cs", "admin"])
def test_sample_accounts_open_nothing_outside_development(app, settings, sample_shop, who):
    """The shop may have been planted before it became one for customers. Development lets them in."""
    form = {**SARI, "email": f"{who}@sensasiwangi.test", "password": "wangi-sekali-2025"}
    assert app.test_client().post("/auth/login", data=form).status_code == 303
    app.config["SETTINGS"] = dataclasses.replace(settings, app_env="production")
    browser = app.test_client()

    answer = browser.post("/auth/login", data=form)

    assert (answer.status_code, texts(answer.text, "field-error")) == (422, [forms.WRONG_LOGIN])
    assert browser.post("/auth/register", data=form).headers["Location"] == "/auth/registered"
    assert browser.get("/account").headers["Location"] == "/auth/login?next=/account"
    assert browser.get("/admin").status_code == 404


@pytest.mark.parametrize(
    ("came_from", "back"),
    [("http://localhost/order/1?a=b", "/order/1"), ("http://elsewhere/order/1", "/"), ("http://[", "/"), (None, "/")],
)
def test_who_sends_a_form_of_a_member_comes_back_to_its_page(app, came_from, back):
    headers = {"Sec-Fetch-Site": "same-origin"} | ({"Referer": came_from} if came_from else {})
    answer = app.test_client().post(f"/order/{uuid4()}/cancel", headers=headers)
    assert answer.headers["Location"] == f"/auth/login?next={back}"


def test_who_wanted_to_check_out_goes_on_to_the_checkout(app):
    """The form stands in the cart, where nobody wants to be again."""
    answer = app.test_client().post("/checkout", headers={"Referer": "http://localhost/cart"})
    assert answer.headers["Location"] == "/auth/login?next=/checkout"


def test_known_and_unknown_emails_fail_alike(app, sari):
    known, unknown = (
        app.test_client().post("/auth/login", data={"email": email, "password": "salah sekali ini"})
        for email in ("sari@contoh.id", "siti@contoh.id")
    )

    assert same(known) == (unknown.status_code, unknown.text.replace("siti@", "sari@"), *same(unknown)[2:])


def test_unknown_emails_cost_a_hash_too(client, sari, monkeypatch):
    hashed = []
    accepts_all = SimpleNamespace(verify=lambda stored, typed: hashed.append(stored[:31]))
    monkeypatch.setattr(passwords, "_hasher", accepts_all)
    answers = [
        client.post("/auth/login", data={**LOGIN, "email": email}) for email in ("lain@contoh.id", SARI["email"])
    ]

    assert [answer.status_code for answer in answers] == [422, 303]

    assert hashed == ["$argon2id$v=19$m=19456,t=2,p=1$"] * 2


def test_a_session_somebody_planted_is_not_the_members(app, sari, sample_shop):
    attacker, browser = Shopper(app.test_client(), sample_shop), app.test_client()
    attacker.adds(MELATI)
    browser.set_cookie("session", attacker.client.get_cookie("session").value)

    browser.post("/auth/login", data=LOGIN)

    assert (signed_in(browser), signed_in(attacker.client)) == (True, False)
    assert browser.get_cookie("session").value != attacker.client.get_cookie("session").value


def test_logout_ends_the_session_for_a_thief_too(app, sari):
    stolen, before = app.test_client(), sari.get_cookie("session").value
    stolen.set_cookie("session", before)
    assert signed_in(stolen)

    answer = sari.post("/auth/logout")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/login")
    assert sari.get_cookie("session").value != before
    assert not signed_in(sari)
    assert not signed_in(stolen)
    assert "Kamu sudah keluar." in texts(sari.get("/auth/login").text, "flash")


def test_logging_out_without_a_session_makes_none(client, database):
    assert "Set-Cookie" not in client.post("/auth/logout").headers
    assert database.value("select count(*) from web_sessions") == 0


def test_logging_out_is_no_link(sari):
    assert sari.get("/auth/logout").status_code == 405
    assert sari.post("/auth/logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert signed_in(sari)


@pytest.mark.parametrize("way", ["/auth/login", "/auth/register"])
def test_the_visitors_cart_comes_along(app, sari, sample_shop, way):
    shopper = Shopper(app.test_client(), sample_shop)
    shopper.adds(MELATI, 2)
    form = LOGIN if way == "/auth/login" else {**SARI, "email": "baru@contoh.id"}

    answer = shopper.client.post(way, data={**form, "next": "/cart"}, follow_redirects=True)

    assert "2 barang digabung" in " ".join(texts(answer.text, "flash"))
    assert 'aria-label="Keranjang, 2 barang"' in shopper.client.get("/cart/badge").text
    assert sample_shop.value("select count(*) from carts where customer_id is null and status = 'open'") == 0


def test_a_busy_hasher_is_said_with_a_time_to_come_back(client, sari, monkeypatch):
    monkeypatch.setattr(passwords._places, "acquire", lambda **options: False)

    answer = client.post("/auth/login", data=LOGIN)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(errors.Busy.retry_after))


def test_the_header_says_masuk_to_visitors(client):
    answer = client.get("/account/menu")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert 'href="/auth/login"' in answer.text
    assert "Set-Cookie" not in answer.headers
