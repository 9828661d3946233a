"""A shop of the benchmark's own: `flask serve` in a fresh directory, with stock and members enough for every loop."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen
from uuid import UUID

import psycopg
from flask import Flask

from app import create_app, db, embedded, seeding
from app.passwords import hash_password
from app.settings import Settings
from app.statements import named
from bench.client import HOST, Browser

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0
STOCK = 500_000  # pieces of every listing
_CHOSEN = ("WORKERS", "THREADS", "POOL_SIZE", "WAITING_ROOM")
_LIMITS = dict.fromkeys(("LIMIT_REGISTER", "LIMIT_LOGIN", "LIMIT_CART", "LIMIT_PLACE"), "999999/minute")
_LISTINGS = "select product_id, slug from marketplace_listings where status = 'active' order by slug"
_BROKEN = "select promise, count(*) from stock_audit() group by promise"
_RECEIVE = "select receive_stock(product_id, %s, 'benchmark') from marketplace_listings where status = 'active'"


@dataclass(frozen=True, slots=True)
class Listing:
    """What is bought."""

    product_id: UUID
    slug: str


@dataclass(frozen=True)
class Shop:
    """A running shop and the one beside it that only says hello; passwords are everybody's."""

    port: int
    hello_port: int
    database_url: str
    listings: Sequence[Listing]
    seconds_to_open: float

    def visitor(self) -> Browser:
        """Somebody without cookies."""
        return Browser(self.port)

    async def member(self, number: int) -> Browser:
        """One of the members, signed in."""
        browser = self.visitor()
        answer = await browser.post("/auth/login", {"email": _email(number), "password": seeding.PASSWORD})
        if answer.status != 303:
            raise SystemExit(f"Member {number} cannot sign in: {answer.status}")
        return browser


@contextmanager
def opened(members: int, **settings: str) -> Iterator[Shop]:
    """The shop with so many members, as `make run` starts it, on a PostgreSQL that keeps what it acknowledges.

    settings: more of the environment.
    """
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as directory:
        data, port, hello_port = Path(directory) / "var", free_port(), free_port()
        began = time.monotonic()
        hello = ["-m", "bench.hello", str(hello_port)]
        with _running(["-m", "flask", "--app", "wsgi", "serve", "--port", str(port)], port, data, **settings):
            seconds, server = time.monotonic() - began, embedded.start(data)
            try:
                with _running(hello, hello_port, data):
                    yield Shop(port, hello_port, server.url(), _stocked(server.url(), members), seconds)
            finally:
                server.stop()


@contextmanager
def inside(database_url: str, **settings: str) -> Iterator[Flask]:
    """A shop in this process; of requests it writes no lines, so that a report holds its tables alone.

    settings: more of the environment.
    """
    own = {"APP_ENV": "development", "DATABASE_URL": database_url, "LOG_LEVEL": "WARNING"}
    app = create_app(Settings.from_environment({**own, **settings}))
    try:
        yield app
    finally:
        with app.app_context():
            db.database().close()


def audited(shop: Shop) -> dict[str, int]:
    """How many promises of the stock are broken, by promise; none when all is well."""
    with psycopg.connect(shop.database_url) as connection:
        return dict(connection.execute(_BROKEN).fetchall())


def _stocked(url: str, members: int) -> list[Listing]:
    """Fills the shelves and registers the members; returns what is for sale."""
    register = named("operations").scalar
    secret = hash_password(seeding.PASSWORD)
    with psycopg.connect(url) as connection:
        connection.execute(_RECEIVE, [STOCK])
        for number in range(members):
            person = {"full_name": f"Pembeli {number}", "phone_number": f"+62812{number:08d}"}
            new = register("create_member", email=_email(number), password_hash=secret, **person)
            connection.execute(new.text, new.params)
        return [Listing(*row) for row in connection.execute(_LISTINGS).fetchall()]


def _email(number: int) -> str:
    return f"pembeli-{number}@bench.test"


@contextmanager
def _running(arguments: list[str], port: int, data: Path, **settings: str) -> Iterator[None]:
    """A Python process that serves on a port, until the block ends; entered when it answers."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    chosen = {name: os.environ[name] for name in _CHOSEN if name in os.environ}
    own = {"APP_ENV": "development", "DATA": str(data), "FLASK_SKIP_DOTENV": "1"}
    own["SESSION_SECRET_KEY"] = secrets.token_hex(32)
    data.mkdir(exist_ok=True)
    with (data / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env={**kept, **chosen, **own, **_LIMITS, **settings},
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(process, port, data / f"server-{port}.log")
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), urlopen(f"http://{HOST}:{port}/api/health", timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit(f"{process.args!r} does not answer:\n{log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
