"""Letters are drawn from templates that are compiled once."""

import pytest
from jinja2 import Environment

from app.mail import letters


def test_the_second_letter_compiles_nothing(app, monkeypatch):
    """Compiling takes thirty times as long as drawing, and the worker draws two for each order."""
    first = letters.plain("welcome", name="Sari")
    monkeypatch.setattr(Environment, "compile", lambda *_: pytest.fail("compiled again"))

    assert letters.plain("welcome", name="Budi").html == first.html.replace("Sari", "Budi")
