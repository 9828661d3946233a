"""Requests for deletion at the desk; the worker carries them out once a member's orders are closed."""

from flask import Response

from app import db
from app.desk.blueprint import bp, page
from app.desk.privacy import queries
from app.security import staff


@bp.get("/privacy")
def privacy() -> Response:
    """Who asked for deletion, until when, and what is still in the way."""
    asked, done = db.read(staff(), queries.requests(), queries.carried_out())
    return page("desk/privacy.html", "partials/desk/privacy.html", title="Privasi", asked=asked, done=done)
