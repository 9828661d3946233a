"""The forms of an order page: a reason, a version, an uploaded proof, and the history's filters."""

from collections.abc import Mapping
from typing import IO

from app.forms import FormErrors, FormReader, parse_quantity
from app.orders.proofs import MOST_BYTES, Proof, UnusableProof, examine
from app.orders.statuses import GROUPS, STATUSES


def parse_reason(form: Mapping[str, str]) -> str | FormErrors:
    """Why an order is called off; may be empty."""
    reader = FormReader(form)
    return reader.errors_or(reader.text("reason", most=300, lines=True))


def parse_proof(upload: IO[bytes] | None) -> Proof | FormErrors:
    """The uploaded proof, examined; None when no file was sent."""
    try:
        return examine(upload.read(MOST_BYTES + 1) if upload else b"")
    except UnusableProof as unusable:
        return FormErrors(errors={"proof": str(unusable)})


def parse_statuses(text: str) -> tuple[str, tuple[str, ...]]:
    """The history's filter: a group's name, a single status, or everything; with the statuses it means."""
    if text in GROUPS:
        return text, GROUPS[text]
    return (text, (text,)) if text in STATUSES else ("", STATUSES)


def parse_page(text: str) -> int:
    """A page number from 1; anything else is the first page."""
    return parse_quantity(text, highest=10_000) or 1
