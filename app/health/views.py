"""`/api/health` says that the process runs, `/api/ready/serving` that it can answer, `/api/ready` that the whole shop does its work."""

import logging
from dataclasses import dataclass
from typing import TypeVar

import psycopg
from flask import Blueprint, Response, jsonify

from app import db, errors, migrations
from app.statements import named

bp = Blueprint("health", __name__, url_prefix="/api")
_sql = named("operations")
S = TypeVar("S", bound="Schema")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Schema:
    """What the database says about itself: the newest migration, and how many there are."""

    version: int
    migrations: int


@dataclass(frozen=True)
class Readiness(Schema):
    """Also its holds ten minutes overdue, and broken promises."""

    overdue_holds: int
    broken_promises: int


@bp.get("/health")
def health() -> Response:
    """Liveness: never asks the database."""
    return jsonify(status="ok")


@bp.get("/ready")
def ready() -> tuple[Response, int, dict[str, str]]:
    """Readiness with the reason: database, migrations, overdue holds, stock_audit() (of a big shop its last run)."""
    checks, found = _checks("readiness", Readiness)
    if found:
        checks |= {"overdue_holds": found.overdue_holds == 0, "stock_audit": found.broken_promises == 0}
    return _answer(checks)


@bp.get("/ready/serving")
def serving() -> tuple[Response, int, dict[str, str]]:
    """What a load balancer and a rolling restart wait for: database and migrations. Books that are broken, or a worker that
    stands still, are no reason to take every instance out.
    """
    return _answer(_checks("schema", Schema)[0])


def _answer(checks: dict[str, bool]) -> tuple[Response, int, dict[str, str]]:
    if all(checks.values()):
        return jsonify(status="ok", checks=checks), 200, {}
    return jsonify(status="unavailable", checks=checks), 503, {"Retry-After": str(errors.Unavailable.retry_after)}


def _checks(query: str, kind: type[S]) -> tuple[dict[str, bool], S | None]:
    """Database and migrations, and the row that they were read from."""
    try:
        found = db.read(db.Actor(role=db.WORKER, name="readiness"), _sql.row(query, kind))
    except errors.Unavailable:
        return {"database": False}, None
    except psycopg.DatabaseError:
        log.warning("the schema is another one than this code's", exc_info=True)
        return {"database": True, "migrations": False}, None
    newest = len(migrations.available())
    is_current = found is not None and found.version == found.migrations >= newest  # newer: a release went back
    return {"database": True, "migrations": is_current}, found
