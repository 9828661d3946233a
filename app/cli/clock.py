"""`flask clock`: moves the clock of a developer's shop, and does what is due by then."""

import re
import threading
import time
from typing import Any, TypeVar

import click
import psycopg
from flask.cli import with_appcontext
from psycopg import ClientCursor

from app.cli import worker
from app.cli.operating import app_on, owner_url, plainly, say, settings
from app.statements import Statement, named

T = TypeVar("T")

LONGEST = 5.0  # seconds until the server has read its settings anew
_OFFSET = re.compile(r"[0-9]{1,5} (minutes|hours|days)")
_sql = named("operations")


@click.command()
@click.argument("offset")
@with_appcontext
def clock(offset: str) -> None:
    """Let it be so much later for the whole shop, like "25 hours"; "0 days" is now again. Development only."""
    if not settings().development:
        raise click.ClickException("The clock of a real shop is not moved: this is for APP_ENV=development")
    if not _OFFSET.fullmatch(offset):
        raise click.BadParameter('say it like "90 minutes", "25 hours" or "8 days"')
    with plainly(), owner_url() as url:
        move(url, offset)
        with app_on(url):
            worker.run_all(threading.Event())
    say(f"It is {offset} later, and everything due is done")


def move(url: str, offset: str) -> None:
    """Sets the server's clock_offset for all its sessions; url is an administrator's. Raises psycopg.Error."""
    with psycopg.connect(url, autocommit=True, cursor_factory=ClientCursor) as connection:
        _run(connection, _sql.run("set_clock", offset=offset))
        _run(connection, _sql.run("read_settings"))
        deadline = time.monotonic() + LONGEST
        while _run(connection, _sql.scalar("clock")) != offset and time.monotonic() < deadline:
            time.sleep(0.01)


def _run(connection: "psycopg.Connection[Any]", statement: Statement[T]) -> T:
    return statement.shape(connection.execute(statement.text, statement.params))
