"""The member's saved addresses."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request, url_for

from app import db, errors, render
from app.accounts import forms, queries
from app.accounts.blueprint import bp
from app.areas import drafts
from app.areas.drafts import Places
from app.checkout.provinces import PROVINCES
from app.forms import FormErrors, filled
from app.phone import readable_phone
from app.security import member

LIST, FORM = "partials/accounts/addresses.html", "partials/accounts/address.html"
FULL = f"Paling banyak {queries.MOST_ADDRESSES} alamat. Hapus dulu yang tidak dipakai lagi."


@bp.get("/account/addresses")
def addresses() -> Response:
    """All of them, the default one first."""
    return _list(db.read(member(), queries.addresses()))


@bp.get("/account/addresses/new")
def new_address() -> Response:
    """An empty form, with the member's name and number filled in."""
    profile = db.read(member(), queries.profile())
    if profile is None:
        raise errors.SignInRequired
    phone_number = readable_phone(profile.phone_number or "")
    return _form(filled(recipient_name=profile.full_name, phone_number=phone_number, label="Rumah"))


@bp.post("/account/addresses")
def save_address() -> Response:
    """Saves a new address."""
    fields = forms.parse_saved_address(request.form)
    if isinstance(fields, FormErrors):
        return _form(fields, places=drafts.searched(request.form, _draft_url()))
    if db.transaction(member(), queries.save_address(fields)) is None:
        typed = filled(**{name: str(value) for name, value in fields.items() if name != "is_default"})
        return _form(typed.having("", FULL))
    flash("Alamat tersimpan.", "good")
    return render.redirect(url_for(".addresses"), whole_page=True)


@bp.get("/account/addresses/<uuid:address_id>")
def edit_address(address_id: UUID) -> Response:
    """One address in its form."""
    address = db.read(member(), queries.address(address_id))
    if address is None:
        raise errors.NotThere
    known: dict[str, Any] = {name: getattr(address, name) for name in forms.SAVED_FIELDS}
    known |= {"phone_number": readable_phone(address.phone_number), "is_default": "ya" if address.is_default else ""}
    return _form(filled(**known), address_id)


@bp.post("/account/addresses/<uuid:address_id>")
def update_address(address_id: UUID) -> Response:
    """Changes an address."""
    fields = forms.parse_saved_address(request.form)
    if isinstance(fields, FormErrors):
        return _form(fields, address_id, places=drafts.searched(request.form, _draft_url(address_id)))
    if not db.transaction(member(), queries.update_address(address_id, fields)):
        raise errors.NotThere
    flash("Alamat tersimpan.", "good")
    return render.redirect(url_for(".addresses"), whole_page=True)


@bp.post("/account/addresses/<uuid:address_id>/default")
def choose_default_address(address_id: UUID) -> Response:
    """Makes an address the one that checkout offers first."""
    chosen, found = db.transaction(member(), queries.choose_default_address(address_id), queries.addresses())
    return _changed(chosen, found, "Alamat utama diganti.")


@bp.post("/account/addresses/<uuid:address_id>/remove")
def delete_address(address_id: UUID) -> Response:
    """Removes an address."""
    removed, found = db.transaction(member(), queries.delete_address(address_id), queries.addresses())
    return _changed(removed, found, "Alamat dihapus.")


@bp.post("/account/addresses/check")
def check_address() -> Response:
    """What the fields that are filled in lack; keeps nothing."""
    return render.messages(forms.SAVED_FIELDS, request.form, forms.parse_saved_address(request.form))


@bp.post("/account/addresses/draft")
@bp.post("/account/addresses/<uuid:address_id>/draft")
def draft_address(address_id: UUID | None = None) -> Response:
    """The form again as it was typed, with the places that were searched for, or the chosen one filled in; keeps nothing."""
    form, places = drafts.drawn(request.form, _draft_url(address_id))
    return _form(form, address_id, places=places)


def _changed(was_theirs: bool, found: list[queries.SavedAddress], said: str) -> Response:
    if not was_theirs:
        raise errors.NotThere
    return render.done(
        url_for(".addresses"), LIST, render.NOTICES, said=said, addresses=found, notices=[("good", said)]
    )


def _list(found: list[queries.SavedAddress]) -> Response:
    return render.page("accounts/addresses.html", LIST, title="Alamat tersimpan", addresses=found)


def _draft_url(address_id: UUID | None = None) -> str:
    return url_for(".draft_address", address_id=address_id) if address_id else url_for(".draft_address")


def _form(form: FormErrors, address_id: UUID | None = None, places: Places | None = None) -> Response:
    """The form of a new address, or of the one with this id; for members only, also when it is refused."""
    db.read(member(), queries.first_name())
    title = "Ubah alamat" if address_id else "Alamat baru"
    return render.page(
        "accounts/address.html",
        FORM,
        status=422 if form.errors else 200,
        title=f"Kesalahan: {title}" if form.errors else title,
        heading=title,
        form=form,
        provinces=PROVINCES,
        places=places or Places(_draft_url(address_id)),
        address_id=address_id,
    )
