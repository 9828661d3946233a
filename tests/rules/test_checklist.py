"""docs/checklist.md has a row for every box, each with a command that exists or the reason why a person must tick it."""

import re
from dataclasses import dataclass

import pytest

from app import create_app
from app.preflight import CHECKS
from app.settings import Settings
from app.smoke import STEPS
from tests.rules.boxes import BOXES
from tests.rules.source import ROOT
from tests.rules.test_promises import exists

CHECKLIST = (ROOT / "docs" / "checklist.md").read_text(encoding="utf-8")
QUOTED = re.compile(r"`([^`]+)`")
ID = re.compile(r"[a-z]+\.[a-z]+")
PERSON = "A person: "


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    heading: str
    box: str
    commands: tuple[str, ...]
    why: str
    result: str


def rows() -> list[Row]:
    """Every row under the heading it stands in."""
    found, heading = [], ""
    for line in CHECKLIST.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "box" and not cells[0].startswith("---"):
            box, command, why, result = cells
            found.append(Row(heading, box, tuple(QUOTED.findall(command)), why, result))
    return found


ROWS = rows()


@pytest.fixture(scope="module")
def app():
    return create_app(Settings.from_environment({"APP_ENV": "development"}))


def there(app, command: str) -> bool:
    """A flask command, an address that answers GET, or what a proof may be: a make target, a file, a test."""
    kind, _, name = command.partition(" ")
    if kind == "flask":
        return name.split()[0] in app.cli.commands
    if kind == "GET":
        return any(rule.rule == name and "GET" in rule.methods for rule in app.url_map.iter_rules())
    return exists(command)


@pytest.mark.parametrize("heading", BOXES)
def test_every_box_has_its_row_under_its_heading(heading: str) -> None:
    listed = [row.box for row in ROWS if row.heading == heading]
    assert [box for box in BOXES[heading] if box not in listed] == []


def test_every_named_command_exists(app) -> None:
    named = {command for row in ROWS for command in row.commands}
    assert {command for command in named if not there(app, command)} == set()


def test_every_row_has_a_command_or_a_reason_and_a_result() -> None:
    assert [row.box for row in ROWS if bool(row.commands) == row.why.startswith(PERSON)] == []
    assert [row.box for row in ROWS if not row.why or not row.result] == []


def test_the_checks_that_are_named_exist() -> None:
    known = {check.id for check in (*CHECKS, *STEPS)}
    groups = {check.group for check in (*CHECKS, *STEPS)}
    named = {word for row in ROWS for word in QUOTED.findall(row.why) if ID.fullmatch(word)}
    assert {word for word in named if word.split(".")[0] in groups} - known == set()
    assert len(named) > 30
