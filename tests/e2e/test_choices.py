"""What QA chose wrongly is named by the name that was typed, before anything is played."""

import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from e2e import driver, people
from e2e.choices import mistakes
from e2e.shop import free_port, stranger
from e2e.suites import NO_ADMIN, NO_STAFF, obstacle

NOTHING = {"suite": None, "phone": None, "films": None, "update": None, "engines": "chromium", "base_url": None}
SHOP = "https://toko.example"


def judged(environ: dict | None = None, **chosen: str) -> list[str]:
    return mistakes(SimpleNamespace(**NOTHING | chosen), environ or {})


def test_what_is_right_needs_no_word() -> None:
    chosen = {"suite": "full", "phone": "iPhone 14", "films": "on", "update": "snapshots", "engines": "all"}
    assert judged(**chosen, base_url=f"{SHOP}/") == []
    assert judged() == []


@pytest.mark.parametrize(
    ("option", "words", "told"),
    [
        ("suite", "smok", "SUITE is smoke, purchase, desk or full, not “smok”"),
        (
            "phone",
            "Nokia",
            "DEVICE is Pixel 7, Galaxy 360, iPhone 14, iPhone SE, Small 320, Tablet or Laptop, not “Nokia”",
        ),
        ("films", "yes", "VIDEO is on or off, not “yes”"),
        ("update", "snapshot", "UPDATE is snapshots, not “snapshot”"),
        ("engines", "opera", "BROWSER is all or some of chromium, firefox, webkit, not opera"),
    ],
)
def test_a_wrong_word_is_named(option: str, words: str, told: str) -> None:
    assert judged(**{option: words}) == [told]


@pytest.mark.parametrize(
    "address", ["toko.example", "ftp://toko.example", "https://", f"{SHOP}/marketplace", f"{SHOP}?q=1"]
)
def test_an_address_is_a_whole_one_without_a_page(address: str) -> None:
    (told,) = judged(base_url=address)
    assert told.startswith("BASE_URL begins with http:// or https://")
    assert told.endswith(f"not “{address}”")


@pytest.mark.parametrize("role", ["MEMBER", "STAFF", "ADMIN"])
@pytest.mark.parametrize("part", ["EMAIL", "PASSWORD"])
def test_half_an_account_is_none(role: str, part: str) -> None:
    told = f"E2E_{role}_EMAIL and E2E_{role}_PASSWORD belong together: only E2E_{role}_{part} is set"
    assert judged({f"E2E_{role}_{part}": "something"}) == [told]
    assert judged({f"E2E_{role}_EMAIL": "a@b.c", f"E2E_{role}_PASSWORD": "something"}) == []


def test_nobody_can_tell_a_made_members_password() -> None:
    one, other = people.newcomer(), people.newcomer()
    assert one.made
    assert len({one.password, other.password, one.email, other.email}) == 4
    assert re.search(r"[0-9a-f]{12}", one.email)[0] not in one.password


@pytest.mark.parametrize(("marks", "why"), [({"desk", "admin"}, NO_ADMIN), ({"desk"}, NO_STAFF)])
def test_a_foreign_shop_is_sent_no_sample_password(marks: set, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("STAFF", "ADMIN"):
        monkeypatch.delenv(f"E2E_{role}_EMAIL", raising=False)
    story = SimpleNamespace(get_closest_marker=lambda name: name in marks or None)
    assert obstacle(story, SHOP) == why
    assert obstacle(story, "http://127.0.0.1:8000") == ""


class Answers(BaseHTTPRequestHandler):
    """Somebody who answers every question alike."""

    status, words = 200, b""

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.words)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        (200, b'{"status":"ok"}', ""),
        (200, b'{"status":"down"}', "this is not this shop: "),
        (200, b"<h1>Toko lain</h1>", "this is not this shop: "),
        (404, b"", "this is not this shop: "),
    ],
)
def test_only_a_shop_like_ours_is_played_in(status: int, words: bytes, told: str) -> None:
    handler = type("Handler", (Answers,), {"status": status, "words": words})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.handle_request).start()
        said = stranger(f"http://127.0.0.1:{server.server_port}")
    assert said.startswith(told)
    assert bool(said) == bool(told)


def test_nobody_answers() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    assert stranger(address).startswith(f"nobody answers at {address}: ")


def test_the_driver_is_out_of_the_terminals_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver.shutil, "which", lambda name: name)
    environ = {driver.CHOSEN: "/opt/node"}
    for _ in range(2):  # a worker has what its controller set
        driver.keep_apart(environ)
        assert environ == {driver.OURS: "/opt/node", driver.CHOSEN: str(driver.APART)}
    assert driver.APART.stat().st_mode & 0o111


def test_without_setsid_the_driver_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver.shutil, "which", lambda name: None if name == "setsid" else name)
    environ: dict = {}
    driver.keep_apart(environ)
    assert environ == {}
    assert Path(driver.NODE).name == "node"
