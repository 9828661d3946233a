"""PgBouncer when its pod goes: the signal of our image finishes what runs, where the usual one would cut it."""

import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.db_server import Clone
from tests.deploy.manifests import DEPLOY
from tests.proofs.pgbouncer import pooled

(OURS,) = re.findall(r"^STOPSIGNAL (\w+)$", (DEPLOY / "pgbouncer.Dockerfile").read_text(), re.MULTILINE)
PATIENCE = 10.0  # seconds
LOCK = "select pg_advisory_xact_lock(7)"
WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


@pytest.fixture
def through(database: Clone) -> Iterator[str]:
    """The database by way of PgBouncer."""
    with pooled(database, 2) as url:
        yield url


def told(name: str) -> None:
    """Sends the signal to our PgBouncer, which then says so in its log."""
    (pooler,) = [child for child in psutil.Process().children() if child.name() == "pgbouncer"]
    log = Path(pooler.cmdline()[-1]).with_name("log")
    pooler.send_signal(signal.Signals[name])
    while f"got {name}" not in log.read_text():
        assert time.time() < pooler.create_time() + PATIENCE
        time.sleep(0.01)


@pytest.mark.parametrize(("name", "finished"), [(OURS, True), ("SIGTERM", False)])
def test_a_transaction_that_runs_when_the_pooler_is_told_to_go(
    database: Clone, through: str, name: str, finished: bool
) -> None:
    with (
        database.connect(autocommit=False) as other,
        psycopg.connect(through, autocommit=True, prepare_threshold=None) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        other.execute(LOCK)
        running = threads.submit(client.execute, LOCK)
        while database.value(WAITING) == 0:
            assert not running.done()
            time.sleep(0.01)
        told(name)
        if finished:
            other.rollback()
        assert (running.exception(PATIENCE) is None) == finished
        other.rollback()
