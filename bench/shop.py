"""A shop of the benchmark's own: `flask serve` in a directory of its own, with stock and members enough for every loop."""

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

from app import embedded, seeding
from app.cli import serve
from app.passwords import hash_password
from app.statements import named
from bench.client import HOST, Browser, Connection

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0
STOCK = 500_000  # pieces of every listing
_LIMITS = dict.fromkeys(("LIMIT_REGISTER", "LIMIT_LOGIN", "LIMIT_CART", "LIMIT_PLACE"), "999999/minute")
_LISTINGS = "select product_id, slug from marketplace_listings where status = 'active' order by slug"
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

    async def visitor(self) -> Browser:
        """Somebody without cookies."""
        return Browser(await Connection.open(self.port))

    async def member(self, number: int) -> Browser:
        """One of the members, signed in."""
        browser = await self.visitor()
        answer = await browser.post("/auth/login", email=_email(number), password=seeding.PASSWORD)
        if answer.status != 303:
            raise SystemExit(f"Member {number} cannot sign in: {answer.status}")
        return browser


@contextmanager
def opened(members: int) -> Iterator[Shop]:
    """The shop with so many members, as `make run` starts it, on a PostgreSQL that keeps what it acknowledges."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as directory:
        data, port, hello_port = Path(directory) / "var", _free_port(), _free_port()
        began = time.monotonic()
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
        with _running(command, port, data), _running(_hello(hello_port), hello_port, data):
            seconds = time.monotonic() - began
            server = embedded.start(data)
            try:
                yield Shop(port, hello_port, server.url(), _stocked(server.url(), members), seconds)
            finally:
                server.stop()


def _hello(port: int) -> list[str]:
    """The command of the shop's server, with the greeting in place of the shop."""
    return [*_web_server(port)[:-1], "bench.hello:app"]


def _web_server(port: int) -> list[str]:
    from app import create_app
    from app.settings import Settings

    with create_app(Settings.from_environment({"APP_ENV": "development"})).app_context():
        return serve.web_server(HOST, port)


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
def _running(command: list[str], port: int, data: Path) -> Iterator[None]:
    """A server process until the block ends; entered when it answers."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    chosen = {name: value for name, value in os.environ.items() if name in {"WORKERS", "THREADS", "POOL_SIZE"}}
    own = {"APP_ENV": "development", "DATA": str(data), "FLASK_SKIP_DOTENV": "1", "SESSION_SECRET_KEY": secrets.token_hex(32)}
    data.mkdir(exist_ok=True)
    with (data / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, env={**kept, **chosen, **own, **_LIMITS}, cwd=ROOT, stdout=log, stderr=log)
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
    raise SystemExit(f"{process.args[2:5]} does not answer:\n{log.read_text(errors='replace')[-2000:]}")  # type: ignore[index]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
