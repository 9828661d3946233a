"""The database: that it answers, who we are there, and that it is the right one."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from app import db, errors, migrations
from app.checking import Check, Finding, explained, failed, not_reached, ok, skipped, warned
from app.db import Actor
from app.preflight.installation import Installation
from app.statements import named

_sql = named("preflight")
OLDEST, NAMED = 150000, "15"  # what PostgreSQL calls its version 15.0
WEB, OWNER, MIGRATIONS = "database.web", "database.owner", "database.migrations"


@dataclass(frozen=True, slots=True)
class Server:
    """The server in its own words; version like 180001."""

    version: int
    fsync: str
    full_page_writes: str
    synchronous_commit: str


def web(_: Installation) -> Finding:
    """The way of every request: DATABASE_URL, by the app's own pool."""
    began = time.monotonic()
    try:
        login = db.read(Actor(request_id="preflight"), _sql.scalar("login"))
    except errors.Unavailable as cause:
        return failed(f"DATABASE_URL does not answer: {explained(cause)}")
    except psycopg.DatabaseError as cause:
        return failed(f"DATABASE_URL may not act as the shop: {explained(cause)}; flask migrate up, or grant the roles")
    return ok(f"{login} acts as the shop, answered in {1000 * (time.monotonic() - began):.0f} ms")


def owner(installation: Installation) -> Finding:
    """The address that migrates: MIGRATION_DATABASE_URL, else the same."""
    try:
        with installation.console() as console:
            login, may_own = console.ask(_sql.scalar("login")), console.ask(_sql.scalar("may_own"))
    except psycopg.Error as cause:
        if installation.owner_url == installation.settings.database_url:
            return not_reached(WEB)
        return failed(f"the owner's address does not answer: {explained(cause)}")
    if may_own is False:
        return failed(f"{login} may not act as the owner: set MIGRATION_DATABASE_URL to the login that migrates")
    return ok(f"{login} may act as the owner" if may_own else f"{login}; there is no owner yet")


def version(installation: Installation) -> Finding:
    """PostgreSQL 15 or newer."""
    found = _server(installation).version
    words = f"PostgreSQL {found // 10000}.{found % 10000}"
    return ok(words) if found >= OLDEST else failed(f"{words}: {NAMED} or newer is needed")


def lasting(installation: Installation) -> Finding:
    """A server that keeps what it acknowledged, and is not the one that a developer's machine starts."""
    if not installation.production:
        return skipped("any server is right for development")
    host = str(conninfo_to_dict(installation.settings.database_url).get("host") or "")
    if host and host == _embedded(installation.settings.data):
        return failed("DATABASE_URL is the embedded server under DATA: customers need one with backups of its own")
    server = _server(installation)
    careless = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if getattr(server, name) == "off"]
    if careless:
        return failed(f"{', '.join(careless)} is off: a crash would lose orders that were acknowledged")
    return ok("a server of its own that keeps what it acknowledges")


def current(installation: Installation) -> Finding:
    """Exactly the migrations of this code."""
    try:
        steps = migrations.status(installation.owner_url)
    except migrations.MigrationError as cause:
        return failed(str(cause))
    behind = [step for step in steps if step.state != "applied"]
    if not behind:
        return ok(f"{len(steps)} applied, the last is {steps[-1].version:04d} {steps[-1].name}")
    told = ", ".join(f"{step.version:04d} {step.name} is {step.state}" for step in behind[:3])
    line = f"{told}{' …' if len(behind) > 3 else ''}"
    if not installation.production and all(step.state == "changed" for step in behind):
        return replace(warned(f"{line}: edited since this database got it"), reached=False)
    return failed(f"{line}: flask migrate up, or the release that knows them")


def _embedded(data: Path) -> str:
    """The directory by which clients find the embedded server under DATA, from the file it keeps while it runs."""
    try:
        return (data / "postgres" / "postmaster.pid").read_text().split("\n")[4]
    except FileNotFoundError:
        return ""


def _server(installation: Installation) -> Server:
    with installation.console() as console:
        found = console.ask(_sql.row("server", Server))
    assert found is not None  # noqa: S101  (a select without from has one row)
    return found


CHECKS = (
    Check(WEB, "Web app reaches it", web),
    Check(OWNER, "Owner's login reaches it", owner),
    Check("database.version", "PostgreSQL is new enough", version, (OWNER,)),
    Check("database.lasting", "Server keeps what it acknowledges", lasting, (OWNER,)),
    Check(MIGRATIONS, "Migrations are current", current, (OWNER,)),
)
