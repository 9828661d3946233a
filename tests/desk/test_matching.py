"""Which order a transfer pays: pure, without a database."""

from datetime import date

import pytest

from app.desk.paste import bank
from app.desk.paste.matching import Match, match
from app.desk.paste.queries import Candidate, Use
from app.dev.samples.made import GAHARU, MELATI, made


def matched(*candidates: Candidate, amount: int = 588_417, uses: tuple[Use, ...] = (), marked: bool = True) -> Match:
    paid = bank.Transfer(1, date(2026, 11, 22), amount, "SARI", is_marked=marked)
    (found,) = match([paid], candidates, uses)
    return found


def candidate(**given: object) -> Candidate:
    return made(Candidate, **({"number": 1, "due": 588_417, "is_open": True} | given))


def test_ties_are_broken_by_number_then_by_name_and_else_by_nobody() -> None:
    one, other = candidate(id=MELATI), candidate(id=GAHARU)
    assert matched(one, other).kind == "near"
    assert matched(one, candidate(id=GAHARU, is_named=True)).choices[0].order.id == GAHARU
    assert (
        matched(candidate(id=MELATI, is_numbered=True), candidate(id=GAHARU, is_named=True)).choices[0].order.id
        == MELATI
    )
    late = matched(candidate(id=MELATI, is_open=False), candidate(id=GAHARU, is_open=False))
    assert (late.kind, late.is_ticked) == ("near", False)


def test_an_open_order_comes_before_a_closed_one_and_doubt_is_not_ticked() -> None:
    found = matched(candidate(id=MELATI, is_open=False), candidate(id=GAHARU))
    assert (found.kind, found.is_ticked, found.choices[0].order.id) == ("exact", True, GAHARU)
    assert (matched(candidate(), marked=False).kind, matched(candidate(), marked=False).is_ticked) == ("exact", False)


def test_of_two_lines_for_one_order_the_first_gets_it() -> None:
    lines = [bank.Transfer(n, date(2026, 11, 22), 588_417, "SARI", is_marked=True, occurrence=n) for n in (1, 2)]
    first, second = match(lines, [candidate(), candidate(number=2)], [])
    assert (first.kind, second.kind) == ("exact", "near")
    assert "sudah cocok dengan baris 1" in second.choices[0].why


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        (588_418, "kode unik lain, lebih Rp1"),
        (588_000, "tanpa kode unik, kurang Rp417"),
        (589_100, "lebih Rp683"),
        (587_900, "kurang Rp517"),
    ],
)
def test_near_misses_say_by_how_much(amount: int, why: str) -> None:
    assert matched(candidate(unique_code=417), amount=amount).choices[0].why == why
