"""nginx with the shop's own site file, moved to free ports, a certificate of its own and a directory of its own."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from bench.client import HOST
from bench.shop import free_port
from tests import certificates
from tests.deploy.manifests import DEPLOY

PATIENCE = 10.0  # seconds
LISTS = ("upstream.conf", "browsing.conf")  # of the instances: for whoever orders, for whoever looks around
_AROUND = """
{user}
worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A running nginx: its ports, and the directory with its files, the lists of instances in upstreams/."""

    secure: int
    plain: int
    home: Path

    def reloading(self) -> list[str]:
        """The command that takes up changed lists of instances; what runs comes to its end."""
        return [*_program(self.home), "-s", "reload"]


@contextmanager
def in_front(ports: Sequence[int], home: Path, *, tls: bool = True) -> Iterator[Proxy]:
    """nginx in front of instances on these ports until the block ends; skips where there is none.

    tls=False: the site itself without encryption, for clients that speak none.
    """
    proxy = written(ports, home)
    if not tls:
        site = (home / "site.conf").read_text()
        (home / "site.conf").write_text(
            re.sub(r"^ +ssl_.*\n", "", site.replace(" ssl http2;", ";"), flags=re.MULTILINE)
        )
    with subprocess.Popen([*_program(home), "-g", "daemon off;"], stderr=subprocess.PIPE) as process:
        try:
            _wait(process, proxy)
            yield proxy
        finally:
            process.terminate()


def written(ports: Sequence[int], home: Path) -> Proxy:
    """The files of such an nginx."""
    proxy = Proxy(free_port(), free_port(), home)
    home.chmod(0o755)
    (home / "cache").mkdir()
    _certificate(home)
    instances(home / "upstreams", ports)
    (home / "site.conf").write_text(_site(proxy))
    (home / "nginx.conf").write_text(_AROUND.format(home=home, user="user root;" if os.geteuid() == 0 else ""))
    return proxy


def instances(directory: Path, ports: Sequence[int]) -> None:
    """The lists of instances that nginx sends to, on one port or two."""
    directory.mkdir()
    for name in LISTS:
        words = (DEPLOY / "nginx" / name).read_text().replace(":8001 ", f":{ports[0]} ")
        one = re.sub(r"(?m)^server .*:8002 .*\n", "", words)
        (directory / name).write_text(words.replace(":8002 ", f":{ports[1]} ") if len(ports) > 1 else one)


def checked(home: Path) -> "subprocess.CompletedProcess[str]":
    """What nginx says to its files."""
    return subprocess.run([*_program(home), "-t"], capture_output=True, text=True, check=False)


def _site(proxy: Proxy) -> str:
    """The shop's own file with other places and ports; each of them has to be there."""
    site = (DEPLOY / "nginx" / "sensasiwangi.conf").read_text()
    for before, after in (
        ("/etc/nginx/sensasiwangi/", f"{proxy.home}/upstreams/"),
        ("/var/log/nginx/error.log", f"{proxy.home}/error.log"),
        ("/var/cache/nginx/sensasiwangi", f"{proxy.home}/cache"),
        ("/etc/letsencrypt/live/toko.example", str(proxy.home)),
        ("listen 80;", f"listen {HOST}:{proxy.plain};"),
        ("listen 443 ", f"listen {HOST}:{proxy.secure} "),
    ):
        assert before in site, before
        site = site.replace(before, after)
    return re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)


def _program(home: Path) -> list[str]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed here")
    return [program, "-e", f"{home}/error.log", "-p", str(home), "-c", f"{home}/nginx.conf"]


def _certificate(home: Path) -> None:
    both = certificates.made(home, "toko.example")
    for name in ("privkey.pem", "fullchain.pem"):
        (home / name).symlink_to(both)


def _wait(process: "subprocess.Popen[bytes]", proxy: Proxy) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), urlopen(f"http://{HOST}:{proxy.plain}/.well-known/acme-challenge/", timeout=1):
            return
        if (proxy.home / "nginx.pid").exists():
            return
        time.sleep(0.02)
    raise AssertionError(f"nginx does not start: {(proxy.home / 'error.log').read_text()}")
