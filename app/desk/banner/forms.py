"""The form of the banner; its times are WIB."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.accounts.forms import next_within_site
from app.format import WIB
from app.forms import FormErrors, FormReader, filled

LONGEST = 120  # characters, as in set_banner
TIME_HELP = "Tulis tanggal dan jam, contoh 2026-11-30T08:00."
LINK_HELP = "Tulis alamat di dalam toko, dimulai dengan garis miring, contoh /marketplace?tab=parfum."
ENDS_EARLY = "Selesainya harus sesudah mulainya."
_MOMENT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wish:
    """A banner as somebody wants it; ends_at None: until it is switched off."""

    text: str
    link: str
    starts_at: datetime
    ends_at: datetime | None
    is_on: bool


def parse_banner(form: Mapping[str, str]) -> Wish | FormErrors:
    """Text, link, start and end."""
    reader = FormReader(form)
    text = reader.text("text", "Tulis kalimatnya.", most=LONGEST)
    link = reader.text("link", most=300)
    if link and next_within_site(link) is None:
        reader.refuse("link", LINK_HELP)
    starts_at, ends_at = _moment(reader, "starts_at", TIME_HELP), _moment(reader, "ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        reader.refuse("ends_at", ENDS_EARLY)
    is_on = reader.flag("is_on")
    return reader.errors_or(Wish(text, link, starts_at or datetime.now(WIB), ends_at, is_on))


def typed(wish: Wish) -> FormErrors:
    """A banner as its form shows it."""
    ends = wish.ends_at.astimezone(WIB).strftime("%Y-%m-%dT%H:%M") if wish.ends_at else ""
    starts = wish.starts_at.astimezone(WIB).strftime("%Y-%m-%dT%H:%M")
    return filled(text=wish.text, link=wish.link, starts_at=starts, ends_at=ends, is_on="ya" if wish.is_on else "")


def _moment(reader: FormReader, name: str, missing: str | None = None) -> datetime | None:
    given = reader.text(name, missing, most=20)
    try:
        moment = datetime.fromisoformat(given).replace(tzinfo=WIB) if _MOMENT.fullmatch(given) else None
    except ValueError:
        moment = None
    if given and moment is None:
        reader.refuse(name, TIME_HELP)
    return moment
