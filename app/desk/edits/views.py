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
from app.desk.orders import timeline
from app.forms import FormErrors, is_overtaken, parse_version
from app.orders.queries import Order
from app.security import staff

EDIT = ("desk/edit.html", "partials/desk/edit.html")


@bp.get("/orders/<uuid:order_id>/edit")
def edit(order_id: UUID) -> Response:
    """The order as it is, to be changed."""
    return _screen(order_id)


@bp.post("/orders/<uuid:order_id>/edit/preview")
def preview_edit(order_id: UUID) -> Response:
    """What the change would do to money and stock; nothing is changed yet. Who was overtaken learns it here already."""
    change, seen = forms.parse_edit(request.form), parse_version(request.form)
    if isinstance(change, FormErrors):
        return _screen(order_id, 422, form=change, seen=seen)
    return _screen(order_id, change=change, seen=seen)


@bp.post("/orders/<uuid:order_id>/edit")
def make_edit(order_id: UUID) -> Response:
    """Changes it; who was overtaken sees the order as it is now, beside everything they typed."""
    change, seen = forms.parse_edit(request.form), parse_version(request.form)
    if isinstance(change, FormErrors):
        return _screen(order_id, 422, form=change, seen=seen)
    try:
        db.transaction(staff(), queries.edit(order_id, seen, change))
    except (
        errors.TransitionNotAllowed, errors.ChangedMeanwhile, errors.HeldByColleague, errors.BadQuantity, errors.MoreThanHeld,
    ) as refusal:  # fmt: skip
        return _screen(order_id, change=change, refusal=refusal, seen=seen)
    return render.redirect(url_for(".order", order_id=order_id))


def _screen(order_id: UUID, status: int = 200, *, change: forms.Edit | None = None, **answer: Any) -> Response:
    """The form, and with a change the look at what it does; answer may carry a form with messages, a refusal, and the version that was seen."""
    asked = queries.screen(order_id, change.quantities if change else {})
    found = dict(zip(asked, db.read(staff(), *asked.values()), strict=True))
    order, events, seen = found["order"], found.pop("events"), answer.get("seen")
    if order is None:
        raise errors.NotThere
    refusal = answer.get("refusal") or (errors.ChangedMeanwhile() if is_overtaken(seen, order.version) else None)
    form = answer.get("form") or forms.shown(found["lines"], change or _as_it_is(order))
    return page(
        *EDIT,
        status=status if status != 200 else 409 if refusal else 422 if form.errors else 200,
        title=f"Ubah pesanan {order.order_number}",
        **found,
        provinces=PROVINCES,
        places=Places(),
        form=form,
        change=None if form.errors else change,
        refusal=refusal,
        news=timeline.since(events, seen),
    )


def _as_it_is(order: Order) -> forms.Edit:
    return forms.Edit({}, {name: getattr(order, name) for name in ADDRESS_FIELDS}, "")
