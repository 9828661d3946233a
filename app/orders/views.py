"""What a shopper sees of an order and can still do to it."""

from collections.abc import Callable
from math import ceil
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, request, url_for

from app import db, errors, render, seen
from app.forms import FormErrors, parse_version
from app.orders import forms, queries
from app.orders.statuses import GROUPS
from app.orders.timeline import entries
from app.security import member
from app.settings import Settings

bp = Blueprint("orders", __name__)

SHOW = ("orders/show.html", "partials/orders/order.html")
CHROME = ("partials/layout/header.html", "partials/checkout/bar.html", render.NOTICES)  # of the checkout that led here
CONFIRMATION = ("orders/confirmation.html", "partials/orders/confirmed.html")
PROOF_ROOM = 6 * 1024 * 1024  # bytes of a whole upload request


@bp.before_request
def make_room_for_proofs() -> None:
    """Only an upload may be larger than a form."""
    if request.endpoint == "orders.submit_proof":
        request.max_content_length = PROOF_ROOM


@bp.get("/order/confirmation/<uuid:order_id>")
def confirmation(order_id: UUID) -> Response:
    """What happens next; may be bookmarked and reloaded."""
    return _order_page(order_id, CONFIRMATION, also=CHROME)


@bp.get("/order/<uuid:order_id>")
def show(order_id: UUID) -> Response:
    """The order and what can be done next."""
    return _order_page(order_id, SHOW)


@bp.get("/orders")
def history() -> Response:
    """Orders newest first, with tabs by what they wait for."""
    chosen, statuses = forms.parse_statuses(request.args.get("status", ""))
    page = forms.parse_page(request.args.get("page", "1"))
    cards, counts = db.read(member(), queries.history(statuses, page), queries.history_counts())
    by_status = {count.status: count.orders for count in counts}
    total = sum(by_status.get(status, 0) for status in statuses)
    return render.page(
        "orders/history.html",
        "partials/orders/list.html",
        title="Riwayat pesanan",
        cards=cards,
        chosen=chosen,
        counts={name: sum(by_status.get(status, 0) for status in group) for name, group in GROUPS.items()},
        all_orders=sum(by_status.values()),
        page=page,
        page_count=max(1, ceil(total / queries.PER_PAGE)),
    )


@bp.post("/order/<uuid:order_id>/accept-quote")
def accept_quote(order_id: UUID) -> Response:
    """The shopper takes the final total; the payment term starts."""
    version, term = parse_version(request.form), _settings().payment_term_hours
    return _act(order_id, lambda: queries.accept_quote(order_id, version, term))


@bp.post("/order/<uuid:order_id>/cancel")
def cancel(order_id: UUID) -> Response:
    """Calls the order off while no money is on its way."""
    reason = forms.parse_reason(request.form)
    if isinstance(reason, FormErrors):
        return _order_page(order_id, SHOW, 422, form=reason)
    return _act(order_id, lambda: queries.cancel(order_id, parse_version(request.form), reason))


@bp.post("/order/<uuid:order_id>/cancellation-wish")
def wish_cancellation(order_id: UUID) -> Response:
    """Asks CS to call off an order that has money on it, or is being packed."""
    reason = forms.parse_reason(request.form)
    if isinstance(reason, FormErrors):
        return _order_page(order_id, SHOW, 422, form=reason)
    return _act(order_id, lambda: queries.wish_cancellation(order_id, parse_version(request.form), reason))


@bp.post("/order/<uuid:order_id>/payment-proof")
def submit_proof(order_id: UUID) -> Response:
    """Stores a transfer proof; that pauses expiry until CS looked at it."""
    proof = forms.parse_proof(upload.stream if (upload := request.files.get("proof")) else None)
    if isinstance(proof, FormErrors):
        return _order_page(order_id, SHOW, 422, form=proof)
    return _act(order_id, lambda: queries.submit_proof(order_id, proof.content_type, proof.content))


@bp.post("/order/<uuid:order_id>/received")
def received(order_id: UUID) -> Response:
    """The parcel arrived."""
    return _act(order_id, lambda: queries.received(order_id, parse_version(request.form)))


def _act(order_id: UUID, make: Callable[[], db.Statement[None]]) -> Response:
    """Does it and shows the order; a refusal shows the order as it is now and says why."""
    try:
        db.transaction(member(), make())
    except (errors.TransitionNotAllowed, errors.ChangedMeanwhile, errors.InsufficientStock) as refusal:
        return _order_page(order_id, SHOW, 409, refusal=refusal.sentence)
    return render.redirect(url_for(".show", order_id=order_id))


def _order_page(order_id: UUID, screen: tuple[str, str], status: int = 200, **answer: Any) -> Response:
    """The order as it is now; answer may carry a form with errors and the sentence of a refusal."""
    order, items, timeline = db.read(
        member(), queries.order(order_id), queries.items(order_id), queries.timeline(order_id)
    )
    if order is None:
        raise errors.NotThere
    seen.order(order.order_number)
    return render.page(
        *screen,
        also=answer.get("also", ()),
        status=status,
        title=f"Pesanan {order.order_number}",
        order=order,
        items=items,
        timeline=entries(timeline),
        form=answer.get("form", FormErrors()),
        refusal=answer.get("refusal", ""),
        hours=_settings().payment_term_hours,
        token="",
    )


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
