"""An order by its signed link, without signing in: a glimpse, and for who knows its phone number the whole order."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, request, url_for

from app import db, errors, rate_limits, render
from app.extensions import limiter
from app.forms import FormErrors, filled, parse_version
from app.links import forms, proofs, queries
from app.orders import forms as order_forms
from app.orders import queries as orders
from app.orders.links import ADDRESS, order_of
from app.orders.timeline import entries
from app.security import actor, bearer

bp = Blueprint("links", __name__)

GLIMPSE = ("links/show.html", "partials/links/glimpse.html")
WHOLE = ("links/order.html", "partials/orders/order.html")


def by_order() -> str:
    """Counts tries at one order from wherever they come; those at none by where they come from."""
    order_id = order_of((request.view_args or {})["token"])
    return f"order-link:{order_id}" if order_id else rate_limits.by_address()


@bp.after_request
def tell_nobody(response: Response) -> Response:
    """The address is a secret: no page that is visited from here learns it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get(ADDRESS)
def show(token: str) -> Response:
    """The order as far as this browser may see it; its shopper, signed in, goes on to their own page of it."""
    return _page(token)


@bp.post(ADDRESS)
@limiter.limit(rate_limits.limit("order_link_address"), key_func=rate_limits.by_address)
@limiter.limit(rate_limits.limit("order_link"), key_func=by_order)
def prove(token: str) -> Response:
    """Opens the whole order for half an hour to who knows the last digits of its phone number."""
    order_id, digits = _order(token), forms.parse_digits(request.form)
    if isinstance(digits, FormErrors):
        return _glimpse(token, digits, 422)
    until = db.read(bearer(), queries.prove(order_id, digits))
    if until is None:
        return _glimpse(token, filled().having("digits", forms.WRONG), 422)
    return proofs.remember(_back(token), token, order_id, until)


@bp.post(f"{ADDRESS}/accept-quote")
def accept_quote(token: str) -> Response:
    """The shopper takes the final total; the payment term starts."""
    version, term = parse_version(request.form), current_app.config["SETTINGS"].payment_term_hours
    return _act(token, lambda order_id: orders.accept_quote(order_id, version, term))


@bp.post(f"{ADDRESS}/payment-proof")
def submit_proof(token: str) -> Response:
    """Stores a transfer proof; that pauses expiry until CS looked at it."""
    upload = request.files.get("proof")
    proof = order_forms.parse_proof(upload.stream if upload else None)
    if isinstance(proof, FormErrors):
        return _page(token, 422, form=proof)
    return _act(token, lambda order_id: orders.submit_proof(order_id, proof.content_type, proof.content))


@bp.post(f"{ADDRESS}/received")
def received(token: str) -> Response:
    """The parcel arrived."""
    return _act(token, lambda order_id: orders.received(order_id, parse_version(request.form)))


def _act(token: str, make: Callable[[UUID], db.Statement[None]]) -> Response:
    """Does it and shows the order; a refusal shows the order as it is now and says why."""
    order_id = _order(token)
    try:
        db.transaction(bearer(), queries.enter(order_id, proofs.proven_until(order_id)), make(order_id))
    except errors.SignInRequired:
        return _glimpse(token, filled().having("digits", forms.OVER), 422)
    except (errors.TransitionNotAllowed, errors.ChangedMeanwhile, errors.InsufficientStock) as refusal:
        return _page(token, 409, refusal=refusal.sentence)
    return _back(token)


def _page(token: str, status: int = 200, **answer: Any) -> Response:
    """The whole order where this browser has a proof, else the glimpse; answer may carry a form and a refusal."""
    order_id = _order(token)
    until = proofs.proven_until(order_id)
    if until is None:
        return _glimpse(token, filled())
    of_order = (orders.order(order_id), orders.items(order_id), orders.timeline(order_id))
    entered, order, items, timeline = db.read(bearer(), queries.enter(order_id, until), *of_order)
    if not entered or order is None:
        return _glimpse(token, filled())
    return render.page(
        *WHOLE,
        status=status,
        title=f"Pesanan {order.order_number}",
        order=order,
        items=items,
        timeline=entries(timeline),
        form=answer.get("form", FormErrors()),
        refusal=answer.get("refusal", ""),
        token=token,
    )


def _glimpse(token: str, form: FormErrors, status: int = 200) -> Response:
    order_id = _order(token)
    glimpse, own = db.read(actor(), queries.glimpse(order_id), orders.order(order_id))
    if glimpse is None:
        raise errors.NotThere
    if own is not None:
        return render.redirect(url_for("orders.show", order_id=order_id))
    title = f"Pesanan {glimpse.order_number}"
    return render.page(*GLIMPSE, status=status, title=title, order=glimpse, form=form, token=token)


def _order(token: str) -> UUID:
    order_id = order_of(token)
    if order_id is None:
        raise errors.NotThere
    return order_id


def _back(token: str) -> Response:
    return render.redirect(url_for(".show", token=token))
