"""`flask worker` as a process of its own, which can be killed, and time that passes for what people left lying."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.proofs.web import ROOT

EVERY = "0.2"  # seconds between two rounds
LEASE = "1"  # seconds until a job of a worker that was killed is taken by the next one
_WORKER = [
    sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--quiet", "--every", EVERY, "--lease", LEASE,
]  # fmt: skip
_DUE = """
    select id from orders where status = 'awaiting_payment' and payment_status = 'unpaid' and payment_due_at > app_now()
    order by random() limit %s for update skip locked"""
_OWNERS = """
    select distinct owner from stock_holds where state = 'held' and expires_at > app_now() and owner like 'cart:%%'
    order by owner limit %s"""
_LOCK = """
    select from marketplace_listings where product_id in (select product_id from stock_holds where owner = any (%s))
    order by product_id for no key update"""
_OVERDUE = """
    select (select count(*) from stock_holds where state = 'held' and expires_at <= app_now())
    + (select count(*) from orders where status = 'awaiting_payment' and payment_due_at <= app_now())"""


class Sweeper:
    """The worker's process, which whoever watches over it starts again."""

    def __init__(self, url: str, **settings: str) -> None:
        self._url, self._settings = url, settings
        self.start()

    def start(self) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        own = {"APP_ENV": "development", "DATABASE_URL": self._url, "FLASK_SKIP_DOTENV": "1"}
        self._process = subprocess.Popen(_WORKER, env={**kept, **own, **self._settings}, cwd=ROOT)

    def asks_to_stop(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def left_with(self, patience: float) -> int:
        """Its exit status."""
        return self._process.wait(patience)

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None


@contextmanager
def sweeping(url: str, **settings: str) -> Iterator[Sweeper]:
    """A worker until the block ends, with settings of its own."""
    sweeper = Sweeper(url, **settings)
    try:
        yield sweeper
    finally:
        sweeper.kill()


def time_passes(url: str, *, orders: int, carts: int) -> None:
    """So many unpaid orders and checkouts run out, in the lock order of the shop: orders, then listings by id."""
    with psycopg.connect(url) as connection:
        due = [order for (order,) in connection.execute(_DUE, [orders]).fetchall()]
        owners = [owner for (owner,) in connection.execute(_OWNERS, [carts]).fetchall()]
        owners += [f"order:{order}" for order in due]
        connection.execute(_LOCK, [owners])
        connection.execute("update orders set payment_due_at = app_now() where id = any (%s)", [due])
        connection.execute(
            "update stock_holds set expires_at = app_now() where owner = any (%s) and state = 'held'", [owners]
        )


def overdue(url: str) -> int:
    """Holds and orders that are past their time and nobody gave back yet."""
    with psycopg.connect(url) as connection:
        return int((connection.execute(_OVERDUE).fetchone() or (0,))[0])
