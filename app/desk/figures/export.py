"""The figures as CSV and as a workbook. Texts are never formulas: in CSV by their first letter, in the workbook by their type."""

import io
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.desk.figures.queries import Discrepancy
from app.desk.figures.reckoning import Figures, Span
from app.desk.search import export
from app.forms import printable

DAYS = (
    "Mulai (WIB)", "Pesanan", "Batal atau kedaluwarsa", "Nilai (Rp)", "Rata-rata (Rp)", "Checkout ditinggal", "Checkout selesai",
    "Keranjang ditinggal", "Bagian keranjang ditinggal",
)  # fmt: skip
_SHARES = frozenset({"Checkout selesai", "Bagian keranjang ditinggal"})
Cells = Sequence[str | float | None]


def csv(found: Figures) -> str:
    """The days, comma separated; shares are numbers from 0 to 1."""
    return export.MARK + export.written([DAYS, *map(_day, found.spans)])


def workbook(found: Figures, discrepancies: Sequence[Discrepancy]) -> bytes:
    """Sheets for the summary, the days, the statuses and the corrected stock."""
    into = io.BytesIO()
    book = Workbook(into, {"in_memory": True})
    shares = book.add_format({"num_format": "0.0%"})
    _sheet(book, "Ringkasan", ("Angka", "Nilai"), _summary(found))
    days = _sheet(book, "Per hari", DAYS, [_day(span) for span in found.spans])
    for place, head in enumerate(DAYS):
        days.set_column(place, place, 16, shares if head in _SHARES else None)
    _sheet(book, "Status", ("Status", "Pesanan"), list(found.by_status.items()))
    rows = [(it.name, it.times, it.missing, it.surplus) for it in discrepancies]
    _sheet(book, "Selisih stok", ("Barang", "Kali", "Kurang", "Lebih"), rows)
    book.close()
    return into.getvalue()


def _sheet(book: Workbook, name: str, heads: Cells, rows: Sequence[Cells]) -> Worksheet:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for place, head in enumerate(heads):
        sheet.write_string(0, place, str(head), bold)
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, line, place, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 30)
    return sheet


def _write(sheet: Worksheet, line: int, place: int, cell: str | float | None) -> None:
    """By its type: a text that looks like a formula or an address stays a text."""
    if isinstance(cell, str):
        sheet.write_string(line, place, printable(cell))
    elif cell is not None:
        sheet.write_number(line, place, cell)


def _day(span: Span) -> list[Any]:
    return [
        str(span.day), span.orders, span.lost, span.amount, span.average, span.checkouts, span.completion, span.carts, span.abandonment,
    ]  # fmt: skip


def _summary(found: Figures) -> list[Cells]:
    total, confirmed, stock = found.total, found.confirmations, found.turnover
    return [
        ("Dari", str(found.period.since)), ("Sampai", str(found.period.until)), ("Pesanan", total.orders), ("Batal atau kedaluwarsa", total.lost),
        ("Pembayaran gagal", found.failed), ("Nilai (Rp)", total.amount), ("Rata-rata (Rp)", total.average), ("Checkout selesai", total.completion),
        ("Keranjang ditinggal", total.abandonment), ("Konfirmasi bayar, tengah (menit)", _minutes(confirmed.median)),
        ("Konfirmasi bayar, 9 dari 10 (menit)", _minutes(confirmed.slow)), ("Belum dikonfirmasi", confirmed.waiting),
        ("Barang terkirim", stock.sold), ("Stok di awal", stock.at_first), ("Stok di akhir", stock.at_last), ("Perputaran stok", found.turns),
        ("Selisih stok (barang)", stock.corrected), ("Pesanan uji coba, tidak dihitung", found.tests),
    ]  # fmt: skip


def _minutes(seconds: float | None) -> float | None:
    return round(seconds / 60, 1) if seconds is not None else None
