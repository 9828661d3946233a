"""The steps of the checkout, in any order, and the gate that places the order."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, request, url_for

from app import db, errors, rate_limits, render, seen, switches
from app.areas import drafts
from app.cart import queries as cart_queries
from app.checkout import forms, queries
from app.checkout.screen import Screen
from app.extensions import limiter
from app.forms import FormErrors, parse_uuid
from app.security import member
from app.settings import BankAccount, Settings

bp = Blueprint("checkout", __name__)

MOVED = (errors.InsufficientStock, errors.NotForSale, errors.QuoteExpired, errors.CartChanged, errors.PriceMoved)
PAGE, STEP, BAR = "checkout/step.html", "partials/checkout/step.html", "partials/checkout/bar.html"
HOLD, SUMMARY = "partials/checkout/hold.html", "partials/checkout/summary.html"


def settings() -> Settings:
    """The settings of this app."""
    found: Settings = current_app.config["SETTINGS"]
    return found


@bp.before_request
def close_politely() -> Response | None:
    """Off by setting or switch: the shop stays up and says so. Whether an order is made, the database decides."""
    return None if _is_open() else _closed()


@bp.after_request
def close_meanwhile(response: Response) -> Response:
    """The step has brought along how the switch stands: who took it in a closed checkout is told so."""
    return response if response.status_code == 503 or _is_open() else _closed()


@bp.errorhandler(errors.NotThere)
def find_nothing(refusal: errors.NotThere) -> Response:
    """Without a filled cart there is nothing to check out, and the cart's page says so."""
    if refusal.facts.get("what") == "cart":
        return render.redirect(url_for("cart.show"))
    return render.failure(refusal.status, refusal.title, refusal.sentence)


@bp.post("/checkout")
def start() -> Response:
    """Holds the cart's stock; when some of it is gone the cart is shown with its repairs."""
    short, progress = db.transaction(member(), queries.start(), queries.progress())
    return _cart_with_problems() if short else _onward(progress)


@bp.get("/checkout")
def show() -> Response:
    """Goes to the first unfinished step."""
    return _onward(db.read(member(), queries.progress()))


@bp.get("/checkout/address")
def address() -> Response:
    """Where the order goes."""
    return _screen("address")


@bp.get("/checkout/shipping")
def shipping() -> Response:
    """How it travels."""
    return _screen("shipping")


@bp.get("/checkout/payment")
def payment() -> Response:
    """How it is paid."""
    return _screen("payment")


@bp.get("/checkout/review")
def review() -> Response:
    """Everything once more, and the gate."""
    return _screen("review")


@bp.post("/checkout/address")
def choose_address() -> Response:
    """Keeps the address and goes on to what is still missing."""
    chosen = forms.parse_address(request.form)
    if isinstance(chosen, FormErrors):
        return _screen("address", form=chosen, status=422, places=_places())
    _, progress = db.transaction(member(), queries.choose_address(chosen.fields, chosen.save), queries.progress())
    return _onward(progress)


@bp.post("/checkout/address/check")
def check_address() -> Response:
    """What the fields that are filled in lack; keeps nothing."""
    return render.messages(forms.ADDRESS_FIELDS, request.form, forms.parse_address(request.form))


@bp.post("/checkout/address/draft")
def draft_address() -> Response:
    """The form again as it was typed, with the places that were searched for, or the chosen one filled in; keeps nothing."""
    form, places = drafts.drawn(request.form, url_for(".draft_address"))
    return _screen("address", form=form, places=places)


@bp.post("/checkout/shipping")
def choose_shipping() -> Response:
    """Keeps the way it travels."""
    chosen = forms.parse_shipping(request.form)
    if isinstance(chosen, FormErrors):
        return _screen("shipping", form=chosen, status=422)
    try:
        _, progress = db.transaction(member(), queries.choose_shipping(chosen), queries.progress())
    except errors.NotThere:
        return _screen("shipping", form=forms.not_offered(chosen), status=422)
    return _onward(progress)


@bp.post("/checkout/payment")
def choose_payment() -> Response:
    """Keeps the way it is paid and writes the quote."""
    accounts = _accounts()
    chosen = forms.parse_choice(request.form, "payment_method", accounts, "Pilih cara pembayarannya.")
    if isinstance(chosen, FormErrors):
        return _screen("payment", form=chosen, status=422)
    paid = queries.choose_payment(chosen, asdict(accounts[chosen]))
    return _onward(db.transaction(member(), paid, queries.progress())[1])


