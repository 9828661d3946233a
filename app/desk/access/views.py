"""The second factor, leaving, and for admins who works here. Signing in itself is /auth/login, like everybody's."""

from uuid import UUID

from flask import Response, flash, request, url_for

from app import db, rate_limits, render, staff_sessions
from app.actors import Actor
from app.desk.access import forms, queries, second_factor
from app.desk.blueprint import bp, page
from app.extensions import limiter
from app.forms import FormErrors, filled
from app.security import admin, staff

CODE = ("desk/second_factor.html", "partials/desk/second_factor.html")
PEOPLE = ("desk/people.html", "partials/desk/people.html")
per_session = limiter.limit(rate_limits.limit("second_factor"), key_func=lambda: f"desk:{staff().session}")


@bp.get("/second-factor")
def code() -> Response:
    """Asks for a code; who has no second factor yet sees how to set one up."""
    return _code(filled())


@bp.post("/second-factor/secret")
def propose() -> Response:
    """A secret for a phone, which counts once a code of it was typed."""
    db.transaction(_unconfirmed(), queries.propose_second_factor(second_factor.new_secret()))
    return render.redirect(url_for(".code"))


@bp.post("/second-factor")
@per_session
def confirm() -> Response:
    """Takes a code, each once."""
    typed = forms.parse_code(request.form)
    if isinstance(typed, FormErrors):
        return _code(typed, 422)
    known = db.read(_unconfirmed(), queries.own_second_factor())
    step = second_factor.matching_step(known.secret, typed) if known and known.secret else None
    if step is None or not db.transaction(_unconfirmed(), queries.confirm_second_factor(staff().session, step)):
        return _code(filled().having("code", forms.WRONG_CODE), 422)
    return render.redirect(url_for(".queue"), whole_page=True)


@bp.post("/logout")
def leave() -> Response:
    """Ends this session of the desk."""
    answer = render.redirect(url_for("accounts.login"), whole_page=True)
    return staff_sessions.end(answer, _unconfirmed())


@bp.get("/staff")
def people() -> Response:
    """Who works here, for admins."""
    return page(*PEOPLE, title="Tim", people=db.read(admin(), queries.people()))


@bp.post("/staff/<uuid:staff_id>/second-factor")
def require_second_factor(staff_id: UUID) -> Response:
    """Asks a colleague for a second factor, or no longer, or lets them set up a new phone."""
    required, forget = request.form.get("required") == "on", request.form.get("forget") == "on"
    db.transaction(admin(), queries.set_second_factor(staff_id, required=required, forget=forget))
    return render.redirect(url_for(".people"))


@bp.post("/staff/<uuid:staff_id>/remove")
def remove(staff_id: UUID) -> Response:
    """Removes a colleague; they are out with their next request."""
    db.transaction(admin(), queries.remove(staff_id))
    flash("Rekan dihapus. Sesinya berakhir sekarang.", "good")
    return render.redirect(url_for(".people"))


def _unconfirmed() -> Actor:
    found = staff()
    found.unconfirmed = True
    return found


def _code(form: FormErrors, status: int = 200) -> Response:
    known = db.read(_unconfirmed(), queries.own_second_factor())
    actor = staff().colleague
    proposed = known.secret if known and not known.is_set else None
    return page(
        *CODE,
        status=status,
        title="Kode masuk",
        form=form,
        is_set=bool(known and known.is_set),
        secret=proposed,
        picture=second_factor.picture(proposed, actor.email) if proposed and actor else "",
    )
