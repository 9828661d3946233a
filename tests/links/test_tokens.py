"""The tokens of links, without a database: ours are known again, and nothing else is."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app import create_app
from app.orders.links import order_link, order_of, token_of
from app.settings import Settings

ORDER = UUID(int=0x21)
SETTINGS = Settings.from_environment({"APP_ENV": "development", "DATABASE_URL": "postgresql:///nowhere?host=/nowhere"})


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[Flask]:
    made = create_app(SETTINGS)
    with made.test_request_context():
        yield made


def test_a_token_names_its_order_in_plain_letters_and_digits() -> None:
    for order in (ORDER, uuid4()):
        token = token_of(order)
        assert order_of(token) == order
        assert (len(token), token.isalnum(), token.lower()) == (48, True, token)
        assert order_link(order) == f"/o/{token}"


def test_any_other_letter_anywhere_is_no_token_of_ours() -> None:
    token = token_of(ORDER)
    for place, letter in enumerate(token):
        other = "b" if letter == "a" else "a"
        assert order_of(token[:place] + other + token[place + 1 :]) is None


@pytest.mark.parametrize("token", ["", "a" * 48, "A" * 48, "a" * 47, "a" * 49, "1" * 48, "ä" * 48, str(ORDER)])
def test_what_we_never_made_is_no_token(token: str) -> None:
    assert order_of(token) is None


def test_capital_letters_are_no_second_spelling() -> None:
    assert order_of(token_of(ORDER).upper()) is None


def test_another_key_makes_another_token() -> None:
    mine = token_of(ORDER)
    with create_app(replace(SETTINGS, session_secret_key="k" * 40)).test_request_context():
        assert order_of(mine) is None
        assert token_of(ORDER) != mine
