"""Limits on the doors of an account, and that they do not lock its owner out."""

import dataclasses

import pytest

from app.accounts import devices
from app.settings import Settings
from tests.accounts.conftest import SARI
from tests.shopper import texts

LOGIN = {"email": SARI["email"], "password": SARI["password"]}
WRONG = {**LOGIN, "password": "salah sekali ini"}


@pytest.fixture
def settings(settings, limits_on) -> Settings:
    """Long windows, so that no test meets the end of one."""
    return dataclasses.replace(
        settings, trusted_proxies=1, limit_login_account="5/day", limit_login="12/day", limit_register="4/day"
    )


def tries(browser, form, times, address="198.51.100.1"):
    return [
        browser.post("/auth/login", data=form, headers={"X-Forwarded-For": address}).status_code for _ in range(times)
    ]


def test_five_tries_an_account_from_wherever(app, sari):
    answers = [status for number in range(7) for status in tries(app.test_client(), WRONG, 1, f"198.51.100.{number}")]

    assert answers == [422] * 5 + [429] * 2


def test_who_knows_the_password_is_not_guessing(app, sari):
    """However many devices sign in; and that does not give guesses back."""
    assert [tries(app.test_client(), LOGIN, 1)[0] for _ in range(14)] == [303] * 14
    assert tries(app.test_client(), WRONG, 3) == [422] * 3
    assert tries(app.test_client(), LOGIN, 1) == [303]
    assert tries(app.test_client(), WRONG, 3) == [422] * 2 + [429]
    assert tries(app.test_client(), LOGIN, 1) == [429]


def test_other_accounts_are_not_touched(app, sari):
    tries(app.test_client(), WRONG, 6)

    assert tries(app.test_client(), {**WRONG, "email": "lain@contoh.id"}, 1) == [422]


def test_spelling_the_email_otherwise_is_the_same_account(app, sari):
    spellings = [
        "Sari@contoh.id",
        " sari@contoh.id",
        "SARI@CONTOH.ID ",
        "sari@contoh.id",
        "sArI@contoh.id",
        "sari@contoh.id ",
    ]

    assert [tries(app.test_client(), {**WRONG, "email": one}, 1)[0] for one in spellings] == [422] * 5 + [429]


def test_an_attack_from_elsewhere_does_not_lock_the_owner_out(app, sari):
    sari.post("/auth/logout")
    tries(app.test_client(), WRONG, 8)

    assert tries(app.test_client(), LOGIN, 1, "203.0.113.9") == [429]
    assert tries(sari, LOGIN, 1, "203.0.113.9") == [303]


def test_a_known_device_has_a_limit_of_its_own(app, sari):
    assert tries(sari, WRONG, 6, "203.0.113.9") == [422] * 5 + [429]


def test_a_device_is_known_to_the_account_it_signed_in_to_only(app, sari):
    tries(app.test_client(), {**WRONG, "email": "budi@contoh.id"}, 5)

    assert tries(sari, {**WRONG, "email": "budi@contoh.id"}, 1, "203.0.113.9") == [429]


def test_registering_again_is_no_way_to_guess_at_a_password(app, sari):
    guesses = [
        app.test_client().post(
            "/auth/register",
            data={**SARI, "password": f"kopi gayo di sore {number}"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
        for number in range(7)
    ]

    assert [answer.status_code for answer in guesses] == [303] * 4 + [429] * 3  # the first was the registration itself


@pytest.mark.parametrize("forged", ["", ".", "a" * 32 + "." + "0" * 64, "x.y.z", "é", "a" * 3000])
def test_forged_device_cookies_are_strangers(app, forged):
    with app.test_request_context("/", method="POST", data=LOGIN):
        stranger = devices.by_account()
    with app.test_request_context("/", method="POST", data=LOGIN, headers={"Cookie": f"device={forged}"}):
        assert devices.by_account() == stranger


def test_an_address_has_a_limit_over_all_accounts(app):
    emails = [f"orang{number}@contoh.id" for number in range(14)]

    assert [tries(app.test_client(), {**WRONG, "email": one}, 1)[0] for one in emails] == [422] * 12 + [429] * 2
    assert tries(app.test_client(), {**WRONG, "email": "x@contoh.id"}, 1, "203.0.113.9") == [422]


@pytest.mark.parametrize("page", ["/auth/register", "/auth/forgot"])
def test_registering_and_asking_for_links_are_limited_by_address(app, page):
    forms = [{**SARI, "email": f"orang{number}@contoh.id"} for number in range(6)]

    answers = [app.test_client().post(page, data=form) for form in forms]

    assert [answer.status_code for answer in answers] == [303] * 4 + [429] * 2
    assert (1 <= int(answers[-1].headers["Retry-After"]) <= 3600, answers[-1].mimetype) == (True, "text/html")
    assert app.test_client().get(page).status_code == 200


def test_too_many_tries_are_a_notice_for_htmx(app):
    browser = app.test_client()
    for _ in range(5):
        browser.post("/auth/login", data=WRONG)

    answer = browser.post("/auth/login", data=WRONG, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (429, "#layout-notices")
    assert texts(answer.text, "flash") == ["Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi."]


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/account/password", {"current_password": "salah", "password": "kopi gayo di sore"}),
        ("/account/deletion", {"password": "salah"}),
    ],
)
def test_guessing_the_password_inside_is_limited_too(sari, page, form):
    assert [sari.post(page, data=form).status_code for _ in range(6)] == [422] * 5 + [429]
