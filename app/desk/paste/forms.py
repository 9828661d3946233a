"""The paste forms: what was pasted, and which rows were ticked for which order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.desk.paste import bank, resi
from app.forms import UNREADABLE, FormErrors, is_storable, parse_quantity, parse_uuid, printable, tidy

MOST_BYTES = 2 * 1024 * 1024  # of a form, percent-encoded; beyond it nothing is read
MOST_PASTED, MOST_LINES = 200 * 1024, 1_000  # characters, lines
MOST_SLIPS = 100
NOTHING = "Tempel dulu barisnya."
NOTHING_TICKED = "Belum ada baris yang dicentang atau dipilih."
NO_ACCOUNT = "Pilih rekeningnya."


@dataclass(frozen=True, slots=True)
class PastedStatement:
    """A bank statement as it was pasted, of the account with this number."""

    form: FormErrors
    account: str
    statement: bank.BankStatement


@dataclass(frozen=True, slots=True)
class PastedResi:
    """Tracking numbers as they were pasted."""

    form: FormErrors
    rows: list[resi.Row]


@dataclass(frozen=True, slots=True)
class Pick:
    """An order that was chosen for a row, with the version the preview showed, and a courier where the row has one."""

    order_id: UUID
    version: int
    courier: str = ""


def parse_statement(form: Mapping[str, str], accounts: Collection[str], today: date) -> PastedStatement | FormErrors:
    """Account and lines; accounts are the numbers of ours."""
    shown = _pasted(form, "lines")
    account = form.get("account", "")
    if account not in accounts:
        shown = FormErrors({**shown.values, "account": ""}, {"account": NO_ACCOUNT, **shown.errors})
    shown = FormErrors({**shown.values, "account": printable(account)}, shown.errors)
    return shown if shown.errors else PastedStatement(shown, account, bank.read(shown.value("lines"), today))


def parse_resi(form: Mapping[str, str]) -> PastedResi | FormErrors:
    """Rows of an order and its tracking number."""
    shown = _pasted(form, "rows")
    return shown if shown.errors else PastedResi(shown, resi.read(shown.value("rows")))


def parse_picks(form: Mapping[str, str]) -> dict[int, Pick]:
    """What was ticked, by the number of its row; what nobody could have ticked is left out."""
    found = {}
    for name, value in form.items():
        number = parse_quantity(name.removeprefix("pick_"), highest=MOST_LINES) if name.startswith("pick_") else None
        order, _, seen = value.partition(":")
        order_id, version = parse_uuid(order), parse_quantity(seen, highest=999_999_999)
        if number and order_id and version:
            courier = tidy(printable(form.get(f"courier_{number}", "")))[:40]
            found[number] = Pick(order_id, version, courier)
    return found


def parse_orders(sent: list[str]) -> list[UUID]:
    """The orders to print, each once, at most MOST_SLIPS; the list of orders sends each with its version behind a colon."""
    found = [order_id for text in sent if (order_id := parse_uuid(text.partition(":")[0]))]
    return list(dict.fromkeys(found))[:MOST_SLIPS]


def _pasted(form: Mapping[str, str], name: str) -> FormErrors:
    """The pasted text, whole, and what is wrong with it."""
    raw = form.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    shown = FormErrors({name: printable(raw, most=MOST_BYTES)})
    lines = raw.count("\n") + 1
    if not raw.strip():
        return shown.having(name, NOTHING)
    if not is_storable(raw):
        return shown.having(name, UNREADABLE)
    if len(raw) > MOST_PASTED or lines > MOST_LINES:
        most = f"{MOST_LINES:,}".replace(",", ".")
        return shown.having(
            name, f"Paling banyak {most} baris atau 200 KB sekali tempel. Bagi menjadi beberapa tempelan."
        )
    return shown
