"""What no template may contain: anything a strict CSP refuses, anything inherited, anything sent twice."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app import signing_in
from tests.rules.source import TEMPLATES, markup, templates

FORBIDDEN = {
    "hx-boost": r"\bhx-boost\b",
    "hx-on": r"\bhx-on\b",
    "an inline handler": r"\son[a-z]+\s*=",
    "an inline style": r"\sstyle\s*=",
    "an inline script": r"<script(?![^>]*\bsrc=|\s+type=\"application/ld\+json\")",
    "a script that the page waits for": r"<script\b(?=[^>]*\bsrc=)(?![^>]*\bdefer\b)",
    "a style element": r"<style\b",
    "a script address": r"javascript:",
    "an evaluated value": r"=\s*[\"']js:|\bhx-vars\b",
    "a trigger filter": r"hx-trigger\s*=\s*\"[^\"]*\[",
}
INHERITED: dict[str, str] = {}  # template: why an attribute must reach what is inside it


def matching(pattern: str, text: Callable[[Path], str]) -> list[str]:
    """The templates in which the pattern stands."""
    return [
        path.relative_to(TEMPLATES).as_posix() for path in templates() if re.search(pattern, text(path), re.IGNORECASE)
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_forbidden(what: str) -> None:
    assert matching(FORBIDDEN[what], markup) == []


def test_trigger_filters_are_not_made_by_jinja_either() -> None:
    assert matching(r"hx-trigger\"?\s*[:=]\s*\"[^\"{]*\[", Path.read_text) == []


def test_nothing_is_inherited_but_what_is_listed() -> None:
    assert matching(":inherited", Path.read_text) == sorted(INHERITED)


def test_nothing_is_unescaped() -> None:
    """A constant may be marked safe; what came from anywhere else may not."""
    assert matching(r"[^'\"\s]\s*\|\s*safe\b", Path.read_text) == []
    assert matching("autoescape false", Path.read_text) == []


def test_every_submit_drops_its_double() -> None:
    posting = [
        (path.name, form)
        for path in templates()
        for form in re.findall(r"<form\b[^>]*>", markup(path))
        if "hx-post" in form
    ]
    assert len(posting) > 10
    assert [it for it in posting if 'hx-sync="this:drop"' not in it[1] or 'method="post"' not in it[1]] == []


def test_a_page_includes_the_partial_that_the_fragment_answers_with() -> None:
    """Outside partials and macros no template writes a region of its own with hx attributes."""
    asking = matching(r"\shx-(get|post)\b", markup)
    assert [name for name in asking if not name.startswith(("partials/", "macros/"))] == []


def test_what_is_long_to_write_is_kept() -> None:
    """Where a session may have ended meanwhile; at the desk everything is kept."""
    shop = [path for path in templates() if path.parts[-2] not in {"desk", "dev"} and path.name != "forms.html"]
    written = {path: set(re.findall(r'\btextarea\("(\w+)"', path.read_text(encoding="utf-8"))) for path in shop}
    assert len(list(filter(None, written.values()))) > 1
    assert [path for path, fields in written.items() if fields and not fields & signing_in.WRITTEN] == []
