"""Changing an order before it is paid: the form, a look at what it does to money and stock, and doing it."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from app import db, errors, render
from app.areas.drafts import Places
from app.checkout.forms import ADDRESS_FIELDS
from app.checkout.provinces import PROVINCES
from app.desk.blueprint import bp, page
from app.desk.edits import forms, queries
from app.forms import FormErrors, parse_version
from app.security import staff

EDIT = ("desk/edit.html", "partials/desk/edit.html")


@bp.get("/orders/<uuid:order_id>/edit")
def edit(order_id: UUID) -> Response:
    """The order as it is, to be changed."""
    return _screen(order_id)


@bp.post("/orders/<uuid:order_id>/edit/preview")
def preview_edit(order_id: UUID) -> Response:
    """What the change would do to money and stock; nothing is changed yet."""
    change = forms.parse_edit(request.form)
    if isinstance(change, FormErrors):
        return _screen(order_id, 422, form=change)
    return _screen(order_id, change=change)


@bp.post("/orders/<uuid:order_id>/edit")
def make_edit(order_id: UUID) -> Response:
    """Changes it; who was overtaken sees the order as it is now, beside everything they typed."""
    change = forms.parse_edit(request.form)
    if isinstance(change, FormErrors):
        return _screen(order_id, 422, form=change)
    try:
        db.transaction(staff(), queries.edit(order_id, parse_version(request.form), change))
    except (
        errors.TransitionNotAllowed, errors.ChangedMeanwhile, errors.HeldByColleague, errors.BadQuantity, errors.MoreThanHeld,
    ) as refusal:  # fmt: skip
        return _screen(order_id, 409, change=change, refusal=refusal)
    return render.redirect(url_for(".order", order_id=order_id))


def _screen(order_id: UUID, status: int = 200, *, change: forms.Edit | None = None, **answer: Any) -> Response:
    """The form, and with a change the look at what it does; answer may carry a form with messages and a refusal."""
    asked = queries.screen(order_id, change.quantities if change else {})
    found = dict(zip(asked, db.read(staff(), *asked.values()), strict=True))
    order = found["order"]
    if order is None:
        raise errors.NotThere
    address = change.address if change else {name: getattr(order, name) for name in ADDRESS_FIELDS}
    shown = forms.shown(found["lines"], address, change.reason if change else "")
    return page(
        *EDIT,
        status=status,
        title=f"Ubah pesanan {order.order_number}",
        **found,
        provinces=PROVINCES,
        places=Places(),
        form=answer.get("form", shown),
        change=change,
        refusal=answer.get("refusal", ""),
    )
