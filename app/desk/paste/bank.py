"""A pasted bank statement, read: what came in, what went out, and what cannot be read. Pure: the database decides what it pays."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.desk.paste.cells import Money, parse_date, parse_mark, parse_money, split
from app.forms import tidy

MOST_IN_A_LINE = 2_000  # characters
SHOWN = 200  # characters of a line that are kept
_ORDER_NUMBER = re.compile(r"SW[ -]?([0-9]{6})[ -]?([2-9A-HJ-NP-Z]{5})(?![0-9A-Z])")
_SUMMARY = re.compile(r"\b(saldo|balance|total|mutasi (debet|debit|kredit|cr|db)|jumlah)\b", re.IGNORECASE)
_HEADING = re.compile(r"\b(tanggal|tgl|date|keterangan|uraian|description|rincian)\b", re.IGNORECASE)
NO_DATE = "Tanggalnya tidak terbaca."
AHEAD = "Tanggalnya di masa depan. Tulis hari dulu, baru bulan."
NO_AMOUNT = "Jumlahnya tidak terbaca."
CENTS = "Jumlahnya bukan Rupiah bulat."
TOO_LONG = "Barisnya terlalu panjang."


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that came in; amount in whole Rupiah. number counts the pasted lines from 1.

    is_marked: the bank says that it came in, else we only suppose so. occurrence tells lines apart that are alike in everything.
    """

    number: int
    booked_on: date
    amount: int
    description: str
    is_marked: bool
    occurrence: int = 1

    @property
    def words(self) -> str:
        """The description in capitals, letters and digits only: the same however it was copied."""
        return " ".join(re.sub(r"[\W_]+", " ", self.description.upper()).split())[:SHOWN]

    @property
    def order_numbers(self) -> list[str]:
        """Numbers of orders that the sender wrote."""
        return [f"SW-{day}-{signs}" for day, signs in _ORDER_NUMBER.findall(self.description.upper())]


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that pays nothing, and why."""

    number: int
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BankStatement:
    """Everything that was pasted: money in, money out, lines that cannot be read; headings counts headers and sums."""

    transfers: list[Transfer]
    debits: list[Aside]
    unread: list[Aside]
    headings: int


def read(pasted: str, today: date) -> BankStatement:
    """Reads pasted lines; today (in Jakarta) gives the year where the bank leaves it out."""
    statement = BankStatement([], [], [], 0)
    headings, seen = 0, Counter[tuple[date, int, str]]()
    for number, text in _records(pasted, today):
        line = _line(number, text, today)
        if line is None:
            headings += 1
        elif isinstance(line, Transfer):
            alike = (line.booked_on, line.amount, line.words)
            seen[alike] += 1
            statement.transfers.append(replace(line, occurrence=seen[alike]))
        else:
            (statement.unread if line.reason else statement.debits).append(line)
    return replace(statement, headings=headings)


def _records(pasted: str, today: date) -> list[tuple[int, str]]:
    """The lines with their numbers; what the browser broke inside a cell is put together again."""
    records: list[tuple[int, str]] = []
    is_open = False  # the line before has a date and no amount yet
    for number, line in enumerate(pasted.splitlines(), 1):
        if not line.strip():
            continue
        has_date = _reads(line) and parse_date(split(line, today)[0], today) is not None
        if is_open and not has_date and not _SUMMARY.search(line):
            first, before = records.pop()
            records.append((first, f"{before} {line}"))
        else:
            records.append((number, line))
        whole = records[-1][1]
        is_open = (has_date or is_open) and _reads(whole) and _mutation(split(whole, today)) is None
    return records


def _reads(line: str) -> bool:
    """A line of a length that is worth a look."""
    return len(line) <= MOST_IN_A_LINE


def _line(number: int, text: str, today: date) -> Transfer | Aside | None:
    """What a line says; None for headings and sums."""
    shown = tidy(text)[:SHOWN]
    if not _reads(text):
        return Aside(number, shown, TOO_LONG)
    cells = split(text, today)
    booked_on, found = parse_date(cells[0], today), _mutation(cells)
    if (booked_on is None or found is None) and (
        _SUMMARY.search(text) or _HEADING.search(text) or not (booked_on or found)
    ):
        return None
    if booked_on is None or booked_on > today + timedelta(days=1):
        return Aside(number, shown, NO_DATE if booked_on is None else AHEAD)
    if found is None or (found[1] is not False and found[0].amount is None):
        return Aside(number, shown, CENTS if found else NO_AMOUNT)
    money, came_in = found
    if came_in is False or money.amount is None:
        return Aside(number, shown)
    return Transfer(number, booked_on, money.amount, _description(cells, today)[:SHOWN], came_in is True)


def _mutation(cells: list[str]) -> tuple[Money, bool | None] | None:
    """The amount that moved, and whether it came in (None: nothing says so). The other amounts are balances."""
    amounts = _amounts(cells)
    marks = {place: mark for place, cell in enumerate(cells) if (mark := parse_mark(cell)) is not None}
    for place, came_in in marks.items():
        beside = amounts.get(place - 1) or amounts.get(place + 1)
        if beside and not beside.is_zero:
            return beside, came_in
    filled = {place: money for place, money in amounts.items() if not money.is_zero}
    if not filled:
        return None
    place, first = next(iter(filled.items()))
    if first.came_in is not None:
        return first, first.came_in
    said = next(iter(marks.values()), _by_column(cells, amounts, place))
    return first, _by_words(cells) if said is None else said


def _amounts(cells: list[str]) -> dict[int, Money]:
    """Amounts by their place; plain digits only where nothing looks more like money."""
    found = {place: money for place, cell in enumerate(cells) if (money := parse_money(cell))}
    plain = all(money.is_plain for money in found.values())
    return {place: money for place, money in found.items() if plain or not money.is_plain or money.is_zero}


def _by_column(cells: list[str], amounts: dict[int, Money], place: int) -> bool | None:
    """Two columns, out before in: the one that is empty, a dash or zero says which one is filled."""

    def is_void(at: int) -> bool:
        return 0 < at < len(cells) and (cells[at] in {"", "-"} or (at in amounts and amounts[at].is_zero))

    return True if is_void(place - 1) else False if is_void(place + 1) else None


def _by_words(cells: list[str]) -> bool | None:
    """BCA writes CR and DB into the description too."""
    said = re.findall(r"\b(CR|DB)\b", " ".join(cells).upper())
    return said[0] == "CR" if said else None


def _description(cells: list[str], today: date) -> str:
    """The words: without dates, amounts, marks and fillers."""
    amounts = _amounts(cells)
    kept = [
        cell
        for place, cell in enumerate(cells)
        if place not in amounts
        and parse_mark(cell) is None
        and parse_date(cell, today) is None
        and cell not in {"", "-"}
    ]
    return tidy(" ".join(kept))
