"""An address form that is still being written: what is searched, found and chosen in it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app import db
from app.areas import forms, queries
from app.areas.queries import Area
from app.db import Actor
from app.forms import FormErrors, filled


@dataclass(frozen=True, slots=True)
class Places:
    """The search in a form; draft_url is where the form is drawn anew without scripts, empty where there are some."""

    draft_url: str = ""
    text: str = ""
    found: tuple[Area, ...] = ()
    chosen: Area | None = None
    is_cut: bool = False  # there are more


def searched(form: Mapping[str, str], draft_url: str) -> Places:
    """What is found by the words of a form."""
    text = forms.parse_search(form)
    found = db.read(Actor(), queries.found(text)) if text else []
    return Places(draft_url, text, tuple(found[: queries.MOST]), is_cut=len(found) > queries.MOST)


def drawn(form: Mapping[str, str], draft_url: str) -> tuple[FormErrors, Places]:
    """A form as it was typed, the chosen area filled in; else what its words find."""
    typed, code = forms.typed(form), forms.parse_code(form.get("area_code", ""))
    chosen = db.read(Actor(), queries.area(code)) if code else None
    if chosen is None:
        return filled(**typed), searched(form, draft_url)
    return filled(**typed | levels(chosen)), Places(draft_url, typed.get("q", ""), chosen=chosen)


def levels(area: Area) -> dict[str, str]:
    """An area as the four fields of an address."""
    return {name: value for name, value in asdict(area).items() if name in forms.LEVELS}
