"""Caddy with the shop's own file in front of no shop: what it says then. That it takes the file at all is seen by its starting."""

import http.client
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from app import errors
from bench.client import HOST
from bench.shop import free_port
from tests.deploy.manifests import DEPLOY

PATIENCE = 10.0  # seconds
CADDYFILE, NGINX = DEPLOY / "Caddyfile", DEPLOY / "nginx" / "sensasiwangi.conf"


def test_it_says_what_nginx_says() -> None:
    """Each of nginx's answers, with the headers that go along."""
    words, caddy = NGINX.read_text(), CADDYFILE.read_text()
    answers = re.findall(r"(?:default|true) '(<.+>)';", words)
    assert len(answers) == 2
    for answer in answers:
        assert f"respond `{answer}` 503" in caddy
    for name, value in re.findall(r"add_header ([\w-]+) ([^$\n]+) always;", words):
        assert f"\t{name} {value}\n" in caddy


@contextmanager
def caddy(home: Path) -> Iterator[int]:
    """Caddy with the shop's file on a free port without encryption, its port; skips where there is none."""
    program = shutil.which("caddy") or pytest.skip("caddy is not installed here")
    port, site = free_port(), CADDYFILE.read_text()
    for before, after in (
        ("toko.example {", f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://{HOST}:{port} {{"),
        ("127.0.0.1:8001 127.0.0.1:8002", f"{HOST}:{free_port()}"),
        ("/var/log/caddy", str(home)),
    ):
        assert before in site, before
        site = site.replace(before, after)
    (home / "Caddyfile").write_text(site)
    places = {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    command = [program, "run", "--config", f"{home}/Caddyfile"]
    with (home / "said").open("wb") as said, subprocess.Popen(command, env=places, stderr=said) as process:
        try:
            wait(process, port, home / "said")
            yield port
        finally:
            process.terminate()


def wait(process: "subprocess.Popen[bytes]", port: int, said: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), closing(http.client.HTTPConnection(HOST, port, timeout=1)) as connection:
            connection.connect()
            return
        time.sleep(0.02)
    raise AssertionError(f"caddy does not start: {said.read_text()}")


def ask(port: int, method: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    with closing(http.client.HTTPConnection(HOST, port, timeout=10)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read().decode()


def test_with_no_instance_the_shops_own_words_say_when_to_come_back(tmp_path: Path) -> None:
    with caddy(tmp_path) as port:
        page, whole = ask(port, "GET", "/cart")
        part, notice = ask(port, "POST", "/cart/items", HX_Request="true")
    for answer, words in ((page, whole), (part, notice)):
        assert (answer.status, answer.headers["Retry-After"], answer.headers["Content-Type"]) == (503, "5", "text/html")
        assert errors.Unavailable.sentence in words
    assert (page.headers["HX-Retarget"], "<html" in whole) == (None, True)
    assert (part.headers["HX-Retarget"], part.headers["HX-Reswap"]) == ("#layout-notices", "outerMorph")
    assert "<html" not in notice
