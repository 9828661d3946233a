"""Reading what a browser sent: strict parsers, and a reader that gathers values and messages field by field.

Every area's forms.py has functions of one shape: `parse_address(form) -> Address | FormErrors`. They read all fields
(so that all messages come at once, in the order of the page) and end with `reader.errors_or(parsed)`.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from app.format import rupiah
from app.phone import parse_phone

T = TypeVar("T")

UNREADABLE = "Ada karakter yang tidak bisa kami simpan. Ketik ulang bagian ini."
PHONE_HELP = "Tulis nomor HP Indonesia, contoh 0812 3456 7890."
EMAIL_HELP = "Tulis alamat e-mail lengkap, contoh nama@contoh.id."
POSTAL_CODE_HELP = "Kode pos terdiri dari 5 angka, contoh 40115."

RUPIAH_HELP = "Tulis angka Rupiah bulat, contoh 18.000."

SHOWN_AGAIN = 2_000  # characters of a refused value that are put back into its field
NEVER = -1  # the version of nothing
ROOM_FOR_LINES = 4  # a text area may send this many raw characters per stored one (line ends, runs of spaces)

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_RUPIAH = re.compile(r"(?:Rp\.? ?)?([0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})", re.ASCII | re.IGNORECASE)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}", re.ASCII)
# Control characters but tab and line ends, lone surrogates, direction overrides, noncharacters.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


@dataclass(frozen=True)
class FormErrors:
    """A form as it is shown (again): what was typed, and the message of each field that must change."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What the field shows."""
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        """The field's message, empty when it is fine."""
        return self.errors.get(name, "")

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(field name, message) in the order of the page, for the error summary."""
        return list(self.errors.items())

    def having(self, name: str, message: str) -> "FormErrors":
        """The same form with one more message, for what only the database knows."""
        return FormErrors(self.values, {**self.errors, name: message})


def filled(**values: str | None) -> FormErrors:
    """A form before anything was sent: known values (None is shown as empty) and no messages."""
    return FormErrors({name: value or "" for name, value in values.items()})


def parse_quantity(text: str | None, *, lowest: int = 1, highest: int = 999) -> int | None:
    """A whole number in ASCII digits within bounds, else None. No sign, point, underscore or foreign digit passes."""
    if text is None or not _DIGITS.fullmatch(text.strip(" ")):
        return None
    number = int(text)
    return number if lowest <= number <= highest else None


def parse_version(form: Mapping[str, str]) -> int | None:
    """The version that the page of a form showed, 0 where there was nothing yet; None when the form carries none.

    What is no version is NEVER, which nothing has: it must not pass for a form without one.
    """
    given = form.get("version")
    found = parse_quantity(given, lowest=0, highest=999_999_999)
    return NEVER if found is None and given is not None else found


def is_overtaken(seen: int | None, version: int) -> bool:
    """Whether a page showed another version than there is now; None: it did not say which."""
    return seen is not None and seen != version


def parse_rupiah(text: str, *, lowest: int = 0, highest: int = 100_000_000) -> int | None:
    """Whole Rupiah as people write them (18000, 18.000, Rp 18.000) within bounds, else None; no cents, no sign."""
    found = _RUPIAH.fullmatch(text.strip())
    amount = int(found[1].replace(".", "")) if found else -1
    return amount if lowest <= amount <= highest else None


def parse_uuid(text: str | None) -> UUID | None:
    """An id in its usual notation with hyphens, else None (uuid.UUID itself takes braces and "urn:")."""
    return UUID(text) if text and _UUID.fullmatch(text) else None


def parse_email(text: str) -> str | None:
    """A lower-case address without display name or comments, at most 254 characters, else None."""
    address = text.strip()
    if not address.isascii():  # before lowering, which turns the Kelvin sign into a k
        return None
    address = address.lower()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        return None
    local = address.partition("@")[0]
    return None if local.startswith(".") or local.endswith(".") or ".." in local else address


def is_storable(text: str) -> bool:
    """False for NUL and other control characters, lone surrogates, noncharacters and direction overrides."""
    return not _HARMFUL.search(text)


def tidy(text: str, *, lines: bool = False) -> str:
    """Composed (NFC), runs of blanks as one, no blanks at the ends; with `lines`, at most one empty line in a row."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        return " ".join(composed.replace("\n", " ").replace("\t", " ").split())
    rows = "\n".join(" ".join(row.split()) for row in composed.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", rows).strip()


def printable(text: str, *, most: int = SHOWN_AGAIN) -> str:
    """What can safely be put back into a page: the storable characters, cut where it gets long."""
    return _HARMFUL.sub("", text[:most])


class FormReader:
    """Reads fields in page order. A refused field yields an empty value and leaves its message in `errors`."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.values: dict[str, str] = {}
        self.errors: dict[str, str] = {}

    def errors_or(self, parsed: T) -> T | FormErrors:
        """What was parsed, or the form with its messages when any field was refused."""
        return FormErrors(self.values, self.errors) if self.errors else parsed

    def refuse(self, name: str, message: str) -> None:
        """The first message of a field stays."""
        self.errors.setdefault(name, message)

    def text(self, name: str, missing: str | None = None, *, most: int = 100, lines: bool = False) -> str:
        """A tidy text of at most `most` characters; `missing` is the message when it is empty (None: optional)."""
        raw = self.raw(name)
        self.values[name] = printable(raw)
        if len(raw) > ROOM_FOR_LINES * most:
            return self._refused(name, f"Paling banyak {most} karakter.")
        if not is_storable(raw):
            return self._refused(name, UNREADABLE)
        value = tidy(raw, lines=lines)
        if len(value) > most:
            return self._refused(name, f"Paling banyak {most} karakter.")
        return value or self._refused(name, missing)

    def email(self, name: str, missing: str) -> str:
        """An e-mail address in lower case."""
        return self._parsed(name, missing, parse_email(self._line(name)), EMAIL_HELP)

    def phone(self, name: str, missing: str) -> str:
        """An E.164 number; the field keeps the notation that was typed."""
        return self._parsed(name, missing, parse_phone(self._line(name)), PHONE_HELP)

    def postal_code(self, name: str, missing: str) -> str:
        """Five digits; blanks, dots and dashes between them do not matter."""
        digits = re.sub(r"[ \u00a0.-]", "", self._line(name))
        return self._parsed(name, missing, digits if re.fullmatch("[0-9]{5}", digits) else None, POSTAL_CODE_HELP)

    def choice(self, name: str, allowed: Collection[str], missing: str) -> str:
        """One of the values the server offered."""
        value = self._line(name)
        return value if value in allowed else self._refused(name, missing)

    def rupiah(self, name: str, missing: str, *, lowest: int = 0, highest: int = 100_000_000) -> int:
        """Whole Rupiah within bounds; 0 when it was refused."""
        amount = parse_rupiah(self._line(name), highest=10**12)
        if amount is not None and lowest <= amount <= highest:
            return amount
        out_of_bounds = f"Isi {rupiah(lowest)} sampai {rupiah(highest)}."
        help_text = RUPIAH_HELP if amount is None else out_of_bounds
        self._refused(name, help_text if self.values[name].strip() else missing)
        return 0

    def flag(self, name: str) -> bool:
        """A check box: sent and not empty."""
        self.values[name] = "ya" if self.raw(name) else ""
        return bool(self.values[name])

    def raw(self, name: str) -> str:
        """Exactly what was sent, empty when there is no such field; not kept for showing again (for passwords)."""
        return self._form.get(name, "")

    def _line(self, name: str) -> str:
        raw = self.raw(name)
        self.values[name] = printable(raw)
        return raw.strip()[:SHOWN_AGAIN]

    def _parsed(self, name: str, missing: str, value: str | None, help_text: str) -> str:
        return value or self._refused(name, help_text if self.values[name].strip() else missing)

    def _refused(self, name: str, message: str | None) -> str:
        if message is not None:
            self.refuse(name, message)
        return ""
