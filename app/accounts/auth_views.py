"""Registration, login, logout, and the way back in after forgetting a password.

Known and unknown e-mails get the same answers. Registration cannot hide for ever that an e-mail was free (the newcomer
is let in at once), but its answer does: both go to the same address, and only the mail tells the owner.
"""

import secrets
import time
from uuid import UUID

from flask import Response, current_app, flash, request, url_for

from app import db, rate_limits, render, seeding, staff_sessions, web_sessions
from app.accounts import devices, forms, mails, queries
from app.accounts.blueprint import bp
from app.extensions import limiter
from app.forms import FormErrors, filled
from app.passwords import hash_password, verify_password
from app.security import actor
from app.settings import Settings

EVEN_TIME = 0.25  # seconds; a forgotten password takes as long for unknown e-mails
STRANGER = "Kami kirim petunjuk ke e-mail itu."

per_account = limiter.limit(rate_limits.limit("login_account"), key_func=devices.by_account)
per_address = limiter.limit(rate_limits.limit("login"), key_func=rate_limits.by_address)
refused_per_account = limiter.limit(
    rate_limits.limit("login_account"), key_func=devices.by_account, deduct_when=rate_limits.was_refused
)
refused_per_address = limiter.limit(
    rate_limits.limit("login"), key_func=rate_limits.by_address, deduct_when=rate_limits.was_refused
)


@bp.get("/auth/register")
def register() -> Response:
    """The registration form; members go on."""
    return _already_in() or _form("register", filled())


@bp.post("/auth/register")
@limiter.limit(rate_limits.limit("register"), key_func=rate_limits.by_address)
@per_account
def create_account() -> Response:
    """Makes a member and signs them in; for a known e-mail the answer looks the same and only its owner gets a mail."""
    typed = forms.parse_registration(request.form)
    if isinstance(typed, FormErrors):
        return _form("register", typed, status=422)
    customer_id = _register(typed)
    if customer_id:
        merged = _enter(customer_id)
        flash(f"Akunmu siap, {typed.full_name.split(' ')[0]}. {merged}".strip(), "good")
    else:
        web_sessions.renew()
        flash(STRANGER, "note")
    response = render.redirect(url_for(".registered", next=_next()), whole_page=True)
    return devices.remember(response, typed.email if customer_id else "")


@bp.post("/auth/check")
def check_fields() -> Response:
    """What the fields about a member that are filled in lack; keeps nothing and says nothing about who is a member."""
    return render.messages(forms.REGISTRATION_FIELDS, request.form, forms.parse_registration(request.form))


@bp.get("/auth/registered")
def registered() -> Response:
    """Where registration leads: members go on at once, the others are asked to look into their mail."""
    screen = ("accounts/registered.html", "partials/accounts/registered.html")
    return _already_in() or render.page(*screen, title="Cek e-mailmu", next_url=_next())


@bp.get("/auth/login")
def login() -> Response:
    """The login form; members go on."""
    return _already_in() or _form("login", filled())


@bp.post("/auth/login")
@refused_per_address
@refused_per_account
def log_in() -> Response:
    """Signs in under a fresh session id, with the cart the visitor had filled; people of the desk go there."""
    typed = forms.parse_login(request.form)
    if isinstance(typed, FormErrors):
        return _form("login", typed, status=422)
    known = db.read(actor(), queries.credentials_of(typed.email))
    fits = verify_password(known.password_hash if known else None, typed.password)
    if not fits or known is None or _is_sample(typed):
        return _form("login", filled(email=typed.email).having("email", forms.WRONG_LOGIN), status=422)
    if known.customer_id is None:
        return devices.remember(staff_sessions.begin(_to_the_desk(), known.staff_id), typed.email)
    merged = _enter(known.customer_id)
    if merged:
        flash(merged, "good")
    return devices.remember(_onward(), typed.email)


@bp.post("/auth/logout")
def log_out() -> Response:
    """Ends the session, if there is one, and begins another."""
    if web_sessions.session_hash(request):
        web_sessions.sign_out()
        flash("Kamu sudah keluar.", "note")
    return render.redirect(url_for(".login"), whole_page=True)


@bp.get("/auth/forgot")
def forgot() -> Response:
    """Asks for the e-mail, or says that a mail may be under way."""
    return render.page(
        "accounts/forgot.html",
        "partials/accounts/forgot.html",
        title="Lupa kata sandi",
        form=filled(),
        sent="sent" in request.args,
    )


