"""Pasting a bank statement: what its lines pay, and booking the ones that were ticked, each in a transaction of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, current_app, request

from app import db, deadline
from app.desk.blueprint import bp, page
from app.desk.paste import forms, queries
from app.desk.paste.bank import Transfer
from app.desk.paste.batch import attempt
from app.desk.paste.forms import PastedStatement, Pick
from app.desk.paste.matching import match
from app.desk.queue import queries as queue
from app.format import WIB
from app.forms import FormErrors, filled
from app.security import staff
from app.settings import BankAccount

PAYMENTS = ("desk/paste_payments.html", "partials/desk/paste_payments.html")
HEAD = ("partials/desk/queues.html",)
WORDS = {
    "booked": "Masuk.",
    "late": "Masuk, tapi stoknya sudah tidak ada. Uangnya menunggu di antrean Uang janggal.",
    "used": "Sudah pernah dicatat, tidak dicatat lagi.",
}


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of a line: what is booked, late, used, unhurried or refused."""

    line: Transfer
    order_id: UUID
    what: str
    words: str


@bp.get("/paste/payments")
def paste_payments() -> Response:
    """An empty paste."""
    return _screen(filled(lines="", account=_accounts()[0].number))


@bp.post("/paste/payments/preview")
def preview_payments() -> Response:
    """What the lines would pay; nothing is booked yet."""
    pasted = _parsed()
    return _screen(pasted, 422) if isinstance(pasted, FormErrors) else _preview(pasted)


@bp.post("/paste/payments")
def book_payments() -> Response:
    """Books what was ticked and says of each line what became of it. Sending it again books nothing twice."""
    pasted = _parsed()
    if isinstance(pasted, FormErrors):
        return _screen(pasted, 422)
    picks = forms.parse_picks(request.form)
    chosen = [(line, picks[line.number]) for line in pasted.statement.transfers if line.number in picks]
    if not chosen:
        return _preview(pasted, 422, form=pasted.form.having("lines", forms.NOTHING_TICKED))
    with deadline.within(deadline.BATCH):
        booked = [_book(pasted.account, line, pick) for line, pick in chosen]
        is_over = all(it.what in WORDS for it in booked)  # else what was pasted stays in the form, to be sent once more
        form = filled(lines="", account=pasted.account) if is_over else pasted.form
        return _screen(form, also=HEAD, booked=booked, numbers=_numbers(booked))


def _accounts() -> tuple[BankAccount, ...]:
    found: tuple[BankAccount, ...] = current_app.config["SETTINGS"].bank_accounts
    return found


def _parsed() -> PastedStatement | FormErrors:
    request.max_form_memory_size = forms.MOST_BYTES
    accounts = [account.number for account in _accounts()]
    return forms.parse_statement(request.form, accounts, datetime.now(WIB).date())


def _book(account: str, line: Transfer, pick: Pick) -> Booked:
    what, given = attempt(queries.book(account, line, pick.order_id, pick.version))
    if what == "done":
        return Booked(line, pick.order_id, given, WORDS[given])
    return Booked(line, pick.order_id, what, given)


def _numbers(booked: Iterable[Booked]) -> dict[UUID, str]:
    """Order numbers by id."""
    found = db.read(staff(), queries.slips([it.order_id for it in booked]))
    return {order.id: order.order_number for order in found}


def _preview(pasted: PastedStatement, status: int = 200, **answer: Any) -> Response:
    account, lines = pasted.account, pasted.statement.transfers
    with deadline.within(deadline.BATCH):
        candidates, uses = db.read(staff(), queries.candidates(account, lines), queries.uses(account, lines))
        matches = match(lines, candidates, uses)
        return _screen(answer.get("form", pasted.form), status, pasted=pasted, matches=matches)


def _screen(form: FormErrors, status: int = 200, **answer: Any) -> Response:
    """The page; answer may carry a preview (pasted and matches) or what was booked."""
    shown = {"pasted": None, "matches": [], "booked": [], "numbers": {}} | answer
    counts = db.read(staff(), queue.counts())
    return page(
        *PAYMENTS, status=status, title="Tempel mutasi", form=form, accounts=_accounts(), counts=counts, **shown
    )
