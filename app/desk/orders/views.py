"""An order at the desk: the page, and one handler for each thing staff can do to it."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urljoin
from uuid import UUID

from flask import Response, request, url_for

from app import db, errors, render, seen
from app.desk.blueprint import bp, page
from app.desk.orders import forms, queries, timeline
from app.desk.orders.queries import Seen
from app.desk.queue import queries as queue
from app.desk.words import messages
from app.forms import FormErrors, is_overtaken, parse_version
from app.orders.links import order_link
from app.security import staff
from app.statements import Statement

T = TypeVar("T")

ORDER = ("desk/order.html", "partials/desk/order.html")
HEAD = ("partials/desk/queues.html",)  # what an action changes beside the order
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'none'"
REPAIRED = (
    errors.TransitionNotAllowed,
    errors.ChangedMeanwhile,
    errors.HeldByColleague,
    errors.InsufficientStock,
    errors.NotForSale,
    errors.BadQuantity,
)


@bp.get("/orders/<uuid:order_id>")
def order(order_id: UUID) -> Response:
    """Everything about an order, and what can be done to it now."""
    return _order_page(order_id)


@bp.get("/proofs/<uuid:proof_id>")
def proof(proof_id: UUID) -> Response:
    """An uploaded proof in a sandbox: a picture to look at, anything else to download."""
    found = db.read(staff(), queries.proof(proof_id))
    if found is None:
        raise errors.NotThere
    answer = Response(found.content, mimetype=found.content_type)
    answer.headers["Content-Security-Policy"] = SANDBOX
    is_picture = found.content_type.startswith("image/")
    suffix = found.content_type.rpartition("/")[2]
    answer.headers["Content-Disposition"] = (
        f"{'inline' if is_picture else 'attachment'}; filename=bukti-{proof_id}.{suffix}"
    )
    return answer


@bp.post("/orders/<uuid:order_id>/claim")
def claim(order_id: UUID) -> Response:
    """Works on an order, also one that a colleague had when the form says so; else the page shows who has it."""
    take_over = bool(request.form.get("take_over"))
    return _do(order_id, None, lambda seen, _: queue.claim(seen.order_id, take_over=take_over))


@bp.post("/orders/<uuid:order_id>/shipping-quote")
def quote_shipping(order_id: UUID) -> Response:
    """Says what shipping costs; the shopper has to accept."""
    return _do(
        order_id,
        forms.parse_shipping_quote,
        lambda seen, it: queries.quote_shipping(seen, it.courier, it.service, it.cost),
    )


@bp.post("/orders/<uuid:order_id>/payment")
def record_payment(order_id: UUID) -> Response:
    """Books money that came in: exact, short, too much or late."""
    return _do(order_id, forms.parse_payment, lambda seen, it: queries.record_payment(seen, it.amount, it.reason))


@bp.post("/orders/<uuid:order_id>/refund")
def record_refund(order_id: UUID) -> Response:
    """Books money that went back."""
    return _do(order_id, forms.parse_refund, lambda seen, it: queries.record_refund(seen, it.amount, it.reason))


@bp.post("/orders/<uuid:order_id>/proofs/<uuid:proof_id>/refuse")
def refuse_proof(order_id: UUID, proof_id: UUID) -> Response:
    """Tells the shopper why a proof does not do."""
    return _do(order_id, forms.parse_refusal, lambda seen, reason: queries.refuse_proof(seen, proof_id, reason))


@bp.post("/orders/<uuid:order_id>/status/<any(processing, delivered, completed):status>")
def advance(order_id: UUID, status: str) -> Response:
    """Packed, arrived, done."""
    return _do(order_id, None, lambda seen, _: queries.advance(seen, status, ""))


@bp.post("/orders/<uuid:order_id>/shipment")
def ship(order_id: UUID) -> Response:
    """The parcel is on its way, under its tracking number."""
    return _do(order_id, forms.parse_shipment, lambda seen, it: queries.ship(seen, it.courier, it.tracking_number))


@bp.post("/orders/<uuid:order_id>/cancel")
def cancel(order_id: UUID) -> Response:
    """Cancels; stock goes back, money that came waits to be refunded."""
    return _do(order_id, forms.parse_cancellation, lambda seen, reason: queries.advance(seen, "cancelled", reason))


@bp.post("/orders/<uuid:order_id>/wish")
def resolve_wish(order_id: UUID) -> Response:
    """Decides about a shopper's wish to cancel."""
    is_granted = request.form.get("decision") == "grant"
    return _do(
        order_id,
        forms.parse_answer,
        lambda seen, reason: queries.resolve_wish(seen, is_granted=is_granted, reason=reason),
    )


@bp.post("/orders/<uuid:order_id>/revive")
def revive(order_id: UUID) -> Response:
    """Brings an order with late money back to life, with its own goods or with what the shopper agreed to."""
    return _do(order_id, forms.parse_revival, lambda seen, it: queries.revive(seen, it.replacements, it.note))


@bp.post("/orders/<uuid:order_id>/notes")
def add_note(order_id: UUID) -> Response:
    """Adds a note that only staff read."""
    return _do(order_id, forms.parse_note, lambda seen, text: queries.add_note(seen.order_id, text))


@bp.post("/orders/<uuid:order_id>/undo")
def undo(order_id: UUID) -> Response:
    """Takes back the last thing, within thirty seconds."""
    return _do(order_id, None, lambda seen, _: queries.undo(seen))


def _do(
    order_id: UUID,
    parse: Callable[[Any], T | FormErrors] | None,
    make: Callable[[Seen, Any], Statement[Any]],
) -> Response:
    """Parses, does it and shows the order; a refusal shows the order as it is now, why, and everything typed."""
    seen = Seen(order_id, parse_version(request.form))
    typed = parse(request.form) if parse else None
    if isinstance(typed, FormErrors):
        return _order_page(order_id, 422, form=typed, seen=seen.version)
    try:
        db.transaction(staff(), make(seen, typed))
    except REPAIRED as refusal:
        kept = forms.kept(request.form)
        return _order_page(order_id, 409, form=kept, refusal=refusal, seen=seen.version)
    return render.redirect(url_for(".order", order_id=order_id))


def _order_page(order_id: UUID, status: int = 200, **answer: Any) -> Response:
    """The order as it is now; answer may carry a form, a refusal and the version that was seen."""
    asked = queries.screen(order_id)
    found = dict(zip(asked, db.read(staff(), *asked.values()), strict=True))
    order, events, texts = found["order"], found.pop("events"), messages.current(found.pop("edited"))
    if order is None:
        raise errors.NotThere
    seen.order(order.order_number)
    cost, courier, service = order.shipping_amount, order.courier or "JNE", order.shipping_service or "REG"
    return page(
        *ORDER,
        also=HEAD,
        status=status,
        title=f"Pesanan {order.order_number}",
        **found,
        timeline=timeline.entries(events),
        drafts=messages.drafts(texts, order, found["items"], urljoin(request.url_root, order_link(order_id))),
        couriers=forms.COURIERS,
        form=forms.shown(answer.get("form"), courier=courier, service=service, cost=cost),
        refusal=answer.get("refusal")
        or (errors.ChangedMeanwhile() if is_overtaken(answer.get("seen"), order.version) else None),
        news=timeline.since(events, answer.get("seen")),
    )