@bp.post("/auth/forgot")
@limiter.limit(rate_limits.limit("register"), key_func=rate_limits.by_address)
def send_reset() -> Response:
    """Mails a reset link, if there is such an account; the answer and its time do not tell."""
    started = time.monotonic()
    email = forms.parse_forgotten(request.form)
    if isinstance(email, FormErrors):
        return _form("forgot", email, status=422, sent=False)
    token = secrets.token_urlsafe(32)
    db.transaction(actor(), queries.request_password_reset(email, token, mails.password_reset(token)))
    time.sleep(max(0.0, started + EVEN_TIME - time.monotonic()))
    return render.redirect(url_for(".forgot", sent=1))


@bp.get("/auth/reset/<token>")
def reset(token: str) -> Response:
    """Asks for a new password while the link can be used."""
    owner = db.read(actor(), queries.password_reset_owner(token))
    return _form("reset", filled(), token=token, email=owner.email) if owner else _used_link()


@bp.post("/auth/reset/<token>")
@per_address
def reset_password(token: str) -> Response:
    """Sets the new password, ends every other session, and signs in."""
    owner = db.read(actor(), queries.password_reset_owner(token))
    if owner is None:
        return _used_link()
    password = forms.parse_reset(request.form, owner.full_name, owner.email)
    if isinstance(password, FormErrors):
        return _form("reset", password, status=422, token=token, email=owner.email)
    changed = queries.reset_password(token, hash_password(password), mails.password_changed())
    if db.transaction(actor(), changed) is None:
        return _used_link()
    web_sessions.end_sessions_of(owner.customer_id)
    flash(f"Kata sandi barumu tersimpan. {_enter(owner.customer_id)}".strip(), "good")
    return devices.remember(_onward(), owner.email)


def _register(typed: forms.Registration) -> UUID | None:
    """The new member; the same member for a form sent twice; None when the e-mail is somebody else's."""
    known = db.read(actor(), queries.credentials_of(typed.email))
    if known is None:
        hashed = hash_password(typed.password)
        about = (typed.email, typed.full_name, typed.phone_number, hashed)
        made = db.transaction(actor(), queries.register(*about, wants_news=typed.wants_news))
        if made is not None:
            return made
        known = db.read(actor(), queries.credentials_of(typed.email))
    fits = known is not None and verify_password(known.password_hash, typed.password)
    if fits and known is not None and known.customer_id and not _is_sample(typed):
        return known.customer_id
    db.transaction(actor(), queries.remind_registered(typed.email, mails.registered_again()))
    return None


def _enter(customer_id: UUID) -> str:
    """Signs in and brings the visitor's cart along; says so when something came."""
    visitor = actor().identity
    cart_id = visitor.cart_id if visitor and visitor.customer_id is None else None
    merged = db.transaction(actor(), queries.merge_cart(cart_id, customer_id)) if cart_id else 0
    web_sessions.sign_in(customer_id)
    return f"{merged} barang digabung ke keranjangmu." if merged else ""


def _is_sample(typed: forms.Login | forms.Registration) -> bool:
    """Whether that is a sample account with its public password, in a shop for customers: there it opens nothing."""
    settings: Settings = current_app.config["SETTINGS"]
    return not settings.development and seeding.is_sample(typed.email, typed.password)


def _to_the_desk() -> Response:
    asked = _next() or ""
    return render.redirect(asked if asked.startswith(f"{render.DESK}/") else render.DESK, whole_page=True)


def _already_in() -> Response | None:
    return _onward() if db.read(actor(), queries.first_name()) else None


def _onward() -> Response:
    return render.redirect(_next() or url_for(".show"), whole_page=True)


def _next() -> str | None:
    """Where to go after login: the form's hidden field or the link's parameter, within this site."""
    return forms.next_within_site(request.form.get("next") or request.args.get("next"))


def _form(name: str, form: FormErrors, *, status: int = 200, **context: object) -> Response:
    title = {"register": "Daftar", "login": "Masuk", "forgot": "Lupa kata sandi", "reset": "Kata sandi baru"}[name]
    return render.page(
        f"accounts/{name}.html",
        f"partials/accounts/{name}.html",
        status=status,
        title=f"Kesalahan: {title}" if status == 422 else title,
        form=form,
        next_url=_next(),
        **context,  # type: ignore[arg-type]
    )


def _used_link() -> Response:
    return render.failure(
        410, "Tautan tidak berlaku", "Tautan ini sudah dipakai atau lewat satu jam. Minta tautan baru di halaman Masuk."
    )
