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
from tests.deploy.proxy import LISTS, instances


class Ready(BaseHTTPRequestHandler):
    """An instance that says it is ready."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/ready/serving" else 404)
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


def run(place: Path, *ports: int) -> "subprocess.CompletedProcess[str]":
    """The script; instead of restarting, where nginx would send nothing is written down."""
    seen, restart, lists = place / "seen", place / "restart", place / "lists"
    restart.write_text(
        f'#!/bin/sh\necho "$1" >> {seen}\ngrep -h " down;" {lists}/* 2>/dev/null | cut -d" " -f2 >> {seen}\n'
    )
    restart.chmod(0o755)
    ways = {"UPSTREAMS": str(lists), "RELOAD": "true", "RESTART": f"{restart} ", "DRAIN": "0", "PATIENCE": "1"}
    command = [str(DEPLOY / "restart.sh"), *map(str, ports)]
    return subprocess.run(command, env={**os.environ, **ways}, capture_output=True, text=True, check=False)


def words(place: Path) -> str:
    """What the lists of instances say."""
    return "".join((place / "lists" / name).read_text() for name in LISTS)


def test_one_after_the_other_is_out_while_it_is_replaced(port: int, tmp_path: Path) -> None:
    instances(tmp_path / "lists", [port, 8002])
    before = words(tmp_path)
    for _ in range(2):
        assert run(tmp_path, port).returncode == 0
        assert words(tmp_path) == before
    assert (tmp_path / "seen").read_text().split() == [str(port), *[f"{HOST}:{port}"] * len(LISTS)] * 2


def test_where_nginx_has_no_lists_instances_are_replaced_all_the_same(port: int, tmp_path: Path) -> None:
    assert run(tmp_path, port).returncode == 0
    assert (tmp_path / "seen").read_text().split() == [str(port)]


def test_one_that_is_not_ready_stays_out_and_the_next_is_left_alone(port: int, tmp_path: Path) -> None:
    dead = free_port()
    instances(tmp_path / "lists", [dead, port])
    done = run(tmp_path, dead, port)
    assert (done.returncode, f"port {dead} is not ready" in done.stderr) == (1, True)
    out = [line.split()[1] for line in words(tmp_path).splitlines() if line.endswith(" down;")]
    assert out == [f"{HOST}:{dead}"] * len(LISTS)
    assert (tmp_path / "seen").read_text().split() == [str(dead), *out]
