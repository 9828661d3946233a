"""`flask load-areas`, with a part of the file."""

import pytest
from flask import Flask

from app.areas import loading
from tests.areas.places import some
from tests.db_server import Clone


def test_the_command_fills_the_table_and_says_how_far(
    app: Flask, database: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    villages = some()
    monkeypatch.setattr(loading, "rows", lambda: villages)
    assert loading.is_needed(database)
    for _ in range(2):
        done = app.test_cli_runner().invoke(args=["load-areas"])
        assert (done.exit_code, done.output) == (0, f"→ {len(villages)} villages are there\n")
    assert not loading.is_needed(database)
