"""`flask audit`."""

from dataclasses import dataclass
from uuid import UUID

import click
from flask.cli import with_appcontext

from app import db
from app.cli.operating import app_on, database_url, plainly, say
from app.statements import named

_sql = named("operations")


@dataclass(frozen=True)
class BrokenPromise:
    """A row of stock_audit(): what should hold, for which listing or order, and both numbers."""

    promise: str
    subject: UUID
    expected: int
    found: int


@click.command()
@with_appcontext
def audit() -> None:
    """Check the stock's promises; exit status 1 when one is broken."""
    with plainly(), database_url() as url, app_on(url):
        broken = db.read(db.Actor(role=db.WORKER, name="flask audit"), _sql.rows("stock_audit", BrokenPromise))
    for row in broken:
        click.echo(f"{row.promise}: {row.subject} should be {row.expected}, is {row.found}")
    if broken:
        raise SystemExit(1)
    say("Every promise holds")
