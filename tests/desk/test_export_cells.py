"""Cells of the exports: a spreadsheet shows what stands in them, and runs none of it."""

import pytest

from app.desk.search import export


@pytest.mark.parametrize(
    "begun", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠", "\ufeff=", "\u200b\u00a0@"]
)
def test_a_cell_that_could_run_is_made_inert(begun: str) -> None:
    assert export.cell(f"{begun}1+1") == f"'{begun}1+1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sari;=1+1", "Sari;'=1+1"),
        ('a"; "@x;;-2', "a\";' \"@x;;'-2"),
        ("=1;=2", "'=1;'=2"),
        ("RT 3; RW 5", "RT 3; RW 5"),
        ("a;", "a;"),
    ],
)
def test_a_semicolon_begins_no_cell_that_could_run(text: str, shown: str) -> None:
    """Where Indonesian is set, Excel parts cells at semicolons, wherever the quotation marks are."""
    assert export.cell(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sari", "Sari"),
        (None, ""),
        ("0012", "'0012"),
        ("123456789012", "'123456789012"),
        ("40135", "40135"),
        ("0812-3456-7890", "0812-3456-7890"),
    ],
)
def test_other_cells_stay_as_they_are(text: str | None, shown: str) -> None:
    assert export.cell(text) == shown
