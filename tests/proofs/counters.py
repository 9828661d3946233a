"""What the database itself counts while a block runs: deadlocks, and transactions that it rolled back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.db_server import Clone

PATIENCE = 20.0  # seconds
_COUNTERS = "select deadlocks, xact_rollback from pg_stat_database where datname = current_database()"
_OTHERS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"""


class Counters:
    """Known after the block. Whatever cancels a transaction (a lock timeout, a refusal, a bug) makes it roll back."""

    deadlocks = -1
    rollbacks = -1


@contextmanager
def counted(database: Clone) -> Iterator[Counters]:
    """Counts from here to the end of a block, in which everybody but the console has to leave: who leaves, reports."""
    counters = Counters()
    _wait_until_alone(database)
    deadlocks, rollbacks = database.rows(_COUNTERS)[0]
    yield counters
    _wait_until_alone(database)
    after = database.rows(_COUNTERS)[0]
    counters.deadlocks, counters.rollbacks = after[0] - deadlocks, after[1] - rollbacks


def _wait_until_alone(database: Clone) -> None:
    deadline = time.monotonic() + PATIENCE
    while database.value(_OTHERS):
        assert time.monotonic() < deadline, "somebody does not leave the database"
        time.sleep(0.02)
