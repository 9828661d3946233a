"""The form that opens an order's link."""

import re
from collections.abc import Mapping

from app.forms import FormErrors, FormReader

HELP = "Tulis 4 angka terakhir nomor HP di pesanan ini."
WRONG = "Angkanya tidak cocok dengan nomor HP di pesanan ini. Periksa, lalu coba lagi."
OVER = "Demi keamanan, halaman ini tertutup lagi sesudah 30 menit. Tulis lagi 4 angka terakhir nomor HP, lalu ulangi."


def parse_digits(form: Mapping[str, str]) -> str | FormErrors:
    """The last four digits of a phone number."""
    reader = FormReader(form)
    digits = reader.text("digits", HELP, most=20).replace(" ", "")
    if not re.fullmatch(r"[0-9]{4}", digits, re.ASCII):
        reader.refuse("digits", HELP)
    return reader.errors_or(digits)
