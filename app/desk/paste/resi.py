"""Pasted tracking numbers (resi), read: an order and a number in each row, and which courier the number looks like. Pure.

Couriers do not publish how their numbers are built; the shapes below are those of the examples that carriers' tracking pages,
marketplaces and articles for sellers show (seen in November 2026), and they vary and overlap. So a shape is a guess: whoever pastes
sees it and can change it in each row, and a number without a known shape keeps the courier that the order was quoted with.
"""

import re
from dataclasses import dataclass

from app.forms import is_storable, tidy

SHORTEST, LONGEST = 6, 40  # characters of a tracking number, as the order page takes it
SHOWN = 200
# In this order: prefixes of letters first, they hardly overlap; digits alone last, they do.
SHAPES = (
    ("SPX", r"SPXID\d{10,14}"),
    ("Ninja Xpress", r"(NLIDAP|NLID|NVID)[0-9A-Z]{6,16}"),
    ("ID Express", r"IDS\d{9,14}|IDE\d{9,14}"),
    ("J&T", r"J[A-Z]{1,3}\d{9,14}"),
    ("TIKI", r"(TKP|TKS|TIKI)[0-9A-Z]{8,14}"),
    ("Lion Parcel", r"\d{2}LP\d{9,14}|LP\d{9,16}"),
    ("POS Indonesia", r"[A-Z]{2}\d{9}ID|P\d{2}[0-9A-Z]{10,14}"),
    ("GoSend", r"GK-?\d{2}-?\d{6,12}"),
    ("JNE", r"(CGK|TLJ[A-Z]|JNE|TG|BDO|SUB|SOC|JOG)[0-9A-Z]{8,16}"),
    ("SiCepat", r"00\d{10}"),
    ("AnterAja", r"1000\d{8,12}"),
    ("JNE", r"0[1-9]\d{10}|\d{15,16}"),
    ("Lion Parcel", r"11\d{9}|99\d{9}"),
    ("TIKI", r"660\d{9}|03\d{10}"),
)
_ORDER = re.compile(r"\bSW[ -]?([0-9]{6})[ -]?([2-9A-HJ-NP-Z]{5})(?![0-9A-Z])", re.ASCII | re.IGNORECASE)
_BETWEEN = re.compile(r"""[\s,;|'"\u200b-\u200f\u2060\ufeff]+""")  # cells, and what a spreadsheet puts around them
_FORM = re.compile(r"[0-9A-Z-]+", re.ASCII)
NO_ORDER = "Nomor pesanannya tidak terbaca. Contoh SW-261122-K7QMP."
NO_NUMBER = "Nomor resinya belum ada."
BAD_FORM = f"Nomor resi terdiri dari huruf dan angka, {SHORTEST} sampai {LONGEST}."
SAME_ORDER = "Pesanan yang sama sudah ada di baris {}."
SAME_NUMBER = "Resi yang sama sudah ada di baris {}."


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the paste, counted from 1; problem is empty where both numbers can be read. courier is a guess, or empty."""

    number: int
    text: str
    order_number: str = ""
    tracking_number: str = ""
    courier: str = ""
    problem: str = ""


def read(pasted: str) -> list[Row]:
    """The rows that are no headings; what stands there twice is a problem of the later row."""
    rows: list[Row] = []
    orders: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for number, line in enumerate(pasted.splitlines(), 1):
        if not line.strip() or not (rows or re.search(r"\d", line)):
            continue
        row = _row(number, line)
        if not row.problem and row.order_number in orders:
            row = Row(number, row.text, problem=SAME_ORDER.format(orders[row.order_number]))
        elif not row.problem and row.tracking_number in numbers:
            row = Row(number, row.text, problem=SAME_NUMBER.format(numbers[row.tracking_number]))
        if not row.problem:
            orders[row.order_number] = numbers[row.tracking_number] = number
        rows.append(row)
    return rows


def guess_courier(tracking_number: str) -> str:
    """The courier whose numbers look like this one; empty when none does."""
    return next((courier for courier, shape in SHAPES if re.fullmatch(shape, tracking_number, re.ASCII)), "")


def _row(number: int, line: str) -> Row:
    text = tidy(line)[:SHOWN]
    order = _ORDER.search(line)
    if order is None or not is_storable(line):
        return Row(number, text, problem=NO_ORDER)
    rest = _BETWEEN.sub("", line[: order.start()] + line[order.end() :]).upper()
    if not rest:
        return Row(number, text, problem=NO_NUMBER)
    if not _FORM.fullmatch(rest) or len(rest.replace("-", "")) < SHORTEST or len(rest) > LONGEST:
        return Row(number, text, problem=BAD_FORM)
    return Row(number, text, f"SW-{order[1]}-{order[2].upper()}", rest, guess_courier(rest))
