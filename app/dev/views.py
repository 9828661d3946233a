"""Pages for developers only; production does not register them."""

from flask import Blueprint, Response, request

from app import db, render
from app.dev import queries

bp = Blueprint("dev", __name__)


@bp.get("/dev/mail")
def mail() -> Response:
    """The outbox, newest first, with links that lead to this server."""
    outbox = db.read(db.Actor(role=db.WORKER, name="dev"), queries.outbox())
    return render.page("dev/mail.html", title="Surat keluar", mails=outbox, site=request.host_url.rstrip("/"))
