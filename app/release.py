"""Which release runs since when, and when the last backup was finished: what the process knows without the database."""

import math
import time
from dataclasses import dataclass
from pathlib import Path

from app import migrations
from app.settings import Settings

BUILD = Path(__file__).resolve().parent.parent / "RELEASE"  # written when the shop is built: `git describe --always`
UNKNOWN = "unknown"
_since = time.time()  # the first process's; those it forks inherit it


@dataclass(frozen=True, slots=True)
class Standing:
    """release as it was tagged or built; since and backup_at as times of time.time().

    backup_at is None when no backup is known, and not a number when whoever runs the database makes them and knows.
    """

    release: str
    since: float
    backup_at: float | None
    migrations: int  # that this code knows


def standing(settings: Settings) -> Standing:
    """As it is now."""
    backup_at = math.nan if settings.backups_elsewhere else _finished(settings.backup_stamp_file)
    return Standing(named(settings), _since, backup_at, len(migrations.available()))


def named(settings: Settings) -> str:
    """RELEASE, else what was written at build."""
    written = BUILD.read_text(encoding="utf-8").strip() if BUILD.is_file() else ""
    return settings.release or written or UNKNOWN


def _finished(stamp: Path) -> float | None:
    """A backup touches its stamp when it is finished."""
    return stamp.stat().st_mtime if stamp.is_file() else None
