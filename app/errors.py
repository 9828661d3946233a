"""What can go wrong, as exceptions with a status and a sentence; app/failures.py answers with them.

The table SW has one row per SQLSTATE of class SW that sql/ can raise; tests/rules compares the two.
"""

import json
from typing import Any

import psycopg

from app import render, seen


class ShopError(Exception):
    """A failure with an HTTP status and a sentence for people; facts fill the sentence in."""

    status = 500
    title = "Ada yang rusak di sisi kami"
    sentence = "Kami sudah mencatatnya. Coba lagi sebentar lagi, atau hubungi CS."
    retry_after: int | None = None  # seconds

    def __init__(self, facts: dict[str, Any] | None = None) -> None:
        super().__init__(self.sentence)
        self.facts = facts or {}


class Unavailable(ShopError):  # noqa: N818  (named as people speak of it)
    """The database is away."""

    status = 503
    title = "Sebentar, ya"
    sentence = "Toko sedang tidak bisa dibuka. Keranjangmu aman. Coba lagi beberapa detik lagi."
    retry_after = 5


class Busy(Unavailable):
    """Too many people at once."""

    sentence = "Toko sedang sangat ramai. Keranjangmu aman. Coba lagi beberapa detik lagi."
    retry_after = 3


class ReadOnly(Unavailable):
    """The shop can only be looked at: somebody turned the switch, or the database is a standby by now."""

    title = "Sedang dirawat"
    sentence = (
        "Toko sedang kami rawat: bisa dilihat-lihat, belum bisa diubah. Keranjangmu aman. Coba lagi sebentar lagi."
    )
    retry_after = 30


class Refusal(ShopError):  # noqa: N818  (named as people speak of it)
    """The database refused, and nothing was changed; code is its SQLSTATE, by which the manual explains it."""

    code: str
    status = 409
    title = "Belum bisa"


class InsufficientStock(Refusal):
    """SW001: product_id, wanted, available."""

    code = "SW001"
    sentence = "Stok tidak cukup untuk jumlah itu."


class NotForSale(Refusal):
    """SW002: product_id."""

    code = "SW002"
    status = 404
    title = "Tidak ditemukan"
    sentence = "Barang ini tidak ada atau sedang tidak dijual."


class BadQuantity(Refusal):
    """SW003: wanted, and the limit that was hit with its maximum."""

    code = "SW003"
    status = 422
    sentence = "Jumlah itu tidak bisa. Isi angka bulat mulai dari 1."


class MoreThanHeld(Refusal):
    """SW004: product_id, wanted, held."""

    code = "SW004"
    sentence = "Stok yang ditahan tidak sebanyak itu."


class QuoteExpired(Refusal):
    """SW010: quote_id."""

    code = "SW010"
    sentence = "Ringkasan ini sudah lewat 15 menit. Kami hitung ulang, periksa lalu pesan lagi."


class CartChanged(Refusal):
    """SW011: quote_id, cart_status."""

    code = "SW011"
    sentence = "Isi keranjang berubah sejak ringkasan ini dibuat. Periksa lalu pesan lagi."


class PriceMoved(Refusal):
    """SW012: quote_id, lines of product_id, seen, now."""

    code = "SW012"
    sentence = "Ada harga yang berubah. Perubahannya kami tandai, periksa lalu pesan lagi."


class TransitionNotAllowed(Refusal):
    """SW020: from, to."""

    code = "SW020"
    sentence = "Langkah itu tidak bisa lagi untuk keadaan sekarang."


class ChangedMeanwhile(Refusal):
    """SW021: order_id or product_id, version, seen."""

    code = "SW021"
    sentence = "Ini baru saja berubah. Lihat keadaan terbarunya lalu coba lagi."


class HeldByColleague(Refusal):
    """SW022: order_id, staff_id, until."""

    code = "SW022"
    sentence = "Rekan sedang mengerjakan pesanan ini. Tunggu, atau ambil alih kalau perlu."


class SignInRequired(Refusal):
    """SW030: only members may do this."""

    code = "SW030"
    status = 401
    title = "Masuk dulu, ya"
    sentence = "Masuk atau daftar dulu untuk melanjutkan."


class SecondFactorRequired(Refusal):
    """SW031: the password was right, the code of the second factor is still missing."""

    code = "SW031"
    status = 401
    title = "Satu langkah lagi"
    sentence = "Masukkan kode dari aplikasi autentikator dulu."


class NotThere(Refusal):
    """SW040: not there, or not yours: the same answer."""

    code = "SW040"
    status = 404
    title = "Tidak ditemukan"
    sentence = "Halaman atau barang ini tidak ada."


class NotStaff(Refusal):
    """SW041: nobody of the staff, or not in the role that is asked for: the desk is not there for them."""

    code = "SW041"
    status = 404
    title, sentence = render.FAILURES[404]


class CheckoutClosed(Refusal):
    """SW050: the checkout is switched off."""

    code = "SW050"
    title = "Checkout sedang ditutup"
    sentence = "Checkout sedang kami rapikan. Keranjangmu tersimpan; coba lagi nanti atau pesan lewat CS."


SW: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        InsufficientStock,
        NotForSale,
        BadQuantity,
        MoreThanHeld,
        QuoteExpired,
        CartChanged,
        PriceMoved,
        TransitionNotAllowed,
        ChangedMeanwhile,
        HeldByColleague,
        SignInRequired,
        SecondFactorRequired,
        NotThere,
        NotStaff,
        CheckoutClosed,
    )
}


def from_database(cause: psycopg.DatabaseError) -> Exception:
    """The exception for a SQLSTATE: a Refusal for class SW, else the cause itself, which is a bug."""
    code = cause.sqlstate or ""
    refusal = SW.get(code)
    if refusal:
        seen.refusal(code)
    return refusal(json.loads(cause.diag.message_detail or "{}")) if refusal else cause
