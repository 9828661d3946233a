"""Webhooks at the desk, for admins: endpoints, their secrets, and what became of each delivery."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, request, url_for

from app import db, errors, render
from app.desk.blueprint import bp, page
from app.desk.webhooks import forms, queries
from app.forms import FormErrors, is_overtaken, parse_version
from app.security import admin
from app.webhooks import addresses, signing
from app.webhooks.addresses import AddressError, Rules

ENDPOINTS = ("desk/webhooks.html", "partials/desk/webhooks.html")
ENDPOINT = ("desk/webhook.html", "partials/desk/webhook.html")


@bp.get("/webhooks")
def webhooks() -> Response:
    """Who is told of what, and the form for one more."""
    return _endpoints()


@bp.post("/webhooks")
def register_webhook() -> Response:
    """Registers an endpoint; its secret is in this answer and never again."""
    db.read(admin(), queries.endpoints())  # nobody else has us look up names
    wish = _wish()
    if isinstance(wish, FormErrors):
        return _endpoints(422, form=wish)
    secret = signing.new_secret()
    try:
        endpoint_id = db.transaction(admin(), queries.register(wish, secret))
    except errors.BadQuantity:
        return _endpoints(422, form=_taken(wish))
    return _endpoint(endpoint_id, secret=secret)


@bp.get("/webhooks/<uuid:endpoint_id>")
def webhook(endpoint_id: UUID) -> Response:
    """An endpoint, and what was sent to it."""
    return _endpoint(endpoint_id)


@bp.post("/webhooks/<uuid:endpoint_id>")
def change_webhook(endpoint_id: UUID) -> Response:
    """Changes an endpoint, over the version that was seen."""
    db.read(admin(), queries.endpoint(endpoint_id))
    wish, seen = _wish(), parse_version(request.form)
    if isinstance(wish, FormErrors):
        return _endpoint(endpoint_id, 422, form=wish, seen=seen)
    try:
        db.transaction(admin(), queries.change(endpoint_id, seen, wish))
    except errors.BadQuantity:
        return _endpoint(endpoint_id, 422, form=_taken(wish))
    except errors.ChangedMeanwhile:
        return _endpoint(endpoint_id, 409, form=_typed(wish), is_conflict=True)
    flash("Tersimpan.", "good")
    return render.redirect(url_for(".webhook", endpoint_id=endpoint_id))


@bp.post("/webhooks/<uuid:endpoint_id>/secret")
def rotate_webhook_secret(endpoint_id: UUID) -> Response:
    """Another secret, shown once; the earlier one still signs for a day."""
    secret = signing.new_secret()
    try:
        db.transaction(admin(), queries.rotate(endpoint_id, parse_version(request.form), secret))
    except errors.ChangedMeanwhile:
        return _endpoint(endpoint_id, 409, is_conflict=True)
    return _endpoint(endpoint_id, secret=secret)


@bp.post("/webhooks/deliveries/<int:delivery_id>/replay")
def replay_webhook(delivery_id: int) -> Response:
    """Sends an event again, under the same id."""
    endpoint_id = db.transaction(admin(), queries.replay(delivery_id))
    flash("Dikirim lagi dalam beberapa detik.", "good")
    return render.redirect(url_for(".webhook", endpoint_id=endpoint_id))


def _endpoints(status: int = 200, form: FormErrors | None = None) -> Response:
    found = db.read(admin(), queries.endpoints())
    form = form or forms.typed("", [], is_on=True)
    return page(*ENDPOINTS, status=status, title="Webhook", endpoints=found, form=form, events=forms.EVENTS)


def _endpoint(endpoint_id: UUID, status: int = 200, **answer: Any) -> Response:
    found, deliveries = db.read(admin(), queries.endpoint(endpoint_id), queries.deliveries(endpoint_id))
    if found is None:
        raise errors.NotThere
    return page(
        *ENDPOINT,
        status=status,
        title="Webhook",
        endpoint=found,
        deliveries=deliveries,
        events=forms.EVENTS,
        form=answer.get("form") or forms.typed(found.address, found.events, is_on=found.is_on),
        secret=answer.get("secret"),
        is_conflict=answer.get("is_conflict") or is_overtaken(answer.get("seen"), found.version),
    )


def _wish() -> forms.Wish | FormErrors:
    """What was typed, to an address that is everybody's by its name as well."""
    allowed = Rules.of(current_app.config["SETTINGS"])
    wish = forms.parse_endpoint(request.form, allowed)
    if isinstance(wish, FormErrors):
        return wish
    try:
        addresses.resolve(wish.target, allowed)
    except AddressError as cause:
        return _typed(wish).having("address", str(cause))
    return wish


def _typed(wish: forms.Wish) -> FormErrors:
    return forms.typed(wish.address, wish.events, is_on=wish.is_on)


def _taken(wish: forms.Wish) -> FormErrors:
    return _typed(wish).having("address", forms.TAKEN)
