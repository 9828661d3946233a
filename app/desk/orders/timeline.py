"""The whole timeline in words, with who did what; and what happened since the version somebody saw."""

from dataclasses import dataclass
from datetime import datetime

from app.desk.orders.queries import Event
from app.orders.timeline import words

_INTERNAL = {
    "note": "Catatan",
    "takeover": "Diambil alih dari rekan",
    "message": "Pesan dibuka",
    "mail": "Surat ditulis, belum terkirim",
    "mail_sent": "Surat terkirim",
}
_WHO = {
    "customer": "Pembeli",
    "link": "Pembeli, lewat tautan",
    "worker": "Sistem",
    "seed": "Contoh",
    "database": "Konsol basis data",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a sentence, when (UTC), a note, who did it, and whether the shopper reads it."""

    text: str
    at: datetime
    note: str
    who: str
    is_public: bool


def entries(events: list[Event]) -> list[Entry]:
    """The timeline as staff see it, in the order given."""
    return [_entry(event) for event in events]


def since(events: list[Event], version: int | None) -> list[Entry]:
    """What made the versions after the one that was seen: whom a conflict is with."""
    return [_entry(event) for event in events if version is not None and (event.order_version or 0) > version]


def _entry(event: Event) -> Entry:
    who = event.staff_name or _WHO.get(event.actor_kind, event.actor_kind)
    if event.kind in _INTERNAL:
        note = (event.to_value or "") if event.kind != "takeover" else ""
        return Entry(_INTERNAL[event.kind], event.created_at, note, who, event.is_public)
    text = words(event.kind, event.from_value, event.to_value)
    return Entry(text, event.created_at, event.reason, who, event.is_public)
