"""The machine around the shop: clocks, time zones, Python, and the last backup."""

import platform
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app import db
from app.checking import Check, Finding, failed, ok, skipped, warned
from app.db import Actor
from app.preflight.database import OWNER, WEB
from app.preflight.installation import Installation
from app.statements import named

_sql = named("preflight")
MOST_DRIFT = 2.0  # seconds
OLDEST_PYTHON = (3, 11)
OLDEST_BACKUP = 26.0  # hours: a day, and time for one to be made
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@dataclass(frozen=True, slots=True)
class Clocks:
    """Seconds since 1970: by the shop's clock, and by the server's."""

    shop: float
    server: float


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone as the database knows it, with its distance from UTC in seconds."""

    name: str
    seconds: float


def clock(_: Installation) -> Finding:
    """Holds, quotes and payment terms end by the database's clock, limits by ours."""
    before = time.time()
    found = db.read(Actor(request_id="preflight"), _sql.row("clocks", Clocks))
    middle, shown = (before + time.time()) / 2, found or Clocks(0.0, 0.0)
    drifts = {"the shop's clock (app_now)": shown.shop - middle, "the database's clock": shown.server - middle}
    wrong = [f"{name} is {drift:+.1f} s off" for name, drift in drifts.items() if abs(drift) > MOST_DRIFT]
    if wrong:
        return failed(f"{', '.join(wrong)} this machine's: set both by NTP, and reset app.clock_offset")
    return ok(f"{max(abs(drift) for drift in drifts.values()):.2f} s between database and app")


def zones(installation: Installation) -> Finding:
    """Python and PostgreSQL agree about Indonesia's three."""
    with installation.console() as console:
        known = {zone.name: zone.seconds for zone in console.ask(_sql.rows("zones", Zone, names=list(ZONES)))}
    now = datetime.now(UTC)
    wrong = [
        name
        for name in ZONES
        if (offset := now.astimezone(ZoneInfo(name)).utcoffset()) is None or known.get(name) != offset.total_seconds()
    ]
    if wrong:
        return failed(f"{', '.join(wrong)}: database and app disagree; install tzdata on both")
    return ok("WIB, WITA and WIT are known to database and app")


def python(_: Installation) -> Finding:
    """The version the code is written for."""
    words = f"Python {platform.python_version()}"
    newer = sys.version_info[:2] >= OLDEST_PYTHON
    return ok(words) if newer else failed(f"{words}: {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed")


def backup(installation: Installation) -> Finding:
    """Whatever makes the backups touches a file when one is done; what the database's provider makes, only the provider knows."""
    if installation.settings.backups_elsewhere:
        return skipped("BACKUPS=provider: whoever runs the database makes them; look there when the last one was made")
    stamp = installation.settings.backup_stamp_file
    try:
        hours = (time.time() - stamp.stat().st_mtime) / 3600
    except OSError as cause:
        words = f"BACKUP_STAMP_FILE: {cause.strerror or cause}: no backup was ever finished"
        return warned(words) if installation.settings.development else failed(words)
    if hours > OLDEST_BACKUP:
        return failed(f"the last backup is {hours:.0f} hours old: see why none was made since")
    return ok(f"the last one is {max(hours, 0.0):.1f} hours old")


CHECKS = (
    Check("machine.clock", "Clocks agree", clock, (WEB,)),
    Check("machine.zones", "Time zones are known", zones, (OWNER,)),
    Check("machine.python", "Python is new enough", python),
    Check("machine.backup", "Backups are recent", backup),
)
