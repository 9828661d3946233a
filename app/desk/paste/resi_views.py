"""Pasting tracking numbers: which parcels they ship, and shipping the ones that were ticked, each in a transaction of its own."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request

from app import db, deadline
from app.desk.blueprint import bp, page
from app.desk.orders.forms import COURIERS
from app.desk.paste import forms, parcels, queries
from app.desk.paste.batch import attempt
from app.desk.paste.forms import PastedResi, Pick
from app.desk.paste.resi import Row
from app.desk.queue import queries as queue
from app.forms import FormErrors, filled
from app.security import staff

RESI = ("desk/paste_resi.html", "partials/desk/paste_resi.html")
HEAD = ("partials/desk/queues.html",)


@dataclass(frozen=True, slots=True)
class Shipped:
    """What became of a row: shipped, unhurried or refused."""

    row: Row
    pick: Pick
    what: str
    words: str


@bp.get("/paste/resi")
def paste_resi() -> Response:
    """An empty paste."""
    return _screen(filled(rows=""))


@bp.post("/paste/resi/preview")
def preview_resi() -> Response:
    """What the rows would ship; nothing is changed yet."""
    pasted = _parsed()
    return _screen(pasted, 422) if isinstance(pasted, FormErrors) else _preview(pasted)


@bp.post("/paste/resi")
def ship_parcels() -> Response:
    """Ships what was ticked and says of each row what became of it. Sending it again ships nothing twice."""
    pasted = _parsed()
    if isinstance(pasted, FormErrors):
        return _screen(pasted, 422)
    picks = forms.parse_picks(request.form)
    chosen = [(row, picks[row.number]) for row in pasted.rows if row.number in picks and not row.problem]
    if not chosen:
        return _preview(pasted, 422, form=pasted.form.having("rows", forms.NOTHING_TICKED))
    with deadline.within(deadline.BATCH):
        shipped = [_ship(row, pick) for row, pick in chosen]
        is_over = all(it.what == "shipped" for it in shipped)  # else what was pasted stays in the form
        return _screen(filled(rows="") if is_over else pasted.form, also=HEAD, shipped=shipped)


def _parsed() -> PastedResi | FormErrors:
    request.max_form_memory_size = forms.MOST_BYTES
    return forms.parse_resi(request.form)


def _ship(row: Row, pick: Pick) -> Shipped:
    if not pick.courier:
        return Shipped(row, pick, "refused", "Pilih kurirnya.")
    what, given = attempt(queries.ship(pick.order_id, pick.version, pick.courier, row.tracking_number))
    return Shipped(row, pick, "shipped", "Dikirim.") if what == "done" else Shipped(row, pick, what, given)


def _preview(pasted: PastedResi, status: int = 200, **answer: Any) -> Response:
    orders = queries.parcels([row.order_number for row in pasted.rows])
    numbers = queries.taken([row.tracking_number for row in pasted.rows])
    found, taken = db.read(staff(), orders, numbers)
    return _screen(
        answer.get("form", pasted.form), status, pasted=pasted, parcels=parcels.joined(pasted.rows, found, taken)
    )


def _screen(form: FormErrors, status: int = 200, **answer: Any) -> Response:
    """The page; answer may carry a preview (pasted and parcels) or what was shipped."""
    shown = {"pasted": None, "parcels": [], "shipped": []} | answer
    counts = db.read(staff(), queue.counts())
    return page(*RESI, status=status, title="Tempel resi", form=form, couriers=COURIERS, counts=counts, **shown)
