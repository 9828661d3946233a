"""The timeline in words: what an event of the database means to the shopper."""

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
    return [Entry(_words(event), event.created_at, event.reason) for event in events]


def _words(event: Event) -> str:
    value = event.to_value or ""
    if event.kind == "status":
        is_placed_payable = event.from_value is None and value == "awaiting_payment"
        return "Pesanan dibuat. Menunggu pembayaran." if is_placed_payable else _STATUS[value]
    if event.kind == "payment":
        return _PAYMENT[value]
    if event.kind == "item":
        return f"{event.from_value} diganti {value}."
    return f"Ongkir dihitung: {rupiah(int(value))}." if event.kind == "shipping" else f"Nomor resi: {value}."
