"""Passwords: Argon2id under a bound on concurrent hashing, and which passwords are refused.

Parameters: OWASP Password Storage Cheat Sheet (19 MiB, two passes, one lane). Rules: NIST SP 800-63B-4 and ASVS 5.0
chapter 6: at least 8 characters, 15 suggested, no composition rules, nothing that is guessed first.
"""

import base64
import os
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import Busy
from app.forms import UNREADABLE, is_storable

SHORTEST, SUGGESTED, LONGEST = 8, 15, 128  # characters
MISSING = "Isi kata sandi."
TOO_SHORT = f"Paling sedikit {SHORTEST} karakter. {SUGGESTED} atau lebih jauh lebih aman."
TOO_LONG = f"Paling banyak {LONGEST} karakter."
TOO_COMMON = "Kata sandi ini mudah ditebak. Gabungkan beberapa kata yang hanya kamu yang tahu."
TOO_PERSONAL = "Jangan pakai nama, e-mail, atau nomor HP sendiri sebagai kata sandi."

AT_ONCE = max(1, (os.cpu_count() or 2) // 2)  # hashes per process; more only slows down everybody's orders
IN_QUEUE = 12
PATIENCE = 1.5  # seconds a request waits for its turn

_PASSES, _MEMORY, _LANES, _SALT, _LENGTH = 2, 19 * 1024, 1, 16, 32
_hasher = PasswordHasher(_PASSES, _MEMORY, _LANES, _LENGTH, _SALT)
_places = threading.BoundedSemaphore(AT_ONCE + IN_QUEUE)
_turns = threading.BoundedSemaphore(AT_ONCE)

_COMMON_FILE = Path(__file__).with_name("accounts") / "common_passwords.txt"
_LETTERS_FOR_SIGNS = str.maketrans("013457@$!", "oleastasi")
_AFFIXES = re.compile(r"^[\d\W_]{0,4}(.*?)[\d\W_]{0,6}$", re.DOTALL)
_DATE = re.compile(r"(?:[0-3]\d[01]\d(?:19|20)\d\d|(?:19|20)\d\d[01]\d[0-3]\d)", re.ASCII)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def hash_password(password: str) -> str:
    """The Argon2id hash to store. Raises errors.Busy when too many are hashing already."""
    with _turn():
        return _hasher.hash(_bytes(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; without a stored hash (unknown e-mail) it takes as long, and it is not.

    Raises errors.Busy when too many are hashing already.
    """
    with _turn():
        try:
            _hasher.verify(stored or _nobodys_hash(), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def problem_with(password: str, about: Iterable[str] = ()) -> str | None:
    """Why a new password is refused, as a sentence; None when it is fine. `about`: name, e-mail, phone of its owner."""
    if not password:
        return MISSING
    if not LONGEST >= len(_composed(password[: 4 * LONGEST])) >= SHORTEST:
        return TOO_SHORT if len(password) < LONGEST else TOO_LONG
    if not is_storable(password) or "\n" in password or "\r" in password:
        return UNREADABLE
    if is_common(password):
        return TOO_COMMON
    return TOO_PERSONAL if _is_personal(password, about) else None


def is_common(password: str) -> bool:
    """Whether guessing starts with it.

    A listed word (doubled, with digits or signs around it, with digits for letters), a row of keys, a date, or one or
    two characters over and over.
    """
    text = _composed(password).casefold()
    spellings = {text, text.translate(_LETTERS_FOR_SIGNS), "".join(text.split())}
    return any(_is_listed(spelling) for spelling in spellings) or _is_pattern(text)


def _is_listed(text: str) -> bool:
    words = _common_words()
    found = _AFFIXES.match(text)
    core = found[1] if found else text
    half = core[: len(core) // 2]
    return text in words or core in words or (bool(half) and core == half * 2 and half in words)


def _is_pattern(text: str) -> bool:
    core = text.rstrip("!?.*#@")
    return len(set(core)) <= 2 or _DATE.fullmatch(core) is not None or _is_row_of_keys(core)


def _is_row_of_keys(text: str) -> bool:
    pieces = [text[start : start + 4] for start in range(0, len(text) - 3, 4)]
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return len(text) % 4 == 0 and all(any(piece in row for row in rows) for piece in pieces)


def _is_personal(password: str, about: Iterable[str]) -> bool:
    bare = _letters_and_digits(password)
    own = {"sensasiwangi", *(_letters_and_digits(part) for text in about for part in (text, text.partition("@")[0]))}
    own |= {"0" + phone.removeprefix("62") for phone in own if phone.startswith("62") and phone.isdecimal()}
    return any(word and (bare == word or bare.strip("0123456789") == word) for word in own)


def _letters_and_digits(text: str) -> str:
    return "".join(character for character in _composed(text).casefold() if character.isalnum())


def _composed(password: str) -> str:
    """One form for what keyboards send in several."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _composed(password).encode(errors="surrogatepass")


@cache
def _common_words() -> frozenset[str]:
    lines = _COMMON_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _nobodys_hash() -> str:
    """A hash of the usual cost that no password has: all its bits are zero."""
    salt, tag = (base64.b64encode(bytes(size)).decode().rstrip("=") for size in (_SALT, _LENGTH))
    return f"$argon2id$v=19$m={_MEMORY},t={_PASSES},p={_LANES}${salt}${tag}"


@contextmanager
def _turn() -> Iterator[None]:
    """One of the few places at the hasher; a full queue is answered at once, a long one after PATIENCE."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        if not _turns.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _turns.release()
    finally:
        _places.release()
