"""What maintenance looks at each day, week and month, with the count now and where to go; what needs somebody comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.desk.figures.forms import last, last_month
from app.desk.figures.queries import Shelf
from app.desk.figures.reckoning import Figures
from app.desk.queue.queries import Count
from app.format import persen

ABANDONED = 0.5  # of the checkouts: the alarm of the seed's checklist


@dataclass(frozen=True, slots=True)
class Item:
    """Something to look at: what it is about, what is found now, and the endpoint with its parameters."""

    title: str
    found: str
    endpoint: str
    query: dict[str, Any]
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """What the lists are made of; today in WIB, recent since yesterday, week and month the last seven and thirty days."""

    today: date
    counts: Mapping[str, Count]
    shelf: Shelf
    recent: Figures
    week: Figures
    month: Figures


def lists(now: Now) -> dict[str, list[Item]]:
    """By how often, urgent items first."""
    found = {"Setiap hari": _daily(now), "Setiap minggu": _weekly(now), "Setiap bulan": _monthly(now)}
    return {often: sorted(items, key=lambda item: not item.is_urgent) for often, items in found.items()}


def _daily(now: Now) -> list[Item]:
    late = sum(count.late for name, count in now.counts.items() if name not in {"stock", "audit"})
    people = now.counts["wish"].orders + now.counts["money"].orders
    low = now.counts["stock"]
    found = f"{low.orders} barang menipis, {low.late} habis"
    return [
        Item("Pesanan yang masuk", f"{now.month.spans[-1].orders} hari ini", "desk.orders", {"since": str(now.today)}),
        Item("Stok", found, "desk.queue", {"queue": "stock"}, low.orders > 0),
        _gone(now, "Pesanan kedaluwarsa", "expired"),
        _gone(now, "Pesanan batal", "cancelled"),
        Item("Pembayaran gagal", f"{now.month.failed} dalam 30 hari", "desk.orders", {"payment_status": "failed"}),
        Item("Pembeli yang menunggu", f"{people} minta batal atau uangnya janggal", "desk.queue", {}, people > 0),
        Item("Lewat waktu di antrean", f"{late} pesanan", "desk.queue", {}, late > 0),
    ]


def _gone(now: Now, title: str, status: str) -> Item:
    found = f"{now.recent.by_status.get(status, 0)} sejak kemarin"
    return Item(title, found, "desk.orders", {"status": status, "since": str(now.recent.period.since)})


def _weekly(now: Now) -> list[Item]:
    period, share = now.week.period.query(), now.week.total.completion
    left = None if share is None else 1 - share
    corrected, shelf = now.week.turnover.corrected, now.shelf
    empty = f"{shelf.sold_out} habis, {shelf.paused} dijeda, {shelf.drafts} draf"
    broken = now.counts["audit"].orders
    return [
        Item(
            "Checkout yang ditinggal", f"{persen(left)} dari checkout" if left is not None else "belum ada checkout",
            "desk.figures", period, left is not None and left > ABANDONED,
        ),
        Item("Sebaran status pesanan", f"{now.week.total.orders} pesanan", "desk.figures", period),
        Item("Selisih stok", f"{corrected} barang dikoreksi", "desk.figures", period, corrected > 0),
        Item("Audit stok", f"{broken} janji dilanggar", "desk.audit", {}, broken > 0),
        Item("Barang yang tidak bisa dibeli", empty, "desk.stock", {}, shelf.sold_out > 0),
    ]  # fmt: skip


def _monthly(now: Now) -> list[Item]:
    month, quarter = last_month(now.today), last(90, now.today)
    return [
        Item("Laporan pesanan bulan lalu", "unduh XLSX", "desk.figures_workbook", month.query()),
        Item("Kinerja sistem", "basis data, antrean, cadangan", "desk.health", {}),
        Item("Rencana perbaikan", "angka 90 hari terakhir", "desk.figures", quarter.query()),
        Item(
            "Kepuasan pembeli", f"{now.month.by_status.get('completed', 0)} pesanan selesai dalam 30 hari: tanyai beberapa pembelinya",
            "desk.orders", {"status": "completed", "since": str(now.month.period.since)},
        ),
    ]  # fmt: skip
