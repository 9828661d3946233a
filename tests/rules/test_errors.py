"""Every SQLSTATE of class SW in sql/ has an exception, a status and a sentence in Bahasa Indonesia, and the reverse."""

import re

import pytest

from app import errors, render
from tests.rules.source import sql_functions

RAISED = {code for function in sql_functions() for code in re.findall(r"'(SW\d{3})'", function.body)}
ENGLISH = re.compile(r"\b(the|is|not|please|order|cart|error|failed|invalid)\b", re.IGNORECASE)
EVERY_ERROR = sorted(
    {*errors.SW.values(), errors.Busy, errors.Unavailable, errors.ReadOnly, errors.ShopError},
    key=lambda it: it.__name__,
)


def test_what_is_raised_is_known_and_what_is_known_is_raised() -> None:
    assert set(errors.SW) == RAISED


def test_each_code_has_an_exception_of_its_own() -> None:
    assert len(set(errors.SW.values())) == len(errors.SW)


@pytest.mark.parametrize("code", sorted(errors.SW))
def test_a_refusal_has_a_status_of_its_own_and_says_its_code(code: str) -> None:
    refusal = errors.SW[code]
    assert issubclass(refusal, errors.Refusal)
    assert 400 <= refusal.status < 500
    assert refusal.__doc__.startswith(f"{code}: ")


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: error.__name__)
def test_an_error_speaks_in_whole_sentences_of_bahasa_indonesia(error: type[errors.ShopError]) -> None:
    assert re.fullmatch(r"[A-Z].*[.?!]", error.sentence, re.DOTALL)
    assert error.title
    assert not ENGLISH.search(f"{error.title} {error.sentence}")


def test_an_outage_says_when_to_come_back() -> None:
    assert errors.Unavailable.status == errors.Busy.status == 503
    assert errors.Unavailable.retry_after
    assert errors.Busy.retry_after


def test_every_status_that_is_answered_has_words() -> None:
    assert {error.status for error in EVERY_ERROR} - {401} <= set(render.FAILURES)
    for title, sentence in render.FAILURES.values():
        assert not ENGLISH.search(f"{title} {sentence}")
