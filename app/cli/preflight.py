"""`flask preflight`."""

import click
from flask.cli import with_appcontext

from app import checking
from app.cli.operating import app_on, database_url, plainly, settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The same for machines.")
@with_appcontext
def preflight(*, as_json: bool) -> None:
    """Check settings, database, services and machine before people shop here; exit status 1 when a box is red."""
    from app.preflight import CHECKS
    from app.preflight.installation import Installation

    with plainly(), database_url() as url, app_on(url) as app:
        installation = Installation(app, settings().migration_database_url or url)
        results = checking.run_all(CHECKS, installation, installation.secrets())
    checking.report(results, as_json=as_json)
