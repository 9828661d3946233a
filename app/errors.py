"""What can go wrong, as exceptions with a status and a sentence, and the handlers that answer with a page or a notice.

The table SW has one row per SQLSTATE of class SW that sql/ can raise; tests/rules compares the two.
"""

import json
import logging
from typing import Any

import psycopg
from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound

from app import render, seen

log = logging.getLogger(__name__)


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
    """The database refused, and nothing was changed."""

    status = 409
    title = "Belum bisa"


class InsufficientStock(Refusal):
    """SW001: product_id, wanted, available."""

    sentence = "Stok tidak cukup untuk jumlah itu."


class NotForSale(Refusal):
    """SW002: product_id."""

    status = 404
    title = "Tidak ditemukan"
    sentence = "Barang ini tidak ada atau sedang tidak dijual."


class BadQuantity(Refusal):
    """SW003: wanted, and the limit that was hit with its maximum."""

    status = 422
    sentence = "Jumlah itu tidak bisa. Isi angka bulat mulai dari 1."


class MoreThanHeld(Refusal):
    """SW004: product_id, wanted, held."""

    sentence = "Stok yang ditahan tidak sebanyak itu."


class QuoteExpired(Refusal):
    """SW010: quote_id."""

    sentence = "Ringkasan ini sudah lewat 15 menit. Kami hitung ulang, periksa lalu pesan lagi."


class CartChanged(Refusal):
    """SW011: quote_id, cart_status."""

    sentence = "Isi keranjang berubah sejak ringkasan ini dibuat. Periksa lalu pesan lagi."


class PriceMoved(Refusal):
    """SW012: quote_id, lines of product_id, seen, now."""

    sentence = "Ada harga yang berubah. Perubahannya kami tandai, periksa lalu pesan lagi."


class TransitionNotAllowed(Refusal):
    """SW020: from, to."""

    sentence = "Langkah itu tidak bisa lagi untuk keadaan sekarang."


class ChangedMeanwhile(Refusal):
    """SW021: order_id or product_id, version, seen."""

    sentence = "Ini baru saja berubah. Lihat keadaan terbarunya lalu coba lagi."


class HeldByColleague(Refusal):
    """SW022: order_id, staff_id, until."""

    sentence = "Rekan sedang mengerjakan pesanan ini. Tunggu, atau ambil alih kalau perlu."


class SignInRequired(Refusal):
    """SW030: only members may do this."""

    status = 401
    title = "Masuk dulu, ya"
    sentence = "Masuk atau daftar dulu untuk melanjutkan."


class SecondFactorRequired(Refusal):
    """SW031: the password was right, the code of the second factor is still missing."""

    status = 401
    title = "Satu langkah lagi"
    sentence = "Masukkan kode dari aplikasi autentikator dulu."


class NotThere(Refusal):
    """SW040: not there, or not yours: the same answer."""

    status = 404
    title = "Tidak ditemukan"
    sentence = "Halaman atau barang ini tidak ada."


class NotStaff(Refusal):
    """SW041: nobody of the staff, or not in the role that is asked for: the desk is not there for them."""

    status = 404
    title, sentence = render.FAILURES[404]


class CheckoutClosed(Refusal):
    """SW050: the checkout is switched off."""

    title = "Checkout sedang ditutup"
    sentence = "Checkout sedang kami rapikan. Keranjangmu tersimpan; coba lagi nanti atau pesan lewat CS."


SW: dict[str, type[Refusal]] = {
    "SW001": InsufficientStock,
    "SW002": NotForSale,
    "SW003": BadQuantity,
    "SW004": MoreThanHeld,
    "SW010": QuoteExpired,
    "SW011": CartChanged,
    "SW012": PriceMoved,
    "SW020": TransitionNotAllowed,
    "SW021": ChangedMeanwhile,
    "SW022": HeldByColleague,
    "SW030": SignInRequired,
    "SW031": SecondFactorRequired,
    "SW040": NotThere,
    "SW041": NotStaff,
    "SW050": CheckoutClosed,
}


def from_database(cause: psycopg.DatabaseError) -> Exception:
    """The exception for a SQLSTATE: a Refusal for class SW, else the cause itself, which is a bug."""
    code = cause.sqlstate or ""
    refusal = SW.get(code)
    if refusal:
        seen.refusal(code)
    return refusal(json.loads(cause.diag.message_detail or "{}")) if refusal else cause


def init_app(app: Flask) -> None:
    """Registers the handlers for pages and fragments."""
    app.register_error_handler(SignInRequired, _ask_to_sign_in)
    app.register_error_handler(SecondFactorRequired, _ask_for_second_factor)
    app.register_error_handler(ShopError, _answer_shop_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_bug)


def _ask_to_sign_in(_: SignInRequired) -> ResponseReturnValue:
    elsewhere = "/checkout" if request.path.startswith("/checkout") else "/"
    here = request.full_path.rstrip("?") if request.method == "GET" else elsewhere
    return render.redirect(render.sign_in_url(here), whole_page=True)


def _ask_for_second_factor(_: SecondFactorRequired) -> ResponseReturnValue:
    return render.redirect(render.SECOND_FACTOR, whole_page=True)


def _answer_shop_error(error: ShopError) -> ResponseReturnValue:
    if isinstance(error, Unavailable):  # a line each: there are many of them when there is one
        reason = str(error.__cause__ or "turned away").partition("\n")[0]
        log.warning("%s at %s: %s", type(error).__name__, _route(), reason)
        if not isinstance(error, Busy):
            seen.database_away()
    elif error.status >= 500:
        log.error("%s at %s", type(error).__name__, _route(), exc_info=error)
    return render.failure(error.status, error.title, error.sentence, retry_after=error.retry_after)


def _answer_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 405 and request.path.startswith(render.DESK):
        error = NotFound()  # a wrong method must not tell strangers that there is something
    code = error.code or 404
    title, sentence = render.FAILURES.get(code, render.FAILURES[400])
    response = render.failure(code, title, sentence, retry_after=_retry_after(error))
    if getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _retry_after(error: HTTPException) -> int | None:
    seconds = getattr(error, "retry_after", None)
    return int(seconds) if isinstance(seconds, (int, float)) else 60 if error.code == 429 else None


def _answer_bug(error: Exception) -> ResponseReturnValue:
    log.error("unexpected failure at %s", _route(), exc_info=error)
    return render.failure(500, ShopError.title, ShopError.sentence)


def _route() -> str:
    """The rule that the address matched: the address itself may hold a secret."""
    return request.url_rule.rule if request.url_rule else "-"
