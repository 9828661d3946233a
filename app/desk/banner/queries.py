"""Banners, as typed statements."""

from dataclasses import dataclass
from datetime import datetime

from app.desk.banner.forms import Wish
from app.statements import Statement, named

sql = named("desk_banner")


@dataclass(frozen=True, slots=True)
class Version:
    """A banner as somebody set it, times in UTC. is_due: it may be shown now; is_ahead: it has not begun."""

    id: int
    text: str
    link: str
    starts_at: datetime
    ends_at: datetime | None
    is_on: bool
    created_at: datetime
    who: str
    is_due: bool
    is_ahead: bool


def history() -> Statement[list[Version]]:
    """The latest ones; the first of them counts."""
    return sql.rows("history", Version)


def set_banner(version: int | None, wish: Wish) -> Statement[int]:
    """Writes the banner anew over the version that was seen."""
    return sql.scalar(
        "set",
        version=version,
        text=wish.text,
        link=wish.link,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        is_on=wish.is_on,
    )
