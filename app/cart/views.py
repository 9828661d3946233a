"""The cart and its changes. A change answers htmx with everything it made stale, a plain post with 303 to the cart."""

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID, uuid4

from flask import Blueprint, Response, request, session, url_for

from app import db, errors, rate_limits, render
from app.cart import forms, queries
from app.extensions import limiter
from app.security import actor

bp = Blueprint("cart", __name__)

PAGE, CONTENTS, TOTALS = "cart/show.html", "partials/cart/contents.html", "partials/cart/totals.html"
BADGE, ADDED, REMOVED = "partials/cart/badge.html", "partials/cart/added.html", "partials/cart/removed.html"
ACCOUNT = "partials/layout/account.html"
STALE = (TOTALS, BADGE, REMOVED)
GONE = "Barang itu sudah tidak ada di keranjangmu."
REFUSALS = (errors.InsufficientStock, errors.BadQuantity, errors.NotForSale, errors.NotThere)
limited = limiter.shared_limit(rate_limits.limit("cart"), scope="cart", key_func=rate_limits.by_shopper)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an addition: pieces just added, and what of this listing can still be added.

    problem is '', 'short', 'limit', 'number' or 'gone'.
    """

    product_id: UUID
    name: str
    quantity: int
    in_cart: int
    problem: str
    available: int


@dataclass(frozen=True, slots=True)
class Removed:
    """What was just taken out, so that it can be put back, and once however often it is tapped."""

    product_id: UUID
    name: str
    quantity: int
    key: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was refused, beside the line it was about; limit is 'line', 'cart' or ''; wanted 0 is no number."""

    product_id: UUID
    wanted: int
    limit: str


@bp.get("/cart")
def show() -> Response:
    """The cart with its repairs, and what its address says was just taken out."""
    removed = forms.parse_removed(request.args)
    if removed is None:
        return _cart(db.read(actor(), queries.contents()))
    product_id, pieces = removed
    cart, listing = db.read(actor(), queries.contents(), queries.listing(product_id))
    return _cart(cart, removed=_removed(listing, pieces) if listing and not listing.in_cart else None)


@bp.get("/cart/badge")
def badge() -> Response:
    """The header's private parts: the count, and who is signed in."""
    count = db.read(actor(), queries.badge())
    return render.remembered(BADGE, ACCOUNT, item_count=count, member_name=_member_name())


@bp.post("/cart/items")
@limited
def add() -> Response:
    """Adds pieces of a listing."""
    product_id = forms.parse_product_id(request.form)
    try:
        pieces = forms.parse_addition(request.form)
        cart_id, listing, count = db.transaction(
            actor(),
            queries.add(product_id, pieces, forms.parse_key(request.form)),
            queries.listing(product_id),
            queries.badge(),
        )
    except REFUSALS as refusal:
        return _addition_refused(product_id, refusal)
    _remember(cart_id)
    added = _added(cast("queries.Listing", listing), pieces, "")  # what is not there was refused
    return render.done(
        url_for(".show"), ADDED, BADGE, said=f"{added.name} masuk keranjang.", added=added, item_count=count
    )


@bp.post("/cart/items/<uuid:product_id>")
@limited
def change(product_id: UUID) -> Response:
    """Sets the pieces of a line; 0 removes it."""
    try:
        pieces = forms.parse_pieces(request.form)
        before, _, cart = db.transaction(
            actor(), queries.listing(product_id), queries.change(product_id, pieces), queries.contents()
        )
    except REFUSALS as refusal:
        return _change_refused(product_id, refusal)
    return _changed(cart, before if pieces == 0 else None)


@bp.post("/cart/items/<uuid:product_id>/remove")
@limited
def remove(product_id: UUID) -> Response:
    """Removes a line and offers to put it back."""
    try:
        before, _, cart = db.transaction(
            actor(), queries.listing(product_id), queries.remove(product_id), queries.contents()
        )
    except errors.NotThere as refusal:
        return _change_refused(product_id, refusal)
    return _changed(cart, before)


def _cart(cart: queries.Cart, status: int = 200, **said: Any) -> Response:
    """The cart as page or fragment; said: refusal, added, removed, notices."""
    context: dict[str, Any] = {"title": "Keranjang", "cart": cart, "item_count": cart.item_count} | said
    return render.page(PAGE, CONTENTS, also=STALE, status=status, member_name=_member_name(), **context)


def _changed(cart: queries.Cart, before: queries.Listing | None) -> Response:
    """After a change; before: the listing that left the cart with it."""
    back = forms.parse_return(request.form)
    if back != url_for(".show"):
        return render.redirect(back)
    removed = _removed(before, before.in_cart) if before and before.in_cart else None
    address = url_for(".show", removed=removed and removed.product_id, pieces=removed and removed.quantity)
    return render.done(address, CONTENTS, *STALE, cart=cart, item_count=cart.item_count, removed=removed)


def _addition_refused(product_id: UUID, refusal: errors.Refusal) -> Response:
    """For htmx what is wrong beside the button, else the cart with it on top."""
    cart, listing = db.read(actor(), queries.contents(), queries.listing(product_id))
    if listing is None:
        raise errors.NotForSale
    added = _added(listing, 0, _problem(refusal))
    if render.wants_fragment():
        return render.fragments(ADDED, BADGE, status=refusal.status, added=added, item_count=cart.item_count)
    return _cart(cart, refusal.status, added=added)


def _change_refused(product_id: UUID, refusal: errors.Refusal) -> Response:
    """The cart as it is, with the refused line marked; a line that is not there is said to be gone."""
    cart = db.read(actor(), queries.contents())
    if all(line.product_id != product_id for line in cart.lines):
        return _cart(cart, 404, notices=[("error", GONE)])
    limit = str(refusal.facts.get("limit", ""))
    return _cart(cart, refusal.status, refusal=Refused(product_id, int(refusal.facts.get("wanted") or 0), limit))


def _problem(refusal: errors.Refusal) -> str:
    if isinstance(refusal, errors.InsufficientStock):
        return "short"
    if isinstance(refusal, errors.BadQuantity):
        return "limit" if refusal.facts.get("limit") else "number"
    return "gone"


def _added(listing: queries.Listing, pieces: int, problem: str) -> Added:
    left = max(min(listing.available, forms.MOST_PER_LINE) - listing.in_cart, 0)
    return Added(listing.product_id, listing.name, pieces, listing.in_cart, problem, left)


def _removed(listing: queries.Listing, pieces: int) -> Removed:
    return Removed(listing.product_id, listing.name, pieces)


def _member_name() -> str:
    """The first name of who is signed in, empty for visitors; known once a door was passed."""
    known = actor().identity
    return known.full_name.split(" ")[0] if known and known.full_name else ""


def _remember(cart_id: UUID) -> None:
    """A visitor's new cart is known by the session from now on; a member's is found by the member."""
    known = actor().identity
    if known is None or (known.customer_id is None and known.cart_id != cart_id):
        session["cart_id"] = str(cart_id)
