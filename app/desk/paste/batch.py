"""Doing pasted rows one after the other, each in a transaction of its own: a row that is refused stops no other one."""

from time import monotonic
from typing import Any

from app import db, deadline, errors
from app.security import staff
from app.statements import Statement

SPARE = 1.0  # seconds that stay for the answer
UNHURRIED = "Belum sempat. Kirim sekali lagi."
_REFUSED = (
    errors.TransitionNotAllowed,
    errors.ChangedMeanwhile,
    errors.HeldByColleague,
    errors.BadQuantity,
    errors.NotThere,
    errors.InsufficientStock,
    errors.NotForSale,
    errors.MoreThanHeld,
)


def attempt(statement: Statement[Any]) -> tuple[str, Any]:
    """What became of a row: done and what the statement gave, or refused or unhurried and the sentence that says so."""
    if deadline.ends() - monotonic() < SPARE:
        return "unhurried", UNHURRIED
    try:
        return "done", db.transaction(staff(), statement)
    except _REFUSED as refusal:
        return "refused", refusal.sentence
    except errors.Unavailable:  # somebody else's lock, for too long; a database that is away fails the answer too
        return "unhurried", UNHURRIED
