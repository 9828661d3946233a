"""The shop's health at the desk: the same facts as machines read, with what to do."""

from time import time

from flask import Response, current_app

from app import db, release
from app.desk.blueprint import bp, page
from app.desk.health import checks
from app.desk.queue import queries as queue
from app.monitoring import queries
from app.security import staff

HEALTH = ("desk/health.html", "partials/desk/health.html")


@bp.get("/health")
def health() -> Response:
    """Whether all is well."""
    facts, version, counts = db.read(staff(), queries.facts(), queries.version(), queue.counts())
    standing = release.standing(current_app.config["SETTINGS"])
    version = version or queries.Version(0, 0)
    schema = checks.Schema(version.newest, version.applied, standing.migrations)
    return page(
        *HEALTH,
        title="Kesehatan",
        counts=counts,
        checks=checks.checks(checks.Facts(facts), schema, standing),
        release=standing.release,
        uptime=checks.words(time() - standing.since),
    )
