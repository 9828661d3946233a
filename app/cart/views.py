"""The cart and its changes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, session, url_for

from app import db, errors, rate_limits, render
from app.cart import forms, queries
from app.extensions import limiter
from app.forms import parse_uuid
from app.security import actor

bp = Blueprint("cart", __name__)

PAGE, CONTENTS, TOTALS = "cart/show.html", "partials/cart/contents.html", "partials/cart/totals.html"
BADGE, ADDED, REMOVED = "partials/cart/badge.html", "partials/cart/added.html", "partials/cart/removed.html"
STALE = (TOTALS, BADGE, REMOVED)
limited = limiter.shared_limit(rate_limits.limit("cart"), scope="cart", key_func=rate_limits.by_shopper)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an addition; problem is '', 'short', 'limit' or 'gone', available what can still be added."""

    product_id: UUID
    name: str
    quantity: int
    in_cart: int
    problem: str
    available: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was refused, beside the line it was about; limit is 'line', 'cart' or ''."""

    product_id: UUID
    wanted: int
    limit: str


@bp.get("/cart")
def show() -> Response:
    """The cart with its repairs."""
    return _cart(db.read(actor(), queries.contents()))


@bp.get("/cart/badge")
def badge() -> Response:
    """The header's count."""
    count = db.read(actor(), queries.badge())
    return render.fragments(BADGE, item_count=count)


@bp.post("/cart/items")
@limited
def add() -> Response:
    """Adds pieces of a listing."""
    product_id = parse_uuid(request.form.get("product_id"))
    if product_id is None:
        raise errors.NotForSale
    try:
        pieces = forms.parse_pieces(request.form, lowest=1)
        cart_id, listing, count = db.transaction(
            actor(), queries.add(product_id, pieces), queries.listing(product_id), queries.badge()
        )
    except (errors.InsufficientStock, errors.BadQuantity) as refusal:
        return _refused(product_id, refusal, ADDED)
    _remember(cart_id)
    added = _added(listing, pieces, "") if listing else None
    said = f"{listing.name} masuk keranjang." if listing else ""
    return render.done(url_for(".show"), ADDED, BADGE, said=said, added=added, item_count=count)


@bp.post("/cart/items/<uuid:product_id>")
@limited
def change(product_id: UUID) -> Response:
    """Sets the pieces of a line; 0 removes it."""
    try:
        pieces = forms.parse_pieces(request.form, lowest=0)
        _, cart = db.transaction(actor(), queries.change(product_id, pieces), queries.contents())
    except (errors.InsufficientStock, errors.BadQuantity) as refusal:
        return _refused(product_id, refusal)
    return render.done(forms.parse_return(request.form), CONTENTS, *STALE, cart=cart, item_count=cart.item_count)


@bp.post("/cart/items/<uuid:product_id>/remove")
@limited
def remove(product_id: UUID) -> Response:
    """Removes a line and offers to put it back."""
    listing, pieces, cart = db.transaction(
        actor(), queries.listing(product_id), queries.remove(product_id), queries.contents()
    )
    removed = _added(listing, pieces, "") if listing and pieces else None
    if forms.parse_return(request.form) != url_for(".show"):
        return render.redirect(forms.parse_return(request.form))
    return _cart(cart, removed=removed)


def _cart(cart: queries.Cart, fragment: str = CONTENTS, status: int = 200, **said: Any) -> Response:
    """The cart as page or fragment; said: refusal, added, removed, notices."""
    context: dict[str, Any] = {"title": "Keranjang", "cart": cart, "item_count": cart.item_count} | said
    return render.page(PAGE, fragment, also=STALE if fragment == CONTENTS else (BADGE,), status=status, **context)


def _refused(product_id: UUID, refusal: errors.Refusal, fragment: str = CONTENTS) -> Response:
    """The cart as it is, marked at the refused line; for an addition by htmx, what is wrong beside its button."""
    cart, listing = db.read(actor(), queries.contents(), queries.listing(product_id))
    if listing is None:
        raise errors.NotForSale
    limit = refusal.facts.get("limit", "")
    problem = "limit" if limit else "short" if isinstance(refusal, errors.InsufficientStock) else "number"
    return _cart(
        cart,
        fragment,
        refusal.status,
        refusal=Refused(product_id, int(refusal.facts.get("wanted") or 0), limit),
        added=_added(listing, 0, problem),
        notices=[("error", refusal.sentence)],
    )


def _added(listing: queries.Listing, pieces: int, problem: str) -> Added:
    left = max(min(listing.available, 10) - listing.in_cart, 0)
    return Added(listing.product_id, listing.name, pieces, listing.in_cart, problem, left)


def _remember(cart_id: UUID) -> None:
    """A visitor's new cart is known by the session from now on; a member's is found by the member."""
    known = actor().identity
    if known is None or (known.customer_id is None and known.cart_id != cart_id):
        session["cart_id"] = str(cart_id)
