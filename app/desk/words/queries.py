"""Messages as staff edited them, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("desk_words")


@dataclass(frozen=True, slots=True)
class Edited:
    """What was written in place of a starting text; title and body None when that text was restored. Times in UTC."""

    key: str
    title: str | None
    body: str | None
    version: int
    who: str
    updated_at: datetime


def edited() -> Statement[list[Edited]]:
    """Every message that was ever edited."""
    return sql.rows("edited", Edited)


def edit(key: str, version: int | None, title: str, body: str) -> Statement[int]:
    """Writes a message anew over the version that was seen."""
    return sql.scalar("edit", key=key, version=version, title=title, body=body)


def restore(key: str, version: int | None) -> Statement[int]:
    """Lets a message say its starting text again."""
    return sql.scalar("edit", key=key, version=version, title=None, body=None)


def note(order_id: UUID, key: str, title: str) -> Statement[None]:
    """Notes on an order that a message was opened; title is its starting title."""
    return sql.run("note", order_id=order_id, key=key, title=title)