@bp.post("/checkout/hold")
def renew_hold() -> Response:
    """15 more minutes; htmx gets the hold's fragment, plain posts the step they came from with what was written in it."""
    step, refusal = next((each for each in queries.STEPS if each == request.form.get("step")), "review"), ""
    try:
        db.transaction(member(), queries.renew_hold())
    except errors.TransitionNotAllowed:
        refusal = "Sudah tiga kali diperpanjang. Selesaikan pesananmu sebelum waktunya habis."
    if render.wants_fragment():
        return _renewed(step, refusal)
    written = forms.written(step, request.form)
    if refusal or written:
        return _screen(step, form=written, refusal=refusal, status=409 if refusal else 200, places=_places())
    return render.redirect(url_for(f".{step}"))


@bp.post("/checkout/quote")
def renew_quote() -> Response:
    """One tap: an outdated summary becomes a fresh one."""
    db.transaction(member(), queries.renew_quote())
    return render.redirect(url_for(".review"))


@bp.post("/checkout/place")
@limiter.limit(rate_limits.limit("place"), key_func=rate_limits.by_shopper)
def place() -> Response:
    """Places the order of a quote; the answer to a replay is the same confirmation."""
    quote_id = parse_uuid(request.form.get("quote_id"))
    if quote_id is None:
        raise errors.NotThere
    try:
        placed = db.transaction(member(), queries.place(quote_id, settings().payment_term_hours), replayable=True)
    except MOVED as refusal:
        return _repaired(quote_id, refusal)
    except errors.CheckoutClosed:
        return _closed()
    if placed is None:
        raise errors.NotThere
    seen.order(placed.order_number, placed=not placed.replayed)
    return render.redirect(url_for("orders.confirmation", order_id=placed.order_id))


def _is_open() -> bool:
    return (request.endpoint == "checkout.place" and settings().feature_checkout) or switches.checkout_is_open()


def _closed() -> Response:
    seen.switched_off()
    return render.failure(503, errors.CheckoutClosed.title, errors.CheckoutClosed.sentence, retry_after=600)


def _onward(progress: queries.Progress | None) -> Response:
    """To the first step without an answer; without a filled cart, to the cart."""
    if progress is None or progress.item_count == 0:
        return render.redirect(url_for("cart.show"))
    return render.redirect(url_for(f".{progress.first_unfinished}"))


def _repaired(quote_id: UUID, refusal: errors.Refusal) -> Response:
    """The summary as it is now, with what differs from the quote that was sent, and a new button."""
    try:
        db.transaction(member(), queries.renew_quote())
    except errors.NotThere:
        sentence = "Keranjang ini sudah kosong atau sudah menjadi pesanan. Lihat di Riwayat pesanan."
        return render.failure(409, "Sudah dipesan", sentence)
    return _screen("review", refusal=refusal.sentence, seen_quote=quote_id, status=409)


def _screen(
    step: str,
    status: int = 200,
    *,
    form: FormErrors | None = None,
    refusal: str = "",
    seen_quote: UUID | None = None,
    **more: Any,
) -> Response:
    """One step as a page or fragment, from one round trip; marked is what differs from the quote that was refused."""
    found = _found(step, seen_quote)
    if found.progress is None or not found.cart.lines:
        return render.redirect(url_for("cart.show"))
    context = found.context(step, _accounts(), form) | more
    return render.page(
        PAGE, STEP, also=(BAR, render.NOTICES), status=status, refusal=refusal, seen=found.seen, **context
    )


def _renewed(step: str, refusal: str) -> Response:
    """What a renewal made stale, and nothing that somebody may be writing in; the page keeps its title."""
    found = _found(step)
    if found.progress is None or not found.cart.lines:
        return render.redirect(url_for("cart.show"), whole_page=True)
    said = (render.NOTICES,) if refusal else ()
    context = found.context(step, _accounts(), None) | {"seen": None, "notices": [("error", refusal)]}
    del context["title"]
    return render.fragments(HOLD, SUMMARY, BAR, *said, status=409 if refusal else 200, **context)


def _found(step: str, seen_quote: UUID | None = None) -> Screen:
    parts = queries.screen(step, seen_quote)
    return Screen(**dict(zip(parts, db.read(member(), *parts.values()), strict=True)))


def _places() -> drafts.Places:
    return drafts.searched(request.form, url_for(".draft_address"))


def _accounts() -> dict[str, BankAccount]:
    return {f"transfer-{account.code}": account for account in settings().bank_accounts}


def _cart_with_problems() -> Response:
    cart = db.read(member(), cart_queries.contents())
    return render.page("cart/show.html", "partials/cart/contents.html", status=409, title="Keranjang", cart=cart)
