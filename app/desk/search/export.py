"""The list of orders for a spreadsheet, which must not take a shopper's text for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from app.desk.search.queries import Exported
from app.format import WIB
from app.forms import printable
from app.phone import readable_phone

MOST = 50_000  # rows
MARK = "\ufeff"  # by which Excel knows UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff"  # before a sign, to nobody's eyes
_ANOTHER_CELL = re.compile(r"(?<=;)(?=[\s\"\u00a0\u200b-\u200d\u2060\ufeff]*[=+@＝＋－＠-])")
_DIGITS_OF_A_NUMBER = 11  # longer ones are shown rounded
HEADS = (
    "Nomor pesanan", "Dibuat (WIB)", "Status", "Pembayaran", "Pembeli", "E-mail", "Penerima", "HP", "Alamat", "Kelurahan", "Kecamatan", "Kota",
    "Provinsi", "Kode pos", "Kurir", "Layanan", "Resi", "Barang", "Subtotal", "Ongkir", "Potongan", "Kode unik", "Total", "Masuk", "Dikembalikan",
)  # fmt: skip


def lines(batches: Iterable[list[Exported]]) -> Iterator[str]:
    """The export, batch by batch: comma separated, every cell in quotation marks (RFC 4180), at most MOST rows."""
    left = MOST
    yield MARK + written([HEADS])
    for batch in batches:
        yield written([_row(order) for order in batch[:left]])
        left -= len(batch)
        if left <= 0:
            return


def cell(text: str | None) -> str:
    """A text that a spreadsheet shows as it is.

    One that begins with = + - @, tab or a line end, also in full width, would run as a formula: an apostrophe goes
    before it, after OWASP's advice on CSV injection (https://owasp.org/www-community/attacks/CSV_Injection); the other
    half of that advice, quoting every cell, is csv.QUOTE_ALL. So does one inside, behind a semicolon: where Indonesian is
    set, Excel parts cells there. So does one before digits that would be read as a number and lose some. Control
    characters and direction overrides are left out.
    """
    shown = _ANOTHER_CELL.sub("'", printable(text or ""))
    is_formula = any(begun.lstrip(_UNSEEN).startswith(_FORMULA) for begun in (text or "", shown))
    is_number = shown.isdigit() and (shown.startswith("0") or len(shown) > _DIGITS_OF_A_NUMBER)
    return f"'{shown}" if is_formula or is_number else shown


def written(rows: Iterable[Iterable[str | float | None]]) -> str:
    """Rows as RFC 4180 has them, every cell in quotation marks; texts of people go through cell() first."""
    into = io.StringIO()
    csv.writer(into, quoting=csv.QUOTE_ALL).writerows(rows)
    return into.getvalue()


def _row(order: Exported) -> list[str | int | None]:
    texts = (
        order.status, order.payment_status, order.full_name, order.email, order.recipient_name, readable_phone(order.phone_number),
        order.address_line, order.subdistrict_name, order.district_name, order.city_name, order.province_name, order.postal_code,
        order.courier, order.shipping_service, order.tracking_number, order.goods,
    )  # fmt: skip
    return [
        order.order_number, _moment(order.created_at), *map(cell, texts), order.subtotal_amount, order.shipping_amount, order.discount_amount,
        order.unique_code, order.total_amount, order.paid_amount, order.refunded_amount,
    ]  # fmt: skip


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(WIB):%Y-%m-%d %H:%M}"
