"""How amounts, times and stock are written for people in Indonesia."""

import math
from datetime import UTC, date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Flask, current_app, url_for

from app.phone import readable_phone

WIB = ZoneInfo("Asia/Jakarta")
_ZONES = {"WIB": WIB, "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_SEPARATORS = str.maketrans(",.", ".,")
PLENTY = 10  # pieces; above this a shopper only reads "Tersedia"


def rupiah(amount: int) -> str:
    """1234567 -> Rp1.234.567 (whole Rupiah, no space, PUEBI)."""
    return f"{'-' if amount < 0 else ''}Rp{abs(amount):,}".replace(",", ".")


def tanggal(moment: datetime, zone: str = "WIB") -> str:
    """22 Nov 2026 (in WIB, or where people have WITA or WIT)."""
    local = moment.astimezone(_ZONES[zone])
    return hari(local.date())


def jam(moment: datetime, zone: str = "WIB") -> str:
    """22 Nov 2026, 19.05 WIB (or WITA, WIT)."""
    return f"{tanggal(moment, zone)}, {moment.astimezone(_ZONES[zone]):%H.%M} {zone}"


def hari(day: date) -> str:
    """22 Nov 2026"""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def persen(share: float) -> str:
    """0.625 -> 62,5%"""
    return f"{desimal(100 * share)}%"


def desimal(number: float, digits: int = 1) -> str:
    """1234.56 -> 1.234,6"""
    return f"{number:,.{digits}f}".translate(_SEPARATORS)


def pukul(moment: datetime) -> str:
    """19.05 WIB: for deadlines within the hour."""
    return f"{moment.astimezone(WIB):%H.%M} WIB"


def sisa_waktu(until: datetime, now: datetime | None = None) -> str:
    """How long until a moment, rounded up: "12 mnt", "3 jam", "2 hari"."""
    minutes = max(1, math.ceil((until - (now or datetime.now(UTC))).total_seconds() / 60))
    if minutes <= 90:
        return f"{minutes} mnt"
    return f"{math.ceil(minutes / 60)} jam" if minutes <= 48 * 60 else f"{math.ceil(minutes / 1440)} hari"


def stock_words(available: int, held_until: datetime | None = None) -> str:
    """What a shopper reads of a listing's stock."""
    if available > PLENTY:
        return "Tersedia"
    if available > 0:
        return f"Sisa {available}"
    if held_until is not None:
        return f"Sedang ditahan pembeli lain – coba lagi {sisa_waktu(held_until)}"
    return "Habis"


def wa_link(text: str) -> str:
    """A WhatsApp chat with customer service with a draft to edit; opening it sends nothing."""
    return f"https://wa.me/{current_app.config['SETTINGS'].support_whatsapp}?text={quote(text)}"


def support_email() -> str:
    """Where customer service reads mail."""
    return str(current_app.config["SETTINGS"].support_email)


def picture_url(picture_key: str) -> str:
    """Where the drawing of a listing is."""
    return url_for("catalog.picture", key=picture_key)


def init_app(app: Flask) -> None:
    """Registers the filters and the functions that templates call."""
    app.jinja_env.globals.update(wa_link=wa_link, support_email=support_email, picture_url=picture_url)
    for function in (rupiah, tanggal, jam, hari, persen, desimal, pukul, sisa_waktu, stock_words, readable_phone):
        app.jinja_env.filters[function.__name__] = function
