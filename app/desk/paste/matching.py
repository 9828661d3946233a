"""Which order a transfer pays. Pure: the lines come from bank.py, the orders from queries.py; a person confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.desk.paste.bank import Transfer

CODES = 999  # unique codes
SHOWN = 5  # orders to choose from


class Candidate(Protocol):
    """An order that a line may pay, as the database gives it; due is what is missing, in whole Rupiah."""

    @property
    def number(self) -> int:
        """The line's."""

    @property
    def id(self) -> UUID:
        """The order's."""

    @property
    def due(self) -> int:
        """What is missing."""

    @property
    def unique_code(self) -> int:
        """Its part of the amount that tells orders apart."""

    @property
    def is_open(self) -> bool:
        """It waits for its payment; else it expired or was cancelled."""

    @property
    def is_named(self) -> bool:
        """Its recipient or shopper is named in the line."""

    @property
    def is_numbered(self) -> bool:
        """Its number is in the line."""


class Use(Protocol):
    """What a line that was booked before paid."""

    @property
    def number(self) -> int:
        """The line's."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An order, and what speaks for it."""

    order: Candidate
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """A line with the orders it may pay. kind: exact, late, near, none or used; is_ticked: nobody needs to look twice."""

    line: Transfer
    kind: str
    choices: list[Choice]
    is_ticked: bool = False
    use: Use | None = None


def match(lines: Iterable[Transfer], candidates: Iterable[Candidate], uses: Iterable[Use]) -> list[Match]:
    """Every line with its orders, in the order of the paste; of two lines that fit one order the first gets it."""
    of_line: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        of_line.setdefault(candidate.number, []).append(candidate)
    used = {use.number: use for use in uses}
    taken: dict[UUID, int] = {}
    return [_matched(line, of_line.get(line.number, []), used.get(line.number), taken) for line in lines]


def _matched(line: Transfer, candidates: list[Candidate], use: Use | None, taken: dict[UUID, int]) -> Match:
    if use:
        return Match(line, "used", [], use=use)
    found = _decided([it for it in candidates if it.due == line.amount and it.id not in taken])
    if found:
        taken[found.id] = line.number
        is_sure = line.is_marked and (found.is_open or found.is_named or found.is_numbered)
        kind = "exact" if found.is_open else "late"
        return Match(line, kind, [Choice(found, _why(line, found, taken))], is_ticked=is_sure)
    ranked = sorted(
        candidates, key=lambda it: (not it.is_numbered, not it.is_named, abs(it.due - line.amount), str(it.id))
    )
    choices = [Choice(it, _why(line, it, taken)) for it in ranked[:SHOWN]]
    return Match(line, "near" if choices else "none", choices)


def _decided(fitting: list[Candidate]) -> Candidate | None:
    """The one order of those with exactly this amount; number, name and being open decide, in this order."""
    numbered = [it for it in fitting if it.is_numbered]
    waiting = [it for it in fitting if it.is_open]
    for chosen in (
        numbered,
        [it for it in waiting if it.is_named],
        waiting,
        [it for it in fitting if it.is_named],
        fitting,
    ):
        if chosen:
            return chosen[0] if len(chosen) == 1 else None
    return None


def _why(line: Transfer, order: Candidate, taken: dict[UUID, int]) -> str:
    """What speaks for an order, and what against it, in words."""
    said = ["nomor pesanan ditulis"] * order.is_numbered + ["nama cocok"] * order.is_named
    more = line.amount - order.due
    base = order.due - order.unique_code
    if more == 0:
        said.append("jumlah pas")
    elif 0 <= line.amount - base <= CODES:
        said.append("kode unik lain" if line.amount > base else "tanpa kode unik")
    if more:
        said.append(f"{'lebih' if more > 0 else 'kurang'} Rp{abs(more):,}".replace(",", "."))
    if taken.get(order.id, line.number) != line.number:
        said.append(f"sudah cocok dengan baris {taken[order.id]}")
    return ", ".join(said)
