"""The member's own pages: profile, password, data export, and deleting the account."""

import json
from uuid import UUID

from flask import Response, flash, request, url_for

from app import db, errors, rate_limits, render, web_sessions
from app.accounts import forms, mails, queries
from app.accounts.blueprint import bp
from app.extensions import limiter
from app.forms import FormErrors, filled
from app.passwords import hash_password, verify_password
from app.phone import readable_phone
from app.security import actor, member

MENU = "partials/layout/account.html"
WAITS = "Permintaanmu tercatat. Masih ada {} pesanan yang berjalan; begitu semuanya selesai, datamu kami hapus."

tries = limiter.shared_limit(rate_limits.limit("login_account"), scope="password", key_func=rate_limits.by_shopper)


@bp.get("/account/menu")
def menu() -> Response:
    """The header's link: "Masuk", or the member's first name."""
    return render.fragments(MENU, member_name=db.read(actor(), queries.first_name()) or "")


@bp.get("/account")
def show() -> Response:
    """Profile and the ways to everything else."""
    return _profile()


@bp.post("/account")
def update_profile() -> Response:
    """Changes name and phone number."""
    changed = forms.parse_profile(request.form)
    if isinstance(changed, FormErrors):
        return _profile(changed)
    db.transaction(member(), queries.update_profile(changed.full_name, changed.phone_number))
    flash("Profilmu tersimpan.", "good")
    return render.redirect(url_for(".show"), whole_page=True)


@bp.get("/account/password")
def password() -> Response:
    """Asks for the current and a new password."""
    return _password(filled(), db.read(member(), queries.profile()))


@bp.post("/account/password")
@tries
def change_password() -> Response:
    """Sets a new password; every other device has to sign in again."""
    profile, current_hash = db.read(member(), queries.profile(), queries.own_password_hash())
    about = (profile.full_name, profile.email, profile.phone_number or "") if profile else ()
    typed = forms.parse_changed_password(request.form, *about)
    if isinstance(typed, FormErrors):
        return _password(typed, profile)
    if not verify_password(current_hash, typed.current):
        return _password(filled().having("current_password", forms.NOT_THE_CURRENT), profile)
    db.transaction(member(), queries.set_password(hash_password(typed.new), mails.password_changed()))
    web_sessions.end_sessions_of(_own_id())
    web_sessions.sign_in(_own_id())
    flash("Kata sandimu diganti. Perangkat lain harus masuk lagi.", "good")
    return render.redirect(url_for(".show"), whole_page=True)


@bp.get("/account/export")
def export() -> Response:
    """Everything the shop keeps about the member, as a JSON file."""
    data = db.read(member(), queries.export_my_data())
    response = Response(json.dumps(data, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=data-saya-sensasiwangi.json"
    return response


@bp.get("/account/deletion")
def deletion() -> Response:
    """Says what deleting means, and asks for the password."""
    return _deletion(filled())


@bp.post("/account/deletion")
@tries
def delete_account() -> Response:
    """Deletes the member's personal data, or notes the request while orders still run."""
    typed = forms.parse_confirmation(request.form)
    if isinstance(typed, FormErrors):
        return _deletion(typed, status=422)
    if not verify_password(db.read(member(), queries.own_password_hash()), typed):
        return _deletion(filled().having("password", forms.NOT_THE_CURRENT), status=422)
    running = db.transaction(member(), queries.request_deletion())
    if running:
        flash(WAITS.format(running), "note")
        return render.redirect(url_for(".deletion"), whole_page=True)
    web_sessions.end_sessions_of(_own_id())
    web_sessions.sign_out()
    flash("Akun dan data pribadimu sudah dihapus.", "note")
    return render.redirect(url_for(".login"), whole_page=True)


@bp.post("/account/deletion/withdraw")
def withdraw_deletion() -> Response:
    """Takes back a request that waits."""
    db.transaction(member(), queries.withdraw_deletion())
    flash("Permintaan hapus akun dibatalkan.", "good")
    return render.redirect(url_for(".show"), whole_page=True)


@bp.post("/account/consent")
def set_consent() -> Response:
    """Agrees to news by e-mail, or no longer."""
    is_given = "given" in request.form
    db.transaction(member(), queries.set_marketing_consent(is_given=is_given))
    flash("Kabar dan promo kami kirim lewat e-mail." if is_given else "Kabar dan promo tidak kami kirim lagi.", "good")
    return render.redirect(url_for(".show"), whole_page=True)


def _own_id() -> UUID:
    identity = actor().identity
    if identity is None or identity.customer_id is None:
        raise errors.SignInRequired
    return identity.customer_id


def _profile(form: FormErrors | None = None) -> Response:
    profile, consents = db.read(member(), queries.profile(), queries.consents())
    if profile is None:
        raise errors.SignInRequired
    known = filled(full_name=profile.full_name, phone_number=readable_phone(profile.phone_number or ""))
    return render.page(
        "accounts/show.html",
        "partials/accounts/profile.html",
        status=422 if form else 200,
        title="Kesalahan: Akun" if form else "Akun",
        profile=profile,
        consents=consents,
        form=form or known,
        member_name=profile.full_name.split(" ")[0],
    )


def _password(form: FormErrors, profile: queries.Profile | None) -> Response:
    return render.page(
        "accounts/password.html",
        "partials/accounts/password.html",
        status=422 if form.errors else 200,
        title="Kesalahan: Ganti kata sandi" if form.errors else "Ganti kata sandi",
        form=form,
        email=profile.email if profile else "",
    )


def _deletion(form: FormErrors, *, status: int = 200) -> Response:
    profile = db.read(member(), queries.profile())
    return render.page(
        "accounts/deletion.html",
        "partials/accounts/deletion.html",
        status=status,
        title="Kesalahan: Hapus akun" if form.errors else "Hapus akun",
        form=form,
        profile=profile,
    )
