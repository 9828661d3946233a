"""What the desk's stock pages are asked: a filter, a change by hand, an edit of a listing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.forms import FormErrors, FormReader, is_storable, parse_quantity, tidy

KINDS = ("restock", "damage", "count", "correction")
STATUSES = ("active", "paused", "draft", "archived")
MOST_PIECES = 1_000_000  # in one change, as in adjust_listing
HIGHEST_PRICE = 1_000_000_000  # whole Rupiah, as in list_price_is_sane
LONGEST_WORDS = 80
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows: words of a name, a status or all with "", low ones only, after a slug."""

    words: str = ""
    status: str = ""
    low: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change by hand: how many came, broke, were counted, or (with a sign) are to be corrected, and why."""

    kind: str
    pieces: int
    reason: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Price in whole Rupiah, status, and the pieces at which stock is low."""

    list_price: int
    status: str
    low_stock_threshold: int


def parse_filter(arguments: Mapping[str, str]) -> Filter:
    """The filter of an address; what it cannot be is left out."""
    words, status, after = (arguments.get(name, "") for name in ("q", "status", "after"))
    return Filter(
        words=tidy(words)[:LONGEST_WORDS] if is_storable(words) else "",
        status=status if status in STATUSES else "",
        low=arguments.get("low") == "ya",
        after=after if is_storable(after) else "",
    )


def parse_entry(text: str | None) -> int | None:
    """The number of a ledger entry."""
    return parse_quantity(text, lowest=0, highest=999_999_999)


def parse_adjustment(form: Mapping[str, str]) -> Adjustment | FormErrors:
    """Kind, pieces, reason; only a correction has a sign, and only a count may be 0."""
    reader = FormReader(form)
    kind = reader.choice("kind", KINDS, "Pilih apa yang terjadi.")
    typed = reader.text("pieces", "Isi jumlahnya.", most=12).replace("−", "-")
    is_signed = kind == "correction" and typed[:1] in {"-", "+"}
    size = _pieces(typed[is_signed:], lowest=int(kind != "count"))
    if typed and size is None:
        sentence = (
            "Tulis selisihnya, contoh -2 atau 3." if kind == "correction" else "Isi angka bulat sampai 1.000.000."
        )
        reader.refuse("pieces", sentence)
    reason = reader.text("reason", "Tulis alasannya, supaya rekan paham nanti.", most=300)
    return reader.errors_or(Adjustment(kind, -(size or 0) if typed.startswith("-") else size or 0, reason))


def parse_edit(form: Mapping[str, str]) -> Edit | FormErrors:
    """Price, status, low mark."""
    reader = FormReader(form)
    price = reader.rupiah("list_price", "Isi harganya.", lowest=1, highest=HIGHEST_PRICE)
    status = reader.choice("status", STATUSES, "Pilih statusnya.")
    mark = parse_quantity(
        reader.text("low_stock_threshold", "Isi batasnya, 0 kalau tidak perlu.", most=12), lowest=0, highest=MOST_PIECES
    )
    if mark is None:
        reader.refuse("low_stock_threshold", "Isi angka bulat mulai dari 0.")
    return reader.errors_or(Edit(price, status, mark or 0))


def _pieces(text: str, *, lowest: int) -> int | None:
    """A whole number as people write it, 1000 or 1.000; half a piece is none."""
    whole = text.replace(".", "") if _GROUPED.fullmatch(text) else text
    return parse_quantity(whole, lowest=lowest, highest=MOST_PIECES)
