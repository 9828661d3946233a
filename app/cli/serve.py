"""`flask serve`: the shop with everything it needs, in one command that stops all it started."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from urllib.error import URLError
from urllib.request import urlopen

import click
from flask.cli import with_appcontext

from app import migrations, seeding
from app.cli.operating import app_on, database_url, owner_url, plainly, say, settings

PATIENCE = 20  # seconds that running requests get when we are asked to stop
_LOGINS = ("pembeli@sensasiwangi.test", "cs@sensasiwangi.test")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--worker/--no-worker", default=True, show_default=True, help="Run `flask worker` beside the web server.")
@with_appcontext
def serve(host: str, port: int, worker: bool) -> None:
    """Start the shop: in development with database, migrations and sample shop, in production on a current database."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stopping.set())
    require_free(host, port)
    with plainly(), ExitStack() as stack:
        say("Starting PostgreSQL" if not settings().database_url else "Using the database of DATABASE_URL")
        url = stack.enter_context(database_url())
        prepare_database()
        children = [web_server(host, port)] + ([[sys.executable, "-m", "flask", "--app", "wsgi", "worker"]] if worker else [])
        running = stack.enter_context(processes(children, {**os.environ, "DATABASE_URL": url}))
        announce(host, port, running, stopping)
        while not stopping.wait(0.5):
            stop_when_one_died(running)
        say("Stopping; running requests are finished")


def require_free(host: str, port: int) -> None:
    """Stop with one line when somebody else has the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            raise click.ClickException(f"Port {port} on {host} cannot be used ({cause.strerror}): choose another, like PORT=8001") from cause


def prepare_database() -> None:
    """Development migrates and seeds by itself; production only checks."""
    with owner_url() as url:
        if not settings().development:
            behind = [step for step in migrations.status(url) if step.state != "applied"]
            if behind:
                raise click.ClickException(f"The schema is not current ({behind[0].version:04d} is {behind[0].state}): flask migrate up")
            return
        applied = migrations.up(url)
        for step in migrations.status(url):
            if step.state == "changed":
                say(f"Migration {step.version:04d}_{step.name} was edited after this database got it: another DATA directory starts afresh")
        say(f"Schema: {len(applied)} migrations applied" if applied else "Schema: current")
        if seeding.count_listings(url):
            return
        say("Planting the sample shop")
        with app_on(url):
            seeding.plant(url)


def web_server(host: str, port: int) -> list[str]:
    """The command of the WSGI server; bench/servers.py has the figures behind the choice."""
    chosen = settings()
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", host, "--port", str(port), "--backlog", "1024"),
        *("--workers", str(chosen.workers), "--blocking-threads", str(chosen.threads)),
        *("--workers-kill-timeout", str(PATIENCE), "--respawn-failed-workers"),
        *("--log-level", "warning", "--no-access-log", "wsgi:app"),
    ]


@contextmanager
def processes(commands: Sequence[Sequence[str]], environ: dict[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Runs commands, each in a process group of its own, and ends them with the block: asked first, then forced."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            running.append(subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, start_new_session=True))
        yield running
    finally:
        end(running)


def end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks every second, as a worker that is still starting overhears SIGTERM; in the end no longer asks."""
    deadline = time.monotonic() + PATIENCE
    for process in running:
        while process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM if time.monotonic() < deadline else signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)


def announce(host: str, port: int, running: Sequence[subprocess.Popen[bytes]], stopping: threading.Event) -> None:
    """Wait until the shop answers, then say where it is."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    while not stopping.is_set() and not _answers(f"{address}/api/health"):
        stop_when_one_died(running)
        stopping.wait(0.1)
    if stopping.is_set():
        return
    say(f"The shop is open: {address}")
    if settings().development:
        for login in _LOGINS:
            say(f"Log in as {login} with {seeding.PASSWORD}")


def stop_when_one_died(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """A child that ends by itself ends everything."""
    for process in running:
        if process.poll() is not None:
            raise click.ClickException(f"{process.args[2:4]} ended by itself with status {process.returncode}")  # type: ignore[index]


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
