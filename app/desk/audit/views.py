"""The audit at the desk: which promises are broken, and a button to look again."""

from flask import Response, url_for

from app import db, render
from app.desk.audit import queries
from app.desk.blueprint import bp, page
from app.desk.queue import queries as queue
from app.security import staff

AUDIT = ("desk/audit.html", "partials/desk/audit.html")


@bp.get("/audit")
def audit() -> Response:
    """What the last run found, and the runs before it."""
    runs, broken, counts = db.read(staff(), queries.runs(), queries.broken(), queue.counts())
    return page(*AUDIT, also=("partials/desk/queues.html",), title="Audit", runs=runs, broken=broken, counts=counts)


@bp.post("/audit/run")
def run_audit() -> Response:
    """Looks again."""
    db.transaction(staff(), queries.run())
    return render.redirect(url_for(".audit"))
