"""`flask smoke URL`."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import with_appcontext

from app import checking, seeding
from app.cli.operating import app_on, database_url, plainly, settings

SECONDS = 45.0  # and some for leaving, so that nothing stays behind
_SAMPLE = "pembeli@sensasiwangi.test"


@click.command()
@click.argument("url")
@click.option("--email", envvar="SMOKE_EMAIL", help="A member who does nothing else; SMOKE_EMAIL.")
@click.option("--password", envvar="SMOKE_PASSWORD", help="SMOKE_PASSWORD.")
@click.option(
    "--register", is_flag=True, help="Register a member for this visit beside --email (name+…@), and delete it."
)
@click.option("--product", default="", help="The slug to buy; otherwise one of which there are many.")
@click.option("--limits/--no-limits", default=True, show_default=True, help="Provoke a 429.")
@click.option("--database", "with_database", is_flag=True, help="Look into DATABASE_URL as well.")
@click.option("--json", "as_json", is_flag=True, help="The same for machines.")
@with_appcontext
def smoke(url: str, *, as_json: bool, with_database: bool, **options: object) -> None:
    """Buy something at URL, look at everything on the way, and call it off; exit status 1 when a box is red."""
    from app.smoke import STEPS, leaving
    from app.smoke.browser import Browser
    from app.smoke.visit import Visit

    if not url.startswith(("http://", "https://")):
        raise click.BadParameter("should begin with https:// or http://", param_hint="URL")
    with plainly(), _shop_database(asked=with_database) as app:
        visit = Visit(Browser(url, SECONDS), **_member(options), database=app)  # type: ignore[arg-type]
        try:
            results = checking.run_all(STEPS, visit, {visit.password})
        except KeyboardInterrupt:
            leaving.leave(visit)
            raise
    checking.report(results, as_json=as_json)


def _member(options: dict[str, object]) -> dict[str, object]:
    """Who shops: the member given, one beside them, or the sample member of a developer's shop."""
    email, password = options.pop("email"), options.pop("password")
    if settings().development:
        email, password = email or _SAMPLE, password or seeding.PASSWORD
    registers = bool(options.pop("register"))
    if registers and email:
        name, _, host = str(email).rpartition("@")
        email, password = f"{name}+{secrets.token_hex(4)}@{host}", secrets.token_urlsafe(16)
    if not (email and password):
        raise click.UsageError("Who shops? Give --email and --password, or SMOKE_EMAIL and SMOKE_PASSWORD")
    return {**options, "email": email, "password": password, "registers": registers}


@contextmanager
def _shop_database(*, asked: bool) -> Iterator[Flask | None]:
    """The app on DATABASE_URL, when it is asked for."""
    if not asked:
        yield None
        return
    with database_url() as url, app_on(url) as app:
        yield app
