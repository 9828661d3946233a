"""Pages for developers only; production does not register them."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from app import db, errors, render
from app.dev import gallery, queries
from app.dev.samples import SAMPLES
from app.forms import FormErrors
from app.mail import queries as mail_queries
from app.mail.letters import html_of

bp = Blueprint("dev", __name__)
ACTOR = db.Actor(role=db.WORKER, name="dev")
EXAMPLE = FormErrors(
    {"name": "Sari Wulandari", "phone": "12"}, {"phone": "Tulis nomor HP Indonesia, contoh 0812 3456 7890."}
)
SANDBOX = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@bp.get("/dev/mail")
def mail() -> Response:
    """The outbox, newest first, with links that lead to this server."""
    return render.page("dev/mail.html", title="Surat keluar", mails=db.read(ACTOR, queries.outbox()), site=_site())


@bp.get("/dev/mail/<uuid:mail_id>")
def one_mail(mail_id: UUID) -> Response:
    """A mail as programs that know HTML show it, alone on its page: it brings styles of its own."""
    found = db.read(ACTOR, mail_queries.mail(mail_id))
    if found is None:
        raise errors.NotThere
    answer = Response((found.html or html_of(found.body.replace("{site}", _site()))).replace("{site}", _site()))
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@bp.get("/dev/komponen")
def components() -> Response:
    """The design system: tokens, components, and the way to every partial."""
    return render.page(
        "dev/components.html",
        title="Komponen",
        colours=gallery.colours(),
        sizes=gallery.sizes(),
        samples=SAMPLES,
        form=EXAMPLE,
    )


@bp.get("/dev/komponen/<path:name>")
def component(name: str) -> Response:
    """A partial in each of its states."""
    states = SAMPLES.get(f"partials/{name}.html")
    if states is None:
        raise errors.NotThere
    drawn = {state: Markup(render_template(f"partials/{name}.html", **given)) for state, given in states.items()}  # noqa: S704
    return render.page("dev/component.html", title=name, name=name, drawn=drawn)


def _site() -> str:
    return request.host_url.rstrip("/")
