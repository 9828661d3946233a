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

from app import embedded, migrations, seeding
from app.areas import loading
from app.cli.operating import app_on, database_url, owner_url, plainly, say, settings

FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
WORKER = ["nice", "-n", "10", *FLASK, "worker", "--quiet"]  # in a rush, shoppers go before mails
PATIENCE = 25  # seconds; the web server gives running requests 20
_LOGINS = ("pembeli@sensasiwangi.test", "cs@sensasiwangi.test")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--areas", is_flag=True, help="In development: fill the table of areas when it is empty.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Run `flask worker` beside the web server.")
@with_appcontext
def serve(host: str, port: int, areas: bool, worker: bool) -> None:
    """Start the shop: in development with database, migrations and sample shop, in production on a current database."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stopping.set())
    require_free(host, port)
    with plainly(), ExitStack() as stack:
        say("Starting PostgreSQL" if not settings().database_url else "Using the database of DATABASE_URL")
        url = stack.enter_context(database_url())
        prepare_database()
        if areas:
            prepare_areas()
        children = [[sys.executable, "-m", "app.server", host, str(port)]] + ([WORKER] if worker else [])
        running = stack.enter_context(processes(children, {**os.environ, "DATABASE_URL": url}))
        announce(host, port, running, stopping)
        while not stopping.wait(0.5):
            stop_when_one_died(running)
            if not settings().database_url and not embedded.is_running(settings().data):
                revive_database()
        say("Stopping; running requests are finished")


def require_free(host: str, port: int) -> None:
    """Stop with one line when somebody else has the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({cause.strerror}): choose another, like PORT=8001"
            ) from cause


def prepare_database() -> None:
    """Development migrates and seeds by itself; production only checks: a newer schema will do (docs/rollback.md)."""
    with owner_url() as url:
        if not settings().development:
            behind = [step for step in migrations.status(url) if step.state in {"pending", "changed"}]
            if behind:
                raise click.ClickException(
                    f"The schema is not current ({behind[0].version:04d} is {behind[0].state}): flask migrate up"
                )
            return
        applied = migrations.up(url)
        warn_of_edited(url)
        say(f"Schema: {len(applied)} migrations applied" if applied else "Schema: current")
        if seeding.count_listings(url):
            return
        say("Planting the sample shop")
        with app_on(url):
            seeding.plant(url)


def prepare_areas() -> None:
    """Development fills in what addresses are searched in."""
    with owner_url() as url:
        if settings().development and loading.is_needed(url):
            say("Loading Indonesia's villages for the search of addresses")
            loading.load(url)


def warn_of_edited(url: str) -> None:
    """Before the first release migrations are edited in place; an older database keeps its older functions."""
    for step in migrations.status(url):
        if step.state == "changed":
            say(f"{step.version:04d}_{step.name} was edited since this database got it; another DATA starts afresh")


@contextmanager
def processes(commands: Sequence[Sequence[str]], environ: dict[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Runs commands, each in a process group of its own, and ends them with the block: asked first, then forced."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, start_new_session=True)
            running.append(process)  # one by one, so that the first is ended when the second cannot start
        yield running
    finally:
        end(running)


def end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks all to stop, waits for their running work, and in the end no longer asks."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


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
            raise click.ClickException(
                f"A process of the shop ended by itself with status {process.returncode}: {process.args!r}"
            )


def revive_database() -> None:
    """Starts the embedded PostgreSQL again, which ends by itself when its disk is full; called until it stays."""
    try:
        embedded.start(settings().data).stop()  # we joined it when the shop opened, so that it goes on
        say("PostgreSQL had ended and was started again")
    except embedded.EmbeddedError as cause:
        say(f"PostgreSQL has ended. {cause}")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as answer:  # noqa: S310  # the address is our own
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
