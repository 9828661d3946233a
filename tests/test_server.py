"""The web server's own processes: who is replaced when it ends, and when to give up."""

import subprocess
import sys
import time
from contextlib import suppress
from urllib.request import urlopen

import pytest

from bench.client import HOST
from bench.shop import free_port
from tests.proofs.web import PATIENCE, ROOT, Web, started

pytestmark = pytest.mark.slow

CANNOT_START = """
import sys
from granian.constants import Interfaces
from app.server import Server

def load():
    raise SystemExit("there is no app")

Server(
    "wsgi:app", port=int(sys.argv[1]), interface=Interfaces.WSGI, respawn_failed_workers=True, workers_kill_timeout=5
).serve(target_loader=load, wrap_loader=False)
"""


def test_a_worker_is_replaced_however_often_it_is_killed() -> None:
    with started("postgresql:///nowhere", workers=1) as web:
        for _ in range(4):
            killed = web.workers()
            for worker in killed:
                worker.kill()
            wait_for_another(web, {worker.pid for worker in killed})


def test_an_app_that_cannot_start_stops_the_server() -> None:
    command = [sys.executable, "-c", CANNOT_START, str(free_port())]
    ended = subprocess.run(command, cwd=ROOT, timeout=PATIENCE, check=False, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "there is no app" in ended.stderr


def wait_for_another(web: Web, but: set[int]) -> None:
    """Returns when a worker answers that is none of these."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urlopen(f"http://{HOST}:{web.port}/api/health", timeout=1):
            assert {worker.pid for worker in web.workers()} - but
            return
        time.sleep(0.02)
    raise AssertionError("a killed worker is not replaced")
