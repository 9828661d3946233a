"""Stock at the desk: the list, and a listing with everything that can be done to it."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request, url_for

from app import db, errors, render
from app.desk.blueprint import bp, page
from app.desk.orders.forms import kept, shown
from app.desk.queue import queries as queue
from app.desk.stock import forms, queries
from app.forms import FormErrors, parse_version
from app.security import staff
from app.statements import Statement

STOCK = ("desk/stock.html", "partials/desk/stock.html")
LISTING = ("desk/listing.html", "partials/desk/listing.html")
HEAD = ("partials/desk/queues.html",)  # what a change makes stale beside the listing
REPAIRED = (errors.InsufficientStock, errors.BadQuantity, errors.TransitionNotAllowed, errors.ChangedMeanwhile)
BY_HAND = ("adjust", "console", "restock", "damage", "count", "correction", "undo")


@bp.get("/stock")
def stock() -> Response:
    """Listings with their stock, by name, through a filter that lives in the address."""
    chosen = forms.parse_filter(request.args)
    rows, counts = db.read(staff(), queries.listings(chosen), queue.counts())
    shown_rows, has_more = rows[: queries.PER_PAGE], len(rows) > queries.PER_PAGE
    return page(*STOCK, title="Stok", listing_filter=chosen, rows=shown_rows, has_more=has_more, counts=counts)


@bp.get("/stock/<uuid:product_id>")
def listing(product_id: UUID) -> Response:
    """One listing: its numbers, who holds what, the ledger, and the forms; before= goes back in the ledger."""
    return _listing_page(product_id, before=forms.parse_entry(request.args.get("before")))


@bp.post("/stock/<uuid:product_id>/adjust")
def adjust_stock(product_id: UUID) -> Response:
    """Changes stock by hand, with a reason."""
    seen, typed = forms.parse_entry(request.form.get("seen")), forms.parse_adjustment(request.form)
    if isinstance(typed, FormErrors):
        return _listing_page(product_id, 422, form=typed, seen=seen)
    return _do(product_id, queries.adjust(product_id, seen, typed), seen=seen)


@bp.post("/stock/<uuid:product_id>/undo")
def undo_adjustment(product_id: UUID) -> Response:
    """Takes back one's own last change, within thirty seconds."""
    return _do(product_id, queries.undo(product_id, forms.parse_entry(request.form.get("entry"))))


@bp.post("/stock/<uuid:product_id>/edit")
def edit_listing(product_id: UUID) -> Response:
    """Sets price, status and low mark."""
    version, typed = parse_version(request.form), forms.parse_edit(request.form)
    if isinstance(typed, FormErrors):
        return _listing_page(product_id, 422, form=typed, version=version)
    return _do(product_id, queries.edit(product_id, version, typed), version=version, wanted=typed)


def _do(product_id: UUID, statement: Statement[Any], **context: Any) -> Response:
    """Does it and shows the listing; a refusal shows the listing as it is now, why, and everything typed."""
    try:
        change = db.transaction(staff(), statement)
    except REPAIRED as refusal:
        return _listing_page(product_id, refusal.status, form=kept(request.form), refusal=refusal, **context)
    if change == 0:
        flash("Hitungannya cocok. Tidak ada yang berubah.", "good")
    return render.redirect(url_for(".listing", product_id=product_id))


def _listing_page(product_id: UUID, status: int = 200, **answer: Any) -> Response:
    """The listing as it is now; answer may carry a form, a refusal, what was seen and wanted, and a place in the ledger."""
    asked = queries.screen(product_id, answer.get("before"))
    found = dict(zip(asked, db.read(staff(), *asked.values()), strict=True))
    listing, entries = found["listing"], found.pop("entries")
    if listing is None:
        raise errors.NotThere
    news = _news(found["changes"], entries, answer)
    return page(
        *LISTING,
        also=HEAD,
        status=status,
        title=listing.name,
        **found,
        entries=entries[: queries.ENTRIES],
        has_more=len(entries) > queries.ENTRIES,
        before=answer.get("before"),
        form=shown(answer.get("form"), kind="restock", **listing.edited),
        refusal=answer.get("refusal") or (errors.ChangedMeanwhile() if any(news.values()) else None),
        wanted=answer.get("wanted"),
        news=news,
    )


def _news(changes: list[Any], entries: list[Any], answer: dict[str, Any]) -> dict[str, list[Any]]:
    """Whom a conflict is with: edits after the version that was seen, changes by hand after the entry that was seen."""
    version, seen = answer.get("version"), answer.get("seen")
    return {
        "edits": [it for it in changes if version is not None and ((it.after or {}).get("version") or 0) > version],
        "entries": [it for it in entries if seen is not None and it.id > seen and it.kind in BY_HAND],
    }
