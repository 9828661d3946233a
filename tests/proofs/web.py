"""The shop over HTTP for proofs: real web processes on a database, and shoppers who are signed in without asking a password."""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import urlopen
from uuid import UUID

import psutil
import psycopg
from psycopg.types.json import Jsonb

from app.lazy_sessions import hash_of
from bench.client import HOST, Browser
from bench.shop import free_port

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds
SERVER = ("-m", "app.server", HOST)
SERVE = ("-m", "flask", "--app", "wsgi", "serve", "--no-worker", "--port")
_SESSION = "insert into web_sessions (id, data, expires_at) values (%s, %s, now() + interval '1 day')"
_MEMBER = "insert into customers (email, full_name, password_hash) values (%s, 'Sari', 'x') returning id"


@dataclass
class Web:
    """A running web server: its port, its main process, the database it was given, and who visits it."""

    port: int
    process: "subprocess.Popen[bytes]"
    url: str
    browsers: list[Browser] = field(default_factory=list)

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """What a coroutine returns; afterwards every browser has hung up."""
        return asyncio.run(self._to_the_end(doing))

    async def _to_the_end(self, doing: Coroutine[Any, Any, T]) -> T:
        try:
            return await doing
        finally:
            while self.browsers:
                self.browsers.pop().close()
            await asyncio.sleep(0)  # the loop closes what was hung up

    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return psutil.Process(self.process.pid).children()

    def visitor(self, sid: str = "") -> Browser:
        """A browser without cookies, or one that brings a session."""
        browser = Browser(self.port)
        browser.cookies |= {"session": sid} if sid else {}
        self.browsers.append(browser)
        return browser

    def members(self, count: int) -> list[Browser]:
        """So many new members, each signed in on a browser of their own."""
        return [self.visitor(sid) for sid in sessions_of(self.url, customers(self.url, count))]


def customers(url: str, count: int) -> list[UUID]:
    """So many new members of the shop in a database."""
    with psycopg.connect(url, autocommit=True) as connection, connection.pipeline():
        cursors = [connection.execute(_MEMBER, [f"{secrets.token_hex(8)}@proof.test"]) for _ in range(count)]
        return [(cursor.fetchone() or (None,))[0] for cursor in cursors]


def sessions_of(url: str, members: list[UUID]) -> list[str]:
    """A session for each of them, as their browsers know it."""
    sids = [secrets.token_urlsafe(32) for _ in members]
    with psycopg.connect(url, autocommit=True) as connection, connection.pipeline():
        for sid, customer in zip(sids, members, strict=True):
            connection.execute(_SESSION, [hash_of(sid), Jsonb({"customer_id": str(customer)})])
    return sids


@contextmanager
def started(
    url: str, *, workers: int, program: Sequence[str] = SERVER, release: Path = ROOT, **settings: str
) -> Iterator[Web]:
    """`python -m app.server` on this database until the block ends; settings: more of its environment.

    program: another command of Python's that takes a port; release: where another version of the shop lies.
    """
    port = free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    own = {"APP_ENV": "development", "DATABASE_URL": url, "RATELIMIT_ENABLED": "off", "WORKERS": str(workers)}
    command = [sys.executable, *program, str(port)]
    process = subprocess.Popen(command, env={**kept, **own, **settings}, cwd=release, start_new_session=True)
    try:
        _wait(process, port)
        yield Web(port, process, url)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), urlopen(f"http://{HOST}:{port}/api/health", timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"the web server does not answer: {process.poll()}")
