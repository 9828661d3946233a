"""`flask create-staff`."""

import click
from flask.cli import with_appcontext

from app import db, passwords
from app.cli.operating import app_on, owner_url, plainly, say, settings
from app.forms import is_storable, parse_email, tidy
from app.statements import named

_sql = named("operations")
LONGEST_NAME = 100  # characters, as members' names
_SAMPLE_DOMAIN = ".test"


@click.command("create-staff")
@click.argument("email")
@click.option("--name", required=True, help="Full name, as colleagues see it in timelines.")
@click.option("--role", type=click.Choice(["cs", "admin"]), default="cs", show_default=True)
@click.password_option(help="Asked for when it is not given; at least 12 characters.")
@with_appcontext
def create_staff(email: str, name: str, role: str, password: str) -> None:
    """Make or change a member of staff."""
    address, full_name = parse_email(email), tidy(name)
    if address is None:
        raise click.ClickException("That is no e-mail address")
    if not 1 <= len(full_name) <= LONGEST_NAME or not is_storable(name):
        raise click.ClickException(f"The name needs 1 to {LONGEST_NAME} readable characters")
    if not settings().development and address.endswith(_SAMPLE_DOMAIN):
        raise click.ClickException("Sample accounts are refused outside APP_ENV=development")
    if len(password) < 12:
        raise click.ClickException("The password needs at least 12 characters")
    person = {
        "email": address,
        "full_name": full_name,
        "role": role,
        "password_hash": passwords.hash_password(password),
    }
    with plainly(), owner_url() as url, app_on(url):
        db.transaction(
            db.Actor(role="sensasiwangi_owner", name="flask create-staff"), _sql.scalar("create_staff", **person)
        )
    say(f"{address} may use the CS desk as {role}")
