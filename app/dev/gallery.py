"""What the design system is made of: its tokens, read from the stylesheet."""

import re
from typing import NamedTuple

from app import assets

_TOKENS = assets.STATIC / "css" / "tokens.css"
_ROOT = re.compile(r":root \{([^}]*)\}")
_TOKEN = re.compile(r"--([a-z0-9-]+): ([^;]+);")
_FAMILY = re.compile(r"\.family-([a-z]+) \{ --flat: (#[0-9a-f]{6})")


class Colour(NamedTuple):
    """A colour's name and its value in both schemes, as #rrggbb."""

    name: str
    light: str
    dark: str


def colours() -> list[Colour]:
    """The tokens that are colours, and the inks of the aroma families."""
    text = _TOKENS.read_text(encoding="utf-8")
    light, dark = (_tokens(body) for body in _ROOT.findall(text)[:2])
    named = [Colour(name, value, dark.get(name, value)) for name, value in light.items() if value.startswith("#")]
    families = _FAMILY.findall(text)
    inks = dict(reversed(families))
    return named + [Colour(f"family-{name}", inks[name], dict(families)[name]) for name in inks]


def sizes() -> dict[str, str]:
    """The tokens that are spaces, sizes of type and other lengths, by name."""
    tokens = _tokens(_ROOT.findall(_TOKENS.read_text(encoding="utf-8"))[0])
    return {name: value for name, value in tokens.items() if not value.startswith(("#", '"', "-apple"))}


def _tokens(body: str) -> dict[str, str]:
    return {str(name): str(value) for name, value in _TOKEN.findall(body)}
