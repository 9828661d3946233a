"""The parts of a bank statement's line, told apart by what they look like: dates, money, marks of in or out, words.

No bank promises how a copied statement looks, and BCA, Mandiri, BNI and BRI each show another one (and change it), so nothing here
counts columns.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta

MOST_MONEY = 10**12  # whole Rupiah; a longer number is a reference, not an amount
MOST_DATES, MOST_AT_THE_END = 2, 8  # of a line without columns: booked and valued on; amounts and their marks
LONGEST = 40  # characters of a date or an amount
_MONTHS = (
    *("jan", "feb", "mar", "apr", "mei|may", "jun", "jul", "agu|agt|aug", "sep", "okt|oct"),
    *("nov|nop", "des|dec"),
)
_NUMBER = r"(?P<whole>[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+)(?P<cents>[.,][0-9]{2})?"
_MONEY = re.compile(
    rf"(?P<sign>[+-])?\s*(?P<currency>Rp\.?|IDR)?\s*(?P<inner>[+-])?{_NUMBER}\s*(?P<mark>CR|DB|DR|K|D|C|\+|-)?\.?",
    re.ASCII | re.IGNORECASE,
)
_DAY = r"(?P<day>[0-9]{1,2})"
_NUMERIC = re.compile(rf"{_DAY}[/.-](?P<month>[0-9]{{1,2}})(?:[/.-](?P<year>[0-9]{{4}}|[0-9]{{2}}))?", re.ASCII)
_ISO = re.compile(r"(?P<year>[0-9]{4})[/.-](?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})", re.ASCII)
_NAMED = re.compile(rf"{_DAY}[ -](?P<name>[A-Za-z]{{3,9}})\.?(?:[ -](?P<year>[0-9]{{4}}|[0-9]{{2}}))?", re.ASCII)
_TIME = re.compile(r"[T ]*[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?: ?WIB)?$", re.ASCII)
_WIDE = re.compile("[\u00a0\u2007\u202f]")  # blanks of web pages, which keep an amount in one piece
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
_IN = {"CR", "C", "K", "KREDIT", "CREDIT", "+"}
_OUT = {"DB", "DR", "D", "DEBET", "DEBIT"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as it stands in a statement.

    amount is in whole Rupiah, None when it has cents; came_in is what its own mark says, None without one; is_plain: digits alone,
    which may as well be a reference.
    """

    amount: int | None
    came_in: bool | None
    is_plain: bool

    @property
    def is_zero(self) -> bool:
        """How banks fill the column that does not apply."""
        return self.amount == 0


def split(line: str, today: date) -> list[str]:
    """The line's cells: by tabs, semicolons, quoted commas or wide gaps; else the words between a date and amounts."""
    line = _UNSEEN.sub("", _WIDE.sub(" ", line))
    if "\t" in line:
        return _stripped(line.split("\t"))
    if line.count(";") > 1:
        return _stripped(next(csv.reader([line], delimiter=";")))
    for cells in (_stripped(next(csv.reader([line]))), _stripped(re.split(r" {2,}", line))):
        if len(cells) > 2 and (parse_date(cells[0], today) or cells[0].upper() == "PEND"):
            return cells
    return _words(line.split(), today)


def parse_date(cell: str, today: date) -> date | None:
    """A day as banks write it, day before month; without a year the last such day. None when it is none."""
    text = cell.strip()
    if len(text) > LONGEST:
        return None
    if text.upper() == "PEND":  # BCA: booked with the next working day, seen today
        return today
    for candidate in (text, _TIME.sub("", text)):
        found = _ISO.fullmatch(candidate) or _NUMERIC.fullmatch(candidate) or _NAMED.fullmatch(candidate)
        if found:
            return _day(found.groupdict(), today)
    return None


def parse_money(cell: str) -> Money | None:
    """An amount in any of the usual notations, else None."""
    found = _MONEY.fullmatch(cell.strip()) if len(cell) <= LONGEST else None
    if found is None:
        return None
    whole, cents = found["whole"], found["cents"] or ""
    separators = set(re.findall("[.,]", whole))
    if len(separators) > 1 or (separators and cents[:1] in separators):
        return None
    number = int(re.sub("[.,]", "", whole))
    is_plain = not (separators or cents or found["currency"] or found["sign"] or found["inner"] or found["mark"])
    if number >= MOST_MONEY or (is_plain and whole.startswith("0") and whole != "0"):
        return None
    mark = (found["mark"] or found["sign"] or found["inner"] or "").upper()
    came_in = None if not mark else mark in _IN
    return Money(None if cents.strip(".,0") else number, came_in, is_plain)


def parse_mark(cell: str) -> bool | None:
    """What a cell of its own says: True for in, False for out, None when it says neither."""
    word = cell.strip().rstrip(".").upper()
    return True if word in _IN else False if word in _OUT else None


def _stripped(cells: list[str]) -> list[str]:
    return [cell.strip().lstrip("'").strip() for cell in cells]


def _words(words: list[str], today: date) -> list[str]:
    """Dates from the front, amounts and marks from the end, and what is between them as one cell."""
    head: list[str] = []
    while (
        words
        and len(head) < MOST_DATES
        and (taken := next((n for n in (3, 2, 1) if parse_date(" ".join(words[:n]), today)), 0))
    ):
        head.append(" ".join(words[:taken]))
        words = words[taken:]
        if words and _TIME.fullmatch(words[0]):
            words = words[1:]
    tail: list[str] = []
    while (
        words
        and len(tail) < MOST_AT_THE_END
        and (words[-1] in {"-", "+"} or parse_money(words[-1]) or parse_mark(words[-1]) is not None)
    ):
        tail.insert(0, words[-1])
        words = words[:-1]
    return [*head, " ".join(words), *tail]


def _day(parts: dict[str, str | None], today: date) -> date | None:
    name = (parts.get("name") or "").lower()[:3]
    named = [number for number, names in enumerate(_MONTHS, 1) if name and name in names.split("|")]
    month = int(parts.get("month") or 0) or (named[0] if named else 0)
    year = int(parts.get("year") or today.year)
    try:
        found = date(year + 2000 if year < 100 else year, month, int(parts["day"] or 0))
        is_ahead = not parts.get("year") and found > today + timedelta(days=1)
        return found.replace(year=found.year - 1) if is_ahead else found
    except ValueError:
        return None
