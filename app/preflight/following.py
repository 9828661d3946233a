"""The streaming replica that public pages may come from: that it is one, of this database, and how far behind it is."""

from dataclasses import dataclass

import psycopg

from app.actors import SHOP
from app.checking import Check, Finding, explained, failed, ok, skipped, warned
from app.preflight.database import OWNER
from app.preflight.installation import Installation
from app.statements import named

_sql = named("preflight")
_lag = named("replica").scalar("lag")


@dataclass(frozen=True, slots=True)
class Copy:
    """A database as it says of itself: cluster by the number that its replicas share, schema as a sum over its migrations."""

    follows: bool
    cluster: str
    database: str
    schema: str


def replica(installation: Installation) -> Finding:
    """Only looked at: app/replica.py asks it for what everybody may see, and leaves it alone when it is away or behind."""
    settings = installation.settings
    if not settings.database_replica_url:
        return skipped("DATABASE_REPLICA_URL is not set: every page asks the database itself")
    with installation.console() as console:
        original = console.ask(_sql.row("copy", Copy))
    try:
        with installation.console(settings.database_replica_url) as console:
            console.ask(_sql.run("become", role=SHOP))
            found, behind = console.ask(_sql.row("copy", Copy)), console.ask(_lag)
    except psycopg.Error as cause:
        return failed(f"DATABASE_REPLICA_URL does not answer as the shop: {explained(cause)}")
    assert original is not None and found is not None  # noqa: S101, PT018  (a select without from has one row)
    return judged(original, found, behind, settings.replica_lag_seconds)


def judged(original: Copy, found: Copy, behind: float, most: int) -> Finding:
    """What is said of a copy that is so many seconds behind."""
    if not found.follows:
        return failed("DATABASE_REPLICA_URL is no replica: it takes writes; give the address of one that only follows")
    if (found.cluster, found.database) != (original.cluster, original.database):
        return failed("DATABASE_REPLICA_URL is the replica of another database, so its pages would be another shop's")
    if found.schema != original.schema:
        return failed("DATABASE_REPLICA_URL has other migrations than the database: it stopped following before them")
    if behind > most:
        return warned(f"{behind:.0f} s behind, more than REPLICA_LAG_SECONDS={most}: the shop does not ask it")
    return ok(f"follows the database, {behind:.1f} s behind")


CHECKS = (Check("database.replica", "Replica follows it", replica, (OWNER,)),)
