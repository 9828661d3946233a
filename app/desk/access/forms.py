"""The forms of access: a code."""

from collections.abc import Mapping

from app.forms import FormErrors, FormReader

WRONG_CODE = "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasimu."


def parse_code(form: Mapping[str, str]) -> str | FormErrors:
    """The typed code."""
    reader = FormReader(form)
    return reader.errors_or(reader.text("code", "Isi 6 angka dari aplikasi autentikatormu.", most=12))
