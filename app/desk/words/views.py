"""The messages to shoppers: reading and editing them, and noting on an order which one was opened."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request, url_for

from app import db, errors, render
from app.desk.blueprint import bp, page
from app.desk.orders import queries as orders
from app.desk.orders import timeline
from app.desk.words import blanks, forms, messages, queries
from app.forms import FormErrors, filled, is_overtaken, parse_version
from app.security import staff

WORDS = ("desk/words.html", "partials/desk/words.html")
MESSAGE = ("desk/message.html", "partials/desk/message.html")
NOTED = ("partials/desk/noted.html", "partials/desk/entries.html")
PREVIEW = ("desk/message.html", "partials/desk/preview.html")
KEY = f"<any({', '.join(messages.STARTING)}):key>"


@bp.get("/words")
def words() -> Response:
    """Every message as it reads now."""
    return page(*WORDS, title="Kata-kata", messages=messages.current(db.read(staff(), queries.edited())).values())


@bp.get(f"/words/{KEY}")
def message(key: str) -> Response:
    """One message, with a look at what it makes of a made-up order."""
    return _message_page(key, MESSAGE)


@bp.post(f"/words/{KEY}")
def edit_message(key: str) -> Response:
    """Saves a message; a colleague's edit in the meantime is shown beside what was typed."""
    typed, seen = forms.parse_wording(request.form), parse_version(request.form)
    if isinstance(typed, FormErrors):
        return _message_page(key, MESSAGE, 422, form=typed, seen=seen)
    return _change(key, queries.edit(key, seen, typed.title, typed.body))


@bp.post(f"/words/{KEY}/restore")
def restore_message(key: str) -> Response:
    """Lets a message say its starting text again."""
    return _change(key, queries.restore(key, parse_version(request.form)))


@bp.post(f"/words/{KEY}/preview")
def preview_message(key: str) -> Response:
    """What the typed text makes of a made-up order; saves nothing, and hides no colleague's edit."""
    typed, seen = forms.parse_wording(request.form), parse_version(request.form)
    if isinstance(typed, FormErrors):
        return _message_page(key, PREVIEW, 422, form=typed, seen=seen)
    return _message_page(key, PREVIEW, form=_typed(), seen=seen)


@bp.post(f"/orders/<uuid:order_id>/messages/{KEY}")
def note_message(order_id: UUID, key: str) -> Response:
    """Notes on the internal timeline that a message to the shopper was opened."""
    noted = queries.note(order_id, key, messages.STARTING[key].title)
    _, events = db.transaction(staff(), noted, orders.timeline(order_id))
    context = {"key": key, "noted": True, "timeline": timeline.entries(events)}
    said = "Dicatat di perjalanan pesanan."
    return render.done(url_for(".order", order_id=order_id), *NOTED, said=said, **context)


def _change(key: str, statement: db.Statement[int]) -> Response:
    try:
        db.transaction(staff(), statement)
    except errors.ChangedMeanwhile:
        return _message_page(key, MESSAGE, 409, form=_typed() if "body" in request.form else None, is_conflict=True)
    flash("Tersimpan. Pesan berikutnya memakai kata-kata ini.", "good")
    return render.redirect(url_for(".words"))


def _typed() -> FormErrors:
    return filled(title=request.form.get("title"), body=request.form.get("body"))


def _message_page(key: str, screen: tuple[str, str], status: int = 200, **answer: Any) -> Response:
    """The message as it is now; answer may carry a form, the version that was seen, and whether it came too late."""
    found = messages.current(db.read(staff(), queries.edited()))[key]
    form = answer.get("form") or filled(title=found.title, body=found.body)
    is_conflict = answer.get("is_conflict") or is_overtaken(answer.get("seen"), found.version)
    return page(
        *screen,
        status=409 if is_conflict and status == 200 else status,
        title=found.title,
        message=found,
        starting=messages.STARTING[key],
        form=form,
        preview=messages.sample(form.value("body")),
        blanks=blanks.BLANKS,
        is_conflict=is_conflict,
    )
