"""Log lines: JSON with the facts of a request, and nobody's name, address, number or secret in them."""

import dataclasses
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from psycopg import IntegrityError

from app import create_app, db, logs, observing
from app.settings import Settings, SettingsError
from tests.db_server import Clone
from tests.shopper import ADDRESS, GAHARU, MEMBER, Shopper


class Lines:
    """What was logged since the last look."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def text(self) -> str:
        observing.notes.work_up()
        return self.path.read_text()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def last(self) -> dict[str, Any]:
        return [line for line in self.all() if line["logger"] == "access"][-1]


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return dataclasses.replace(settings, log_format="json", log_file=str(tmp_path / "app.log"))


@pytest.fixture
def lines(settings: Settings) -> Iterator[Lines]:
    yield Lines(Path(settings.log_file))
    root = logging.getLogger()
    for handler in [it for it in root.handlers if isinstance(it, logging.FileHandler)]:
        root.removeHandler(handler)
        handler.close()


@pytest.fixture
def sari(lines: Lines, app: Flask, sample_shop: Clone) -> Shopper:
    return Shopper(app.test_client(), sample_shop).signs_in()


def test_a_request_is_one_line_with_its_facts(lines: Lines, sari: Shopper) -> None:
    before = len(lines.all())
    sari.client.get("/cart/badge?secret=1", headers={"X-Request-Id": "abcdefgh-1"})
    sari.client.get("/static/nothing.css")  # in the same thread, and nothing of the line before is lost to it
    assert len(lines.all()) == before + 1
    line = lines.last()
    assert line.pop("ms") > 0
    assert line.pop("db_ms") > 0
    assert line.pop("time").endswith("Z")
    customer = sari.database.value("select id from customers where email = %s", MEMBER["email"])
    mark = logs.pseudonym("only-for-development-never-in-production", customer)
    assert line == {
        "level": "INFO",
        "request": "abcdefgh-1",
        "method": "GET",
        "route": "/cart/badge",
        "status": 200,
        "db_trips": 1,
        "user": mark,
        "logger": "access",
        "message": "GET /cart/badge 200",
    }
    assert mark != logs.pseudonym("another secret", customer)


def test_placing_an_order_says_which(lines: Lines, sari: Shopper) -> None:
    order_id = sari.orders()
    number = sari.database.value("select order_number from orders where id = %s", order_id)
    (placing,) = [line for line in lines.all() if line["message"].startswith("POST /checkout/place")]
    assert (placing["status"], placing["order"]) == (303, number)


def test_refusals_stand_in_the_line(lines: Lines, sari: Shopper) -> None:
    sari.adds(GAHARU, 3)
    assert lines.last()["codes"] == ["SW001"]


def test_nobody_is_told_of(lines: Lines, sari: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names, numbers, addresses and secrets in forms, addresses and headers, on routes that work and that fail."""
    secrets = ["Kenanga Puspasari", "081298765432", "Jl. Rahasia 77", "rahasia-sekali-99", "kenanga@contoh.test"]
    sari.adds()
    sari.fills_in(recipient_name=secrets[0], phone_number=secrets[1], address_line=secrets[2])
    stranger = sari.client.application.test_client()
    for email in (secrets[4], MEMBER["email"]):
        stranger.post("/auth/login", data={"email": email, "password": secrets[3]})
    form = {"full_name": secrets[0], "email": secrets[4], "phone_number": secrets[1], "password": secrets[3]}
    assert stranger.post("/auth/register", data=form).status_code == 303
    tokens = ["tokenrahasia0123456789", "sandirahasia0123456789"]
    for path in (f"/o/{tokens[0]}", f"/auth/reset/{tokens[1]}", f"/{secrets[3]}", f"/marketplace?q={secrets[4]}"):
        stranger.get(path, headers={"Referer": f"http://localhost/{secrets[3]}", "User-Agent": secrets[0]})
    cookie = sari.client.get_cookie("session").value
    monkeypatch.setattr("app.catalog.views.parse_filters", _breaks(secrets))
    assert stranger.get("/marketplace").status_code == 500
    found = [
        word for word in (*secrets, *tokens, cookie, *ADDRESS.values(), *MEMBER.values()) if word in lines.text and word
    ]
    assert found == []
    assert "IntegrityError" in lines.text
    assert any(line["route"] == "-" for line in lines.all() if line["logger"] == "access")


def _breaks(secrets: list[str]) -> Any:
    def fails(*_: Any) -> None:
        logging.getLogger("elsewhere").error("mail to %s or %s bounced", secrets[4], secrets[1])
        failure = IntegrityError(f"a row has {secrets[2]}\nDETAIL: {secrets[3]}")
        raise failure from KeyError(secrets[0])

    return fails


def test_a_message_with_line_ends_stays_one_line(lines: Lines, app: Flask) -> None:
    logging.getLogger("elsewhere").warning('one\n{"level": "ERROR"}\x1b[31m')
    assert len(lines.text.splitlines()) == 1
    assert "\x1b" not in lines.text


def test_a_failure_that_was_raised_from_itself_is_told_once(lines: Lines, app: Flask) -> None:
    failure = ValueError()
    failure.__cause__ = KeyError()
    failure.__cause__.__context__ = failure
    logging.getLogger("elsewhere").error("broken", exc_info=failure)
    assert lines.all()[-1]["failure"] == ["builtins.ValueError", "builtins.KeyError"]


def test_a_file_moved_away_is_made_anew(lines: Lines, app: Flask) -> None:
    logging.getLogger("elsewhere").warning("one")
    lines.path.rename(lines.path.with_suffix(".1"))
    logging.getLogger("elsewhere").warning("two")
    assert [line["message"] for line in lines.all()] == ["two"]


def test_a_file_that_cannot_be_written_stops_the_start(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^LOG_FILE cannot be written: No such file or directory$"):
        create_app(dataclasses.replace(settings, log_file=str(tmp_path / "nowhere" / "app.log")))


def test_people_read_plain_lines(settings: Settings, lines: Lines) -> None:
    app = create_app(dataclasses.replace(settings, log_format="plain"))
    app.test_client().get("/api/health", headers={"X-Request-Id": "abcdefgh-1"})
    assert re.search(r" INFO \[abcdefgh-1\] access: GET /api/health 200 in [0-9.]+ ms\n$", lines.text)
    with app.app_context():
        db.database().close()
