"""A member on an empty shop, and what the account tests look at."""

from typing import Any

import pytest

from tests.db_server import Clone

SARI = {
    "full_name": "Sari Dewi",
    "email": "sari@contoh.id",
    "phone_number": "0812 3456 7890",
    "password": "kopi gayo di pagi",
}
OTHER_PASSWORD = "teh poci sore hari"


@pytest.fixture
def sari(app, database):
    """The browser of a member who has just registered."""
    browser = app.test_client()
    assert browser.post("/auth/register", data=SARI).status_code == 303
    return browser


@pytest.fixture
def mails(database: Clone):
    """Recipient and subject of what waits to be sent, oldest first."""

    def look() -> list[tuple[Any, ...]]:
        return database.rows("select recipient, subject from mail_outbox order by created_at")

    return look


@pytest.fixture
def reset_link(database: Clone):
    """The path in the newest mail that has one."""

    def look() -> str:
        body = database.value(
            "select body from mail_outbox where body like '%%/auth/reset/%%' order by created_at desc limit 1"
        )
        return next(line.removeprefix("{site}") for line in body.splitlines() if line.startswith("{site}"))

    return look


def name_in_header(browser) -> str:
    """What the header's account link says of who is signed in, empty for a visitor."""
    text = browser.get("/account/menu").text
    return text.split('aria-label="Akun ')[1].split('"')[0] if "Akun " in text else ""


def signed_in(browser) -> bool:
    return browser.get("/account").status_code == 200
