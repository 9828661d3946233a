"""Indonesian phone numbers: every notation people use goes in, E.164 comes out."""

import re
import unicodedata

# ITU-T E.164 and the numbering plan of Indonesia: 0 is the trunk prefix; a mobile number is 8 and 8 to 11 more digits,
# a fixed line an area code (2 to 7, 9) and a subscriber number, 8 to 11 digits together.
_MOBILE = r"8[1-9][0-9]{7,10}"
_FIXED = r"[2-79][1-9][0-9]{6,9}"
_NATIONAL = re.compile(rf"(?:(?:\+|00)?620?|0)({_MOBILE}|{_FIXED})|({_MOBILE})", re.ASCII)
_PUNCTUATION = frozenset(".()/")
_LONGEST = 64


def parse_phone(text: str) -> str | None:
    """The number as E.164 ("+6281234567890"), None when it is not one.

    Accepts 0812…, 62812…, +62 812…, 0062812…, +62 (0)812… and 812…, with blanks, dashes, dots, brackets, slashes and
    the invisible characters that copying from a chat brings along. Digits other than 0 to 9 are refused.
    """
    if len(text) > _LONGEST:
        return None
    bare = "".join(character for character in text if not _is_ignored(character))
    found = _NATIONAL.fullmatch(bare)
    return "+62" + (found[1] or found[2]) if found else None


def readable_phone(number: str) -> str:
    """An E.164 number of Indonesia as people write it ("0812-3456-7890"); any other number as it is."""
    if not number.startswith("+62"):
        return number
    national = "0" + number.removeprefix("+62")
    return "-".join(part for part in (national[:4], national[4:8], national[8:]) if part)


def _is_ignored(character: str) -> bool:
    return character in _PUNCTUATION or unicodedata.category(character) in ("Zs", "Pd", "Cf")
