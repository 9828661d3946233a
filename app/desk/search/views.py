"""Orders: one search box and filters, all in the address; doing the same to many; the list for a spreadsheet."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Response, request, stream_with_context

from app import db, errors
from app.desk.blueprint import bp, page
from app.desk.orders import queries as order
from app.desk.search import bulk, export, forms, queries
from app.desk.search.forms import Bulk, Filters, Ticked
from app.forms import FormErrors
from app.security import staff

ORDERS = ("desk/orders.html", "partials/desk/orders.html")
PREVIEW = ("desk/orders_preview.html", "partials/desk/orders_preview.html")
OUTCOMES = ("desk/orders_outcomes.html", "partials/desk/orders_outcomes.html")
TOLD = (
    errors.TransitionNotAllowed,
    errors.ChangedMeanwhile,
    errors.HeldByColleague,
    errors.InsufficientStock,
    errors.MoreThanHeld,
    errors.NotThere,
    errors.Unavailable,
)


@bp.get("/orders")
def orders() -> Response:
    """What was found, exact matches first, then the newest."""
    return _list(forms.parse_filters(request.args))


@bp.get("/orders.csv")
def export_orders() -> Response:
    """The filtered list for a spreadsheet, sent while it is read."""
    filters = replace(forms.parse_filters(request.args), after=None)
    first = db.read(staff(), queries.exported(filters))
    answer = Response(stream_with_context(export.lines(_batches(filters, first))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=pesanan.csv"
    return answer


@bp.post("/orders/bulk")
def preview_bulk() -> Response:
    """What would happen to each ticked order."""
    asked = forms.parse_bulk(request.form, request.form.getlist("order"))
    if isinstance(asked, FormErrors):
        return _list(forms.parse_filters(request.args), 422, form=asked, ticked=request.form.getlist("order"))
    steps = bulk.steps(asked, db.read(staff(), queries.chosen(asked.ticked)))
    filters = forms.parse_filters(request.args)
    return page(*PREVIEW, title="Periksa dulu", asked=asked, steps=steps, filters=filters)


@bp.post("/orders/bulk/confirm")
def confirm_bulk() -> Response:
    """Does it, each order in a transaction of its own: one that is refused stops no other."""
    asked = forms.parse_bulk(request.form, request.form.getlist("order"))
    if isinstance(asked, FormErrors):
        return _list(forms.parse_filters(request.args), 422, form=asked, ticked=request.form.getlist("order"))
    steps = bulk.steps(asked, db.read(staff(), queries.chosen(asked.ticked)))
    outcomes = [bulk.Outcome(step.order, _advance(step.ticked, asked)) for step in steps if step.order]
    filters = forms.parse_filters(request.args)
    return page(*OUTCOMES, title="Hasilnya", asked=asked, outcomes=outcomes, filters=filters)


def _advance(ticked: Ticked, asked: Bulk) -> errors.ShopError | None:
    """Moves one order on; why not, or nothing."""
    try:
        seen = order.Seen(ticked.order_id, ticked.version)
        db.transaction(staff(), order.advance(seen, asked.action, asked.reason))
    except TOLD as refusal:
        return refusal
    return None


def _batches(filters: Filters, batch: list[queries.Exported]) -> Iterator[list[queries.Exported]]:
    while batch:
        yield batch
        is_last = len(batch) < queries.BATCH
        batch = [] if is_last else db.read(staff(), queries.exported(filters.following(queries.last(batch[-1]))))


def _list(filters: Filters, status: int = 200, **answer: Any) -> Response:
    rows, goods = db.read(staff(), queries.found(filters), queries.goods())
    shown = rows[: queries.PER_PAGE]
    return page(
        *ORDERS,
        status=status,
        title="Pesanan",
        filters=filters,
        rows=shown,
        following=filters.query(queries.last(shown[-1])) if len(rows) > len(shown) else None,
        goods=goods,
        form=answer.get("form", FormErrors()),
        ticked=answer.get("ticked", []),
    )
