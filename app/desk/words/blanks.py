"""The blanks of a message, like {nama}: which there are, whether a text uses them rightly, and what an order fills in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.format import jam, rupiah
from app.orders.queries import Item, Order

# Every blank, and what it is called where an order has nothing to put in.
BLANKS = {
    "nama": "nama penerima",
    "nomor_pesanan": "nomor pesanan",
    "barang": "daftar barang",
    "total": "total yang sudah pasti",
    "kode_unik": "kode unik",
    "ongkir": "ongkir",
    "kurir": "kurir",
    "resi": "nomor resi",
    "bank": "bank",
    "rekening": "nomor rekening",
    "atas_nama": "nama pemilik rekening",
    "batas_bayar": "batas waktu bayar",
    "masuk": "uang yang masuk",
    "kurang": "kekurangan bayar",
    "lebih": "kelebihan bayar",
    "dikembalikan": "uang yang dikembalikan",
    "tautan": "alamat halaman pesanan",
}
ALLOWED = ", ".join(f"{{{name}}}" for name in BLANKS)
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its blanks filled; what is missing names the blanks that the order cannot fill."""

    text: str
    missing: tuple[str, ...]


def complaint(text: str) -> str:
    """What is wrong with the blanks of a text, as a sentence for the field; empty when nothing is."""
    unknown = [f"{{{name}}}" for name in _BLANK.findall(text) if name not in BLANKS]
    if unknown:
        return f"Tidak ada isian {', '.join(dict.fromkeys(unknown))}. Yang bisa dipakai: {ALLOWED}."
    if re.search(r"[{}]", _BLANK.sub("", text)):
        return f"Ada kurung kurawal tanpa pasangannya. Tulis isian seperti {{nama}}. Yang bisa dipakai: {ALLOWED}."
    return ""


def fill(text: str, values: Mapping[str, str | None]) -> Filled:
    """Puts the values in, each once: a value that looks like a blank stays what it is. Unknown blanks are missing, too."""
    names = {name: BLANKS.get(name, f"{{{name}}}") for name in _BLANK.findall(text)}
    missing = tuple(words for name, words in names.items() if not values.get(name))
    return Filled(_BLANK.sub(lambda blank: values.get(blank[1]) or f"[{names[blank[1]]}]", text), missing)


def values_of(order: Order, items: list[Item], link: str) -> dict[str, str | None]:
    """What an order fills in by blank; None where it has nothing (yet). link is the order's page, for the shopper."""
    is_priced = order.shipping_amount is not None
    return {
        "nama": order.recipient_name,
        "nomor_pesanan": order.order_number,
        "barang": "\n".join(f"{item.quantity} × {item.name}" for item in items),
        "total": rupiah(order.total_amount) if is_priced else None,
        "kode_unik": str(order.unique_code),
        "ongkir": rupiah(order.shipping_amount) if order.shipping_amount is not None else None,
        "kurir": " ".join(filter(None, (order.courier, order.shipping_service))),
        "resi": order.tracking_number,
        "batas_bayar": jam(order.payment_due_at) if order.is_payable and order.payment_due_at else None,
        "tautan": link,
        **_account(order),
        **_money(order),
    }


def _account(order: Order) -> dict[str, str | None]:
    account = order.bank_account
    return {"bank": account["bank"], "rekening": account["number"], "atas_nama": account["holder"]}


def _money(order: Order) -> dict[str, str | None]:
    kept = order.paid_amount - order.refunded_amount
    amounts = {
        "masuk": kept,
        "kurang": order.total_amount - kept if kept else 0,
        "lebih": kept - order.total_amount,
        "dikembalikan": order.refunded_amount,
    }
    return {name: rupiah(amount) if amount > 0 else None for name, amount in amounts.items()}
