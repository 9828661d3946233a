"""What somebody typed into the search box, as a query over the keys that order_document (0021) gives each order.

The form of what was typed decides which kinds it may be, and it may be several: 417 is the end of an amount, of an
order number or of a tracking number. Words are all asked for, each as any of its kinds: "sari 417" finds Sari's order
whose total ends so.
"""

import re
from dataclasses import dataclass

from app.phone import parse_phone

MOST_WORDS = 6
LAST_OF_PHONE, LAST_OF_AMOUNT, PART_OF_NUMBER, PART_OF_RESI, LETTERS = 4, 3, 3, 5, 3  # the fewest that are looked for
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~]+")  # as name_words
_AMOUNT = re.compile(r"(rp)?\.?(\d{1,3}(?:[.,]\d{3})+|\d+)(?:,-)?", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"(?:SW)?([0-9A-HJ-NP-Z]+)", re.ASCII)
_WHOLE_NUMBER = (11, 5)  # signs of an order number after SW: with its date, without


@dataclass(frozen=True, slots=True)
class Sought:
    """query: what may match; exact: what counts as found, "" for nothing; both tsqueries. words: when names were typed."""

    query: str
    exact: str
    words: tuple[str, ...]


def sought(typed: str) -> Sought | None:
    """What was asked for; None when nothing searchable was typed."""
    together = _kinds(typed.replace(" ", ""))
    words = typed.split()[:MOST_WORDS]
    apart = [_either(_kinds(word) | _names(word) | _addresses(word, words)) for word in words]
    whole = _either(together) if len(words) > 1 else ""
    query = " | ".join(part for part in (whole, " & ".join(part for part in apart if part)) if part)
    names = tuple(word for part in words for word in _words(part))
    is_name = all(word.isalpha() for word in names) and "@" not in typed
    exact = _either({key for key in together if not key.endswith("*")})
    return Sought(query, exact, names if is_name else ()) if query else None


def place(typed: str) -> str:
    """A city as a tsquery: all its words, the last as it begins; "" for none."""
    words = [_quoted("c" + word) for word in _words(typed)[:MOST_WORDS]]
    return f"{' & '.join(words)}:*" if words else ""


def _kinds(typed: str) -> set[str]:
    """All the keys that something without blanks may be, save a name: quoted, and with :* where it may go on."""
    if "@" in typed:
        email = _quoted("e" + typed.lower())
        return {email, f"{email}:*"}
    return _phones(typed) | _amounts(typed) | _numbers(typed)


def _phones(typed: str) -> set[str]:
    whole = parse_phone(typed)
    if whole:
        return {_quoted("p" + whole[:0:-1])}
    digits = re.sub(r"[^0-9]", "", typed)
    is_end = len(digits) >= LAST_OF_PHONE and re.fullmatch(r"[-0-9]+", typed)
    return {f"{_quoted('p' + digits[::-1])}:*"} if is_end else set()


def _amounts(typed: str) -> set[str]:
    found = _AMOUNT.fullmatch(typed)
    digits = re.sub(r"[.,]", "", found[2]) if found else ""
    if len(digits) < LAST_OF_AMOUNT:
        return set()
    keys = [_quoted(kind + digits[::-1]) for kind in "ad"]
    return {f"{key}:*" for key in keys} | (set(keys) if len(digits) > LAST_OF_AMOUNT else set())


def _numbers(typed: str) -> set[str]:
    """An order number or a tracking number, or a part of either; an amount with its points or its Rp is neither."""
    bare, keys = re.sub(r"[-_/#]", "", typed).upper(), set()
    number = _NUMBER.fullmatch(bare)
    if number and len(number[1]) >= PART_OF_NUMBER:
        key = _quoted("n" + number[1])
        keys |= {f"{key}:*"} | ({key} if len(number[1]) in _WHOLE_NUMBER else set())
    if bare.isascii() and bare.isalnum() and re.search("[0-9]", bare) and len(bare) >= PART_OF_RESI:
        key = _quoted("r" + bare)
        keys |= {key, f"{key}:*"}
    return keys


def _names(typed: str) -> set[str]:
    """A word of a name, or several with a sign between them; with three letters it may go on."""
    words = [] if "@" in typed else _words(typed)
    whole = " & ".join(f"{_quoted('w' + word)}{':*' if len(word) >= LETTERS else ''}" for word in words)
    return {f"({whole})"} if whole else set()


def _addresses(typed: str, words: list[str]) -> set[str]:
    """The beginning of an e-mail address, when it stands alone: a name's words would all be looked for twice."""
    is_beginning = len(words) == 1 and len(typed) >= LETTERS and "@" not in typed and _words(typed)
    return {f"{_quoted('e' + typed.lower())}:*"} if is_beginning else set()


def _words(typed: str) -> list[str]:
    return [word[:40] for word in _BETWEEN_WORDS.split(typed.lower()) if word]


def _either(keys: set[str]) -> str:
    return f"({' | '.join(sorted(keys))})" if keys else ""


def _quoted(key: str) -> str:
    """A key in a tsquery: quotation marks and backslashes doubled."""
    doubled = key.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
