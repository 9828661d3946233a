"""The shop as it is scaled out, on one machine: nginx, two web instances and a worker, PgBouncer, a primary and its replica.

Each instance is kept alive by a loop of the shell, as systemd would; deploy/restart.sh replaces them one after the other.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

from app import embedded, migrations, seeding
from app.areas import loading
from bench.client import HOST
from bench.shop import free_port
from tests.deploy.manifests import DEPLOY
from tests.deploy.proxy import Proxy, in_front
from tests.proofs.pgbouncer import pooled
from tests.proofs.standby import standby
from tests.proofs.web import PATIENCE, ROOT, Web

_ALIVE = 'while [ -e {home}/run ]; do "$@" & echo $! > {home}/{name}.pid; wait $!; done'
_BOUNCE = """#!/bin/sh
pid=$(cat {home}/$1.pid)
kill -TERM "$pid"
while [ "$(cat {home}/$1.pid)" = "$pid" ]; do sleep 0.05; done
"""


@dataclass
class Cluster:
    """Where everything is; web is the shop as shoppers reach it, by way of nginx."""

    home: Path
    proxy: Proxy
    ports: tuple[int, int]
    web: Web

    def kill(self, port: int) -> None:
        """Ends an instance with all its processes, unasked; it is started again."""
        master = psutil.Process(self._pid(port))
        for process in (master, *master.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def restart_all(self) -> "subprocess.CompletedProcess[str]":
        """deploy/restart.sh with this machine's ways to reload nginx and to restart an instance."""
        nginx = shlex.join(self.proxy.reloading())
        ways = {
            "DRAIN": "1",
            "UPSTREAMS": str(self.proxy.home / "upstreams"),
            "RELOAD": nginx,
            "RESTART": f"{self.home}/bounce ",
        }
        command = [str(DEPLOY / "restart.sh"), *map(str, self.ports)]
        return subprocess.run(command, env={**os.environ, **ways}, capture_output=True, text=True, check=False)

    def _pid(self, port: int) -> int:
        return int((self.home / f"{port}.pid").read_text())


@contextmanager
def scaled_out(home: Path, **settings: str) -> Iterator[Cluster]:
    """All of it until the block ends, with the sample shop."""
    primary = embedded.start(home / "one")
    try:
        migrations.up(primary.url())
        seeding.plant(primary.url())
        loading.load(primary.url())
        replica = standby(primary, home / "two")
        try:
            with pooled(primary.url(), 12) as through:
                places = {"DATABASE_URL": through, "DATABASE_REPLICA_URL": replica.url()}
                with _served(home, primary.url(), {**places, **settings}) as cluster:
                    yield cluster
        finally:
            replica.stop()
    finally:
        primary.stop()


@contextmanager
def _served(home: Path, url: str, settings: dict[str, str]) -> Iterator[Cluster]:
    ports = (free_port(), free_port())
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    own = {"APP_ENV": "development", "RATELIMIT_ENABLED": "off", "WORKERS": "1", "TRUSTED_PROXIES": "1"}
    environ = {**kept, **own, "FLASK_SKIP_DOTENV": "1", "DATA": str(home / "var"), **settings}
    (home / "run").touch()
    (home / "bounce").write_text(_BOUNCE.format(home=home))
    (home / "bounce").chmod(0o755)
    (home / "nginx").mkdir()
    running = [_alive(home, str(port), ["-m", "app.server", HOST, str(port)], environ) for port in ports]
    running.append(_alive(home, "worker", ["-m", "flask", "--app", "wsgi", "worker", "--quiet"], environ))
    try:
        for port in ports:
            _wait(port)
        with in_front(ports, home / "nginx", tls=False) as proxy:
            yield Cluster(home, proxy, ports, Web(proxy.secure, running[0], url))
    finally:
        (home / "run").unlink()
        for name, process in zip((*map(str, ports), "worker"), running, strict=True):
            with suppress(ProcessLookupError):
                os.kill(int((home / f"{name}.pid").read_text()), signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _alive(home: Path, name: str, arguments: list[str], environ: dict[str, str]) -> "subprocess.Popen[bytes]":
    """A Python process that is started again whenever it ends."""
    command = ["sh", "-c", _ALIVE.format(home=home, name=name), "sh", sys.executable, *arguments]
    with (home / f"{name}.log").open("ab") as log:
        return subprocess.Popen(command, env=environ, cwd=ROOT, start_new_session=True, stdout=log, stderr=log)


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urlopen(f"http://{HOST}:{port}/api/ready", timeout=3):
            return
        time.sleep(0.05)
    raise AssertionError(f"no instance on {port}")
