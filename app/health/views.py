"""`/api/health` says that the process runs, `/api/ready` that the shop can do its work."""

import logging
from dataclasses import dataclass

import psycopg
from flask import Blueprint, Response, jsonify

from app import db, errors, migrations
from app.statements import named

bp = Blueprint("health", __name__, url_prefix="/api")
_sql = named("operations")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Readiness:
    """What the database says about itself: the newest migration, holds ten minutes overdue, broken promises."""

    version: int
    migrations: int
    overdue_holds: int
    broken_promises: int


@bp.get("/health")
def health() -> Response:
    """Liveness: never asks the database."""
    return jsonify(status="ok")


@bp.get("/ready")
def ready() -> tuple[Response, int, dict[str, str]]:
    """Readiness with the reason: database, migrations, overdue holds, stock_audit() (of a big shop its last run)."""
    checks = _checks()
    if all(checks.values()):
        return jsonify(status="ok", checks=checks), 200, {}
    return jsonify(status="unavailable", checks=checks), 503, {"Retry-After": str(errors.Unavailable.retry_after)}


def _checks() -> dict[str, bool]:
    try:
        found = db.read(db.Actor(role=db.WORKER, name="readiness"), _sql.row("readiness", Readiness))
    except errors.Unavailable:
        return {"database": False}
    except psycopg.DatabaseError:
        log.warning("the schema is another one than this code's", exc_info=True)
        return {"database": True, "migrations": False}
    newest = len(migrations.available())
    return {
        "database": True,
        "migrations": found is not None and found.version == found.migrations >= newest,  # newer: a release went back
        "overdue_holds": found is not None and found.overdue_holds == 0,
        "stock_audit": found is not None and found.broken_promises == 0,
    }
