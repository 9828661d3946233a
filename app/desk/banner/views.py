"""The banner at the desk: for admins, with every earlier one below it."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, flash, request, url_for

from app import db, errors, render
from app.desk.banner import forms, queries
from app.desk.blueprint import bp, page
from app.forms import FormErrors, is_overtaken, parse_version
from app.security import admin

BANNER = ("desk/banner.html", "partials/desk/banner.html")


@bp.get("/banner")
def banner() -> Response:
    """What is shown now, and the form for the next."""
    return _banner_page()


@bp.post("/banner")
def set_banner() -> Response:
    """Sets the banner; a colleague's in the meantime is shown beside what was typed."""
    wish, seen = forms.parse_banner(request.form), parse_version(request.form)
    if isinstance(wish, FormErrors):
        return _banner_page(422, form=wish, seen=seen)
    try:
        db.transaction(admin(), queries.set_banner(seen, wish))
    except errors.ChangedMeanwhile:
        return _banner_page(409, form=forms.typed(wish), is_conflict=True)
    current_app.extensions["banner"].forget()
    flash("Tersimpan. Dalam semenit semua halaman toko mengikutinya.", "good")
    return render.redirect(url_for(".banner"))


def _banner_page(status: int = 200, **answer: Any) -> Response:
    history = db.read(admin(), queries.history())
    newest = history[0] if history else None
    return page(
        *BANNER,
        status=status,
        title="Spanduk",
        history=history,
        newest=newest,
        form=answer.get("form") or forms.typed(_last(newest)),
        is_conflict=answer.get("is_conflict") or is_overtaken(answer.get("seen"), newest.id if newest else 0),
    )


def _last(newest: queries.Version | None) -> forms.Wish:
    """What the form starts from."""
    if newest is None:
        return forms.Wish("", "", datetime.now(UTC), None, is_on=True)
    return forms.Wish(newest.text, newest.link, newest.starts_at, newest.ends_at, newest.is_on)
