"""The image's own words: its health check tried on processes, its directories against what an operator's settings say."""

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app import release
from bench.shop import free_port
from tests.deploy.manifests import ROOT, variables

DOCKERFILE = (ROOT / "Dockerfile").read_text()
(CHECK,) = (json.loads(words) for words in re.findall(r"^HEALTHCHECK .*\\\n +CMD (\[.*\])$", DOCKERFILE, re.MULTILINE))
WEB = ["python", "-m", "app.server", "0.0.0.0", "8000"]
WORKER = ["python", "/opt/venv/bin/flask", "--app", "wsgi", "worker"]


class Healthy(BaseHTTPRequestHandler):
    """A web server that is well."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def is_healthy(first: list[str], port: int, tmp_path) -> bool:
    """What the check says where this is the first process and the web server's port is that one."""
    (tmp_path / "cmdline").write_text("\0".join(first))
    (program, option, code) = CHECK
    assert (program, option, "/proc/1/cmdline" in code, ":8000/" in code) == ("python", "-c", True, True)
    moved = code.replace("/proc/1/cmdline", str(tmp_path / "cmdline")).replace(":8000/", f":{port}/")
    return subprocess.run([sys.executable, "-c", moved], stderr=subprocess.DEVNULL, check=False).returncode == 0


def test_the_web_server_is_healthy_when_it_answers(tmp_path) -> None:
    with HTTPServer(("127.0.0.1", 0), Healthy) as instance:
        thread = threading.Thread(target=instance.handle_request)
        thread.start()
        assert is_healthy(WEB, instance.server_port, tmp_path)
        thread.join()
    assert not is_healthy(WEB, free_port(), tmp_path)


def test_a_worker_is_healthy_as_long_as_it_runs(tmp_path) -> None:
    assert is_healthy(WORKER, free_port(), tmp_path)


def test_what_the_image_runs_is_what_its_check_looks_for() -> None:
    assert json.loads(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[0]) == WEB


def test_settings_filled_in_after_the_example_leave_the_image_its_own_directories() -> None:
    """Everything outside /tmp is closed to the image's user, so a relative place of the example would stop it."""
    places = {"DATA", "BACKUP_STAMP_FILE"}
    assert places <= variables(DOCKERFILE)
    assert variables((ROOT / ".env.example").read_text()) & places == set()


@pytest.mark.parametrize("name", ["RELEASE", "wsgi.py"])
def test_what_is_copied_is_let_in(name: str) -> None:
    assert release.BUILD == ROOT / "RELEASE"
    assert f"!{name}\n" in (ROOT / ".dockerignore").read_text()
    assert re.search(r"^COPY wsgi.py RELEASE\* \./$", DOCKERFILE, re.MULTILINE)
