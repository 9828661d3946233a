"""What commands share: a database that answers, and one plain line for whatever stops them."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

import click
import psycopg
from flask import Flask, current_app

from app import backups, embedded, errors, migrations
from app.settings import Settings


def settings() -> Settings:
    """The settings of the current app."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def say(line: str) -> None:
    """One line of progress."""
    click.echo(f"→ {line}")


@contextmanager
def plainly() -> Iterator[None]:
    """Turns what operators can mend into one line on stderr and exit status 1."""
    try:
        yield
    except (embedded.EmbeddedError, migrations.MigrationError, backups.BackupError) as cause:
        raise click.ClickException(str(cause)) from cause
    except errors.Unavailable as cause:
        raise click.ClickException(f"The database does not answer: {_first_line(cause.__cause__)}") from cause
    except psycopg.Error as cause:
        raise click.ClickException(f"The database refused: {_first_line(cause)}") from cause


@contextmanager
def database_url() -> Iterator[str]:
    """DATABASE_URL, or without it the embedded server under DATA for as long as the block lasts."""
    given = settings().database_url
    if given:
        yield given
        return
    server = embedded.start(settings().data)
    try:
        yield server.url()
    finally:
        server.stop()


@contextmanager
def owner_url() -> Iterator[str]:
    """MIGRATION_DATABASE_URL where it is set, else the same database as the web app's."""
    if settings().migration_database_url:
        yield settings().migration_database_url
        return
    with database_url() as url:
        yield url


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    """The app on this database, inside its context."""
    from app import create_app, db

    app = create_app(dataclasses.replace(settings(), database_url=url))
    with app.app_context():
        try:
            yield app
        finally:
            db.database().close()


def _first_line(cause: BaseException | None) -> str:
    return (str(cause).strip().splitlines() or ["no message"])[0]
