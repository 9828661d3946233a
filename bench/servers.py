"""`python bench/servers.py`: which WSGI server this shop runs under, measured on the shop itself.

gunicorn's gthread and granian, two processes each, with some numbers of threads, in rounds that take turns.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from app import embedded, migrations, seeding  # noqa: E402
from bench.client import HOST, Connection  # noqa: E402
from bench.load import Job, Watch, closed_loop  # noqa: E402
from bench.shop import free_port  # noqa: E402

PAGES = {"list": "/marketplace", "product": "/marketplace/melati-senja-50ml", "badge": "/cart/badge"}
THREADS = (1, 2, 4)
SHOPPERS = (8, 32)
ROUNDS, SECONDS = 3, 2.0


def main() -> None:
    """Measure all of them and print a table."""
    found: dict[tuple[str, str, int], list[tuple[float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="servers-") as directory:
        database = embedded.start(Path(directory) / "var")
        try:
            migrations.up(database.url())
            seeding.plant(database.url())
            for _ in range(ROUNDS):
                for name, command, environ in servers():
                    with running(command, {**environ, "DATABASE_URL": database.url()}) as port:
                        for key, figures in asyncio.run(measured(port)).items():
                            found[name, *key].append(figures)
        finally:
            database.stop()
    show(found)


def servers() -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command (PORT to be filled in) and settings of each server."""
    gunicorn = [
        "-m",
        "gunicorn",
        "-k",
        "gthread",
        "-w",
        "2",
        "--log-level",
        "warning",
        "-b",
        f"{HOST}:PORT",
        "wsgi:app",
    ]
    return [
        *((f"granian, {n} threads", ["-m", "app.server", HOST, "PORT"], {"THREADS": str(n)}) for n in THREADS),
        *((f"gthread, {n} threads", [*gunicorn, "--threads", str(n)], {}) for n in THREADS),
    ]


@contextmanager
def running(command: list[str], environ: dict[str, str]) -> Iterator[int]:
    """A server until the block ends; gives its port once it answers."""
    port = free_port()
    words = [sys.executable, *(word.replace("PORT", str(port)) for word in command)]
    own = {"APP_ENV": "development", "WORKERS": "2", "RATELIMIT_ENABLED": "off", "FLASK_SKIP_DOTENV": "1"}
    process = subprocess.Popen(words, cwd=ROOT, env={"PATH": os.environ["PATH"], **own, **environ})
    try:
        for _ in range(200):
            time.sleep(0.1)
            if asyncio.run(answers(port)):
                break
        time.sleep(1)  # the second process
        yield port
    finally:
        process.terminate()
        process.wait(60)


async def answers(port: int) -> bool:
    """Whether somebody listens."""
    try:
        return (await (await Connection.open(port)).ask(request("/api/health"))).status == 200
    except OSError:
        return False


async def measured(port: int) -> dict[tuple[str, int], tuple[float, float]]:
    """Requests per second and the 99th percentile in ms, by page and number of shoppers."""
    found = {}
    for page in PAGES:
        for shoppers in SHOPPERS:
            connections = [await Connection.open(port) for _ in range(shoppers)]
            watch = Watch()
            rate = await closed_loop(
                [asking(connection, page, watch) for connection in connections], watch, seconds=SECONDS
            )
            found[page, shoppers] = (rate, watch.percentile(page, 0.99))
    return found


def asking(connection: Connection, page: str, watch: Watch) -> Job:
    """The job of asking for one of PAGES."""

    async def ask() -> None:
        await watch.timed(page, connection.ask(request(PAGES[page])), 200)

    return ask


def request(path: str) -> bytes:
    """A browser's GET."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: br\r\n\r\n".encode()


def show(found: dict[tuple[str, str, int], list[tuple[float, float]]]) -> None:
    """A line per server; medians of the rounds."""
    columns = [(page, shoppers) for page in PAGES for shoppers in SHOPPERS]
    print(f"{'requests/s (p99 ms)':22}" + "".join(f"{page} x{shoppers}".rjust(16) for page, shoppers in columns))
    for name in dict.fromkeys(key[0] for key in found):
        figures = [found[name, *column] for column in columns]
        cells = (f"{median(r for r, _ in f):.0f} ({median(t for _, t in f):.0f})" for f in figures)
        print(f"{name:22}" + "".join(cell.rjust(16) for cell in cells))


if __name__ == "__main__":
    main()
