"""What is for sale, as lists of addresses."""

from dataclasses import dataclass
from datetime import datetime

from app.statements import Statement, named

PER_FILE = 10_000  # a sitemap may name five times as many, but then takes a second to write

sql = named("crawlers")


@dataclass(frozen=True, slots=True)
class Listed:
    """A product's page and when its words last changed (UTC)."""

    slug: str
    updated_at: datetime


def count() -> Statement[int]:
    """How many listings are for sale."""
    return sql.scalar("count_listed")


def listed(file: int) -> Statement[list[Listed]]:
    """The listings of a sitemap's file, counted from 1, by slug."""
    return sql.rows("listed", Listed, skip=(file - 1) * PER_FILE, most=PER_FILE)
