"""The timeline in words: what an event of the database means to the shopper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.format import rupiah
from app.orders.queries import Event

_STATUS = {
    "awaiting_quote": "Pesanan dibuat. CS menghitung ongkirnya.",
    "awaiting_payment": "Total sudah pasti. Menunggu pembayaran.",
    "paid": "Pembayaran diterima.",
    "processing": "Pesanan dikemas.",
    "shipped": "Paket dikirim.",
    "delivered": "Paket tiba.",
    "completed": "Pesanan selesai.",
    "cancelled": "Pesanan dibatalkan.",
    "expired": "Batas waktu pembayaran lewat. Pesanan kedaluwarsa.",
}
_CHANGES = {
    (None, "awaiting_payment"): "Pesanan dibuat. Menunggu pembayaran.",
    ("paid", "awaiting_payment"): "Pencatatan pembayaran dikoreksi.",
    ("processing", "paid"): "Pengemasan dikoreksi.",
    ("shipped", "processing"): "Pengiriman dikoreksi.",
    ("delivered", "shipped"): "Paket belum tiba, dikoreksi.",
}
_WISH = {"asked": "Pembatalan diminta. CS menjawabnya.", "refused": "Permintaan batal tidak bisa dipenuhi."}
_PAYMENT = {
    "unpaid": "Bukti transfer belum cocok. Kirim ulang buktinya.",
    "in_review": "Bukti transfer diterima. CS memeriksanya.",
    "partial": "Dana yang masuk masih kurang.",
    "paid": "Pembayaran lunas.",
    "overpaid": "Dana yang masuk lebih. CS akan menghubungimu.",
    "refunded": "Dana dikembalikan.",
    "partially_refunded": "Sebagian dana dikembalikan.",
    "failed": "Pembayaran gagal.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: a sentence, when (UTC), and a note such as a reason."""

    text: str
    at: datetime
    note: str


def entries(events: list[Event]) -> list[Entry]:
    """The public timeline as shown, in the order given."""
    return [
        Entry(words(event.kind, event.from_value, event.to_value), event.created_at, event.reason) for event in events
    ]


def words(kind: str, before: str | None, after: str | None) -> str:
    """What a change of the order means, as a sentence."""
    return _SENTENCES[kind](before, after or "")


def _status(before: str | None, after: str) -> str:
    return _CHANGES.get((before, after)) or _STATUS[after]


def _item(before: str | None, after: str) -> str:
    return f"{before} diganti {after}." if after else f"{before} dihapus dari pesanan."


def _shipping(_before: str | None, after: str) -> str:
    return f"Ongkir dihitung: {rupiah(int(after))}." if after else "Ongkir dihitung ulang."


_SENTENCES: dict[str, Callable[[str | None, str], str]] = {
    "status": _status,
    "payment": lambda _, after: _PAYMENT[after],
    "item": _item,
    "shipping": _shipping,
    "tracking": lambda _, after: f"Nomor resi: {after}.",
    "wish": lambda _, after: _WISH[after],
    "address": lambda _before, _after: "Alamat pengiriman diubah.",
    "reminder": lambda _before, _after: "Batas bayar hampir lewat, pembeli diingatkan.",
}
