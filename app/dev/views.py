"""Pages for developers only; production does not register them."""

from uuid import UUID

from flask import Blueprint, Response, request

from app import db, errors, render
from app.dev import queries
from app.mail.letters import html_of

bp = Blueprint("dev", __name__)
ACTOR = db.Actor(role=db.WORKER, name="dev")
SANDBOX = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@bp.get("/dev/mail")
def mail() -> Response:
    """The outbox, newest first, with links that lead to this server."""
    return render.page("dev/mail.html", title="Surat keluar", mails=db.read(ACTOR, queries.outbox()), site=_site())


@bp.get("/dev/mail/<uuid:mail_id>")
def one_mail(mail_id: UUID) -> Response:
    """A mail as programs that know HTML show it, alone on its page: it brings styles of its own."""
    found = db.read(ACTOR, queries.mail(mail_id))
    if found is None:
        raise errors.NotThere
    answer = Response((found.html or html_of(found.body.replace("{site}", _site()))).replace("{site}", _site()))
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _site() -> str:
    return request.host_url.rstrip("/")
