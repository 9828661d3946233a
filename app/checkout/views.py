"""The steps of the checkout, in any order, and the gate that places the order."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, request, url_for

from app import db, errors, rate_limits, render
from app.cart import queries as cart_queries
from app.checkout import forms, queries
from app.checkout.provinces import PROVINCES
from app.extensions import limiter
from app.forms import FormErrors, filled, parse_uuid
from app.phone import readable_phone
from app.security import member
from app.settings import BankAccount, Settings

bp = Blueprint("checkout", __name__)

LABELS = {"address": "Alamat", "shipping": "Pengiriman", "payment": "Pembayaran", "review": "Periksa"}
MOVED = (errors.InsufficientStock, errors.NotForSale, errors.QuoteExpired, errors.CartChanged, errors.PriceMoved)
SCREEN, STEP = "checkout/step.html", "partials/checkout/step.html"


def settings() -> Settings:
    """The settings of this app."""
    found: Settings = current_app.config["SETTINGS"]
    return found


@bp.before_request
def close_politely() -> Response | None:
    """FEATURE_CHECKOUT off: the shop stays up and says so."""
    if settings().feature_checkout:
        return None
    sentence = "Checkout sedang kami rapikan. Keranjangmu tersimpan; coba lagi nanti atau pesan lewat CS."
    return render.failure(503, "Checkout sedang ditutup", sentence, retry_after=600)


@bp.post("/checkout")
def start() -> Response:
    """Holds the cart's stock; when some of it is gone the cart is shown with its repairs."""
    short, lines = db.transaction(member(), queries.start(), queries.lines())
    if short:
        return _cart_with_problems()
    return render.redirect(url_for(".show"), whole_page=True) if lines else render.redirect(url_for("cart.show"))


@bp.get("/checkout")
def show() -> Response:
    """Goes to the first unfinished step."""
    progress = db.read(member(), queries.progress())
    if progress is None or progress.item_count == 0:
        return render.redirect(url_for("cart.show"))
    return render.redirect(url_for(f".{progress.first_unfinished}"))


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
        return _screen("address", form=chosen, status=422)
    db.transaction(member(), queries.choose_address(chosen.fields, chosen.save), queries.renew_quote())
    return render.redirect(url_for(".show"))


@bp.post("/checkout/shipping")
def choose_shipping() -> Response:
    """Keeps the way it travels."""
    chosen = forms.parse_choice(request.form, "shipping_option", _offered_shipping(), "Pilih cara pengirimannya.")
    if isinstance(chosen, FormErrors):
        return _screen("shipping", form=chosen, status=422)
    db.transaction(member(), queries.choose_shipping(chosen), queries.renew_quote())
    return render.redirect(url_for(".show"))


@bp.post("/checkout/payment")
def choose_payment() -> Response:
    """Keeps the way it is paid and writes the quote."""
    accounts = _accounts()
    chosen = forms.parse_choice(request.form, "payment_method", accounts, "Pilih cara pembayarannya.")
    if isinstance(chosen, FormErrors):
        return _screen("payment", form=chosen, status=422)
    db.transaction(member(), queries.choose_payment(chosen, asdict(accounts[chosen])))
    return render.redirect(url_for(".show"))


@bp.post("/checkout/hold")
def renew_hold() -> Response:
    """15 more minutes; htmx gets the hold's fragment, plain posts go back to the step they came from."""
    refusal = ""
    try:
        db.transaction(member(), queries.renew_hold())
    except errors.TransitionNotAllowed:
        refusal = "Sudah tiga kali diperpanjang. Selesaikan pesananmu sebelum waktunya habis."
    if refusal or render.wants_fragment():
        return _screen(_step_named(request.form.get("step", "")), refusal=refusal, status=409 if refusal else 200)
    return render.redirect(url_for(f".{_step_named(request.form.get('step', ''))}"))


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
    if placed is None:
        raise errors.NotThere
    return render.redirect(url_for("orders.confirmation", order_id=placed.order_id))


def _repaired(quote_id: UUID, refusal: errors.Refusal) -> Response:
    """The summary as it is now, with what differs from the quote that was sent, and a new button."""
    try:
        db.transaction(member(), queries.renew_quote())
    except errors.NotThere:
        sentence = "Keranjang ini sudah kosong atau sudah menjadi pesanan. Lihat di Riwayat pesanan."
        return render.failure(409, "Sudah dipesan", sentence)
    return _screen("review", refusal=refusal.sentence, seen_quote=quote_id, status=409)


def _screen(
    step: str, status: int = 200, *, form: FormErrors | None = None, refusal: str = "", seen_quote: UUID | None = None
) -> Response:
    """One step as a page or fragment, from one round trip."""
    progress, lines, quote, seen, options, addresses = db.read(
        member(),
        queries.progress(),
        queries.lines(),
        queries.quote(),
        queries.quote(seen_quote) if seen_quote else queries.quote(),
        queries.shipping_options(),
        queries.saved_addresses(),
    )
    if progress is None or not lines:
        return render.redirect(url_for("cart.show"))
    return render.page(
        SCREEN,
        STEP,
        status=status,
        title=("Kesalahan: " if form else "") + LABELS[step],
        step=step,
        steps=_way(step, progress),
        progress=progress,
        lines=lines,
        quote=None if quote is None or quote.outdated else quote,
        seen=seen if seen_quote else None,
        options=options,
        addresses=addresses,
        accounts=_accounts(),
        provinces=PROVINCES,
        form=form or (_filled_address(progress, addresses) if step == "address" else _chosen(progress, options)),
        refusal=refusal,
        subtotal=sum(line.line_total for line in lines),
        problems=any(line.problem for line in lines),
    )


def _filled_address(progress: queries.Progress, addresses: list[queries.SavedAddress]) -> FormErrors:
    """The address form before anything was sent: what was typed earlier, else the member's default address."""
    known: dict[str, Any] = progress.address or (asdict(addresses[0]) if addresses else {})
    fields = {name: known.get(name, "") for name in forms.ADDRESS_FIELDS}
    fields["phone_number"] = readable_phone(fields["phone_number"])
    return filled(**fields, save_address="" if addresses else "ya")


def _chosen(progress: queries.Progress, options: list[queries.ShippingOption]) -> FormErrors:
    """The choices made earlier; where there is only one to make, it is made."""
    codes, accounts = [option.code for option in options], list(_accounts())
    return filled(
        shipping_option=progress.shipping_option or (codes[0] if len(codes) == 1 else None),
        payment_method=progress.payment_method or (accounts[0] if len(accounts) == 1 else None),
    )


def _way(current: str, progress: queries.Progress) -> list[dict[str, str]]:
    """The marks of the steps: done, current, missing (passed over) or later."""
    marks = []
    for step in queries.STEPS:
        unanswered = step in progress.missing or (step == "review")
        passed = queries.STEPS.index(step) < queries.STEPS.index(current)
        state = "current" if step == current else "done" if not unanswered else "missing" if passed else "later"
        marks.append({"key": step, "label": LABELS[step], "url": url_for(f".{step}"), "state": state})
    return marks


def _accounts() -> dict[str, BankAccount]:
    return {f"transfer-{account.code}": account for account in settings().bank_accounts}


def _offered_shipping() -> list[str]:
    return [option.code for option in db.read(member(), queries.shipping_options())]


def _step_named(name: str) -> str:
    return name if name in queries.STEPS else "review"


def _cart_with_problems() -> Response:
    cart = db.read(member(), cart_queries.contents())
    return render.page("cart/show.html", "partials/cart/contents.html", status=409, title="Keranjang", cart=cart)
