"""The home of the desk: what needs doing next, oldest deadline first."""

from uuid import UUID

from flask import Response, flash, request, url_for

from app import db, render
from app.desk.blueprint import bp, page
from app.desk.queue import queries
from app.desk.stock import queries as stock
from app.security import staff

QUEUE = ("desk/queue.html", "partials/desk/queue.html")
LOW = ("desk/low_stock.html", "partials/desk/low_stock.html")


@bp.get("")
def queue() -> Response:
    """What waits in one queue, or in all."""
    chosen = _chosen(request.args.get("queue", ""))
    if chosen == "stock":
        counts, low = db.read(staff(), queries.counts(), stock.low())
        return page(*LOW, title="Stok tipis", chosen=chosen, counts=counts, rows=low)
    counts, rows = db.read(staff(), queries.counts(), queries.waiting(chosen))
    return page(*QUEUE, title="Antrean", chosen=chosen, counts=counts, rows=rows)


@bp.get("/queues")
def queues() -> Response:
    """The counts in the head of every page; they ask for themselves."""
    counts = db.read(staff(), queries.counts())
    chosen = {"chosen": _chosen(request.args["queue"])} if "queue" in request.args else {}
    return render.polled("partials/desk/queues.html", counts=tuple(counts.items()), **chosen)


@bp.post("/queue/next")
def take_next() -> Response:
    """Takes the order that has waited longest, and opens it."""
    chosen = _chosen(request.form.get("queue", ""))
    order_id = db.transaction(staff(), queries.claim_next(chosen))
    if order_id is None:
        flash("Tidak ada lagi yang menunggu di antrean ini.", "note")
        return render.redirect(url_for(".queue", queue=chosen or None), whole_page=True)
    return render.redirect(url_for(".order", order_id=order_id), whole_page=True)


@bp.post("/orders/<uuid:order_id>/release")
def release(order_id: UUID) -> Response:
    """Lets go of an order."""
    db.transaction(staff(), queries.release(order_id))
    return render.redirect(url_for(".queue"), whole_page=True)


def _chosen(name: str) -> str:
    return name if name in queries.QUEUES else ""
