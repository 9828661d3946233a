"""deploy/restart.sh: an instance is out of nginx while it is replaced, and comes back only when it is ready."""

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bench.client import HOST
from bench.shop import free_port
from tests.deploy.manifests import DEPLOY


class Ready(BaseHTTPRequestHandler):
    """An instance that says it is ready."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/ready" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Where such an instance listens."""
    with HTTPServer((HOST, 0), Ready) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def upstream(directory: Path, *ports: int) -> Path:
    words = (DEPLOY / "nginx" / "upstream.conf").read_text()
    for ours, given in zip((":8001 ", ":8002 "), ports, strict=True):
        words = words.replace(ours, f":{given} ")
    (directory / "upstream.conf").write_text(words)
    return directory / "upstream.conf"


def run(file: Path, *ports: int) -> "subprocess.CompletedProcess[str]":
    """The script; instead of restarting, what nginx would send where is written down."""
    seen = file.with_name("seen")
    restart = file.with_name("restart")
    restart.write_text(f'#!/bin/sh\necho "$1" >> {seen}\ngrep " down;" {file} | cut -d" " -f2 >> {seen}\n')
    restart.chmod(0o755)
    ways = {"UPSTREAM": str(file), "RELOAD": "true", "RESTART": f"{restart} ", "DRAIN": "0", "PATIENCE": "1"}
    command = [str(DEPLOY / "restart.sh"), *map(str, ports)]
    return subprocess.run(command, env={**os.environ, **ways}, capture_output=True, text=True, check=False)


def test_one_after_the_other_is_out_while_it_is_replaced(port: int, tmp_path: Path) -> None:
    file = upstream(tmp_path, port, 8002)
    before = file.read_text()
    for _ in range(2):
        assert run(file, port).returncode == 0
        assert file.read_text() == before
    assert (tmp_path / "seen").read_text().split() == [str(port), f"{HOST}:{port}"] * 2


def test_one_that_is_not_ready_stays_out_and_the_next_is_left_alone(port: int, tmp_path: Path) -> None:
    dead = free_port()
    file = upstream(tmp_path, dead, port)
    done = run(file, dead, port)
    assert (done.returncode, f"port {dead} is not ready" in done.stderr) == (1, True)
    assert [line.split()[1] for line in file.read_text().splitlines() if line.endswith(" down;")] == [f"{HOST}:{dead}"]
    assert (tmp_path / "seen").read_text().split()[0::2] == [str(dead)]
