"""`flask switch`: closes and opens the checkout, or lets the shop be looked at only, while it runs."""

import click
from flask.cli import with_appcontext

from app import db, switches
from app.cli.operating import app_on, owner_url, plainly, say

OWNER = db.Actor(role="sensasiwangi_owner", name="flask switch")


@click.command()
@click.argument("name", type=click.Choice(["checkout", "readonly"]))
@click.argument("state", type=click.Choice(["on", "off"]))
@click.option("--reason", default="", help="For those who read the audit trail.")
@with_appcontext
def switch(name: str, state: str, reason: str) -> None:
    """Turn a switch of the running shop: `checkout off` closes the checkout, `readonly on` refuses every write."""
    with plainly(), owner_url() as url, app_on(url):
        db.transaction(OWNER, switches.turn(name, reason, is_on=state == "on"))
    say(f"{name} is {state}: in effect now, pages follow within a second")
