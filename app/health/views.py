"""`/api/health` says that the process runs, `/api/ready` that the shop can do its work."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify

from app import db, errors, migrations
from app.statements import named

bp = Blueprint("health", __name__, url_prefix="/api")
_sql = named("operations")
OVERDUE_HOLDS_MEAN_NO_WORKER = 1


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
def ready() -> tuple[Response, int]:
    """Readiness with the reason: database, migrations, overdue holds, stock_audit()."""
    try:
        found = db.read(db.Actor(role=db.DESK, name="readiness"), _sql.row("readiness", Readiness))
    except errors.Unavailable:
        return jsonify(status="unavailable", checks={"database": False}), 503
    checks = _checks(found)
    good = all(checks.values())
    return jsonify(status="ok" if good else "unavailable", checks=checks), 200 if good else 503


def _checks(found: Any) -> dict[str, bool]:
    newest = len(migrations.available())
    return {
        "database": True,
        "migrations": found.version == newest and found.migrations == newest,
        "overdue_holds": found.overdue_holds < OVERDUE_HOLDS_MEAN_NO_WORKER,
        "stock_audit": found.broken_promises == 0,
    }
