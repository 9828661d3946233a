"""The house rules for templates: nothing that a strict CSP refuses, nothing inherited, no submit sent twice."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))
FORBIDDEN = {
    "hx-boost": r"\bhx-boost\b",
    "hx-on": r"\bhx-on\b",
    "an inline handler": r"\son(click|change|submit|input|load|error)\s*=",
    "an inline style": r"\sstyle\s*=",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "a style element": r"<style\b",
    "a javascript address": r"javascript:",
    "a trigger filter": r"hx-trigger\s*=\s*\"[^\"]*\[",
    "an evaluated value": r"hx-(vals|headers)\s*=\s*[\"']js:",
    "unescaped output, constants aside": r"[^'\"\s]\s*\|\s*safe\b",
}


def name(path):
    return path.relative_to(ROOT / "app" / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_forbidden(path):
    text = path.read_text(encoding="utf-8")

    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_submit_drops_its_double(path):
    for form in re.findall(r"<form\b[^>]*\bhx-post\b[^>]*>", path.read_text(encoding="utf-8"), re.DOTALL):
        assert 'hx-sync="this:drop"' in form, form


@pytest.mark.parametrize("path", [path for path in TEMPLATES if "partials" in path.parts], ids=name)
def test_every_partial_has_one_root_with_its_own_id(path):
    area, stem = path.parent.name, path.stem
    root = f"{area}-{stem}".replace("_", "-")

    assert re.search(rf'\bid="{root}(-\{{\{{|")', path.read_text(encoding="utf-8")), root
