"""`flask migrate` and `flask seed`."""

import click
from flask.cli import AppGroup, with_appcontext

from app import migrations, seeding
from app.areas import loading
from app.cli.operating import app_on, owner_url, plainly, say, settings

migrate = AppGroup("migrate", help="Brings the database to a version of the schema.")


@migrate.command("up")
def up() -> None:
    """Apply the migrations that are pending."""
    with plainly(), owner_url() as url:
        applied = migrations.up(url)
    for migration in applied:
        say(f"{migration.version:04d} {migration.name}")
    say(f"{len(applied)} applied, the database is current")


@migrate.command("down")
@click.option("--count", default=1, show_default=True, type=click.IntRange(min=1), help="How many to undo.")
@click.option("--to", type=click.IntRange(min=0), help="Undo all above this number instead, like 3 for before 0004.")
@click.option("--yes", is_flag=True, help="In production: do it; otherwise it is only said what would be lost.")
def down(count: int, to: int | None, yes: bool) -> None:
    """Undo the newest migrations, newest first; what is lost is said before, and done in production with --yes only."""
    with plainly(), owner_url() as url:
        if to is not None:
            count = sum(step.version > to and step.state != "pending" for step in migrations.status(url))
        for migration in migrations.way_down(url, count) if count else ():
            say(f"{migration.version:04d} {migration.name}: {migration.loses}")
        if not yes and not settings().development:
            raise click.ClickException("Nothing was undone. With --yes all of this is, and a backup brings it back")
        undone = migrations.down(url, count) if count else []
    say(f"{len(undone)} undone")


@migrate.command("status")
def status() -> None:
    """List every migration as applied, pending, changed or unknown; exit status 1 unless all are applied."""
    with plainly(), owner_url() as url:
        steps = migrations.status(url)
    for step in steps:
        click.echo(f"{step.version:04d} {step.name}: {step.state}")
    if any(step.state != "applied" for step in steps):
        raise SystemExit(1)


@click.command("load-areas")
@with_appcontext
def load_areas() -> None:
    """Bring the table of Indonesia's villages up to the file in sql/data/areas."""
    with plainly(), owner_url() as url:
        say(f"{loading.load(url)} villages are there")


@click.command()
@click.option("--listings", type=click.IntRange(min=1), help="Also fill up with invented listings, for benchmarks.")
@with_appcontext
def seed(listings: int | None) -> None:
    """Put the sample shop into the database; development only."""
    if not settings().development:
        raise click.ClickException("The sample shop has sample passwords: it is refused outside APP_ENV=development")
    with plainly(), owner_url() as url, app_on(url):
        seeding.plant(url)
        if listings:
            seeding.fill_up(url, listings)
        say(f"The sample shop is there: {seeding.count_listings(url)} listings")
