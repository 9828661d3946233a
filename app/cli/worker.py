"""`flask worker`: gives back what ran out and makes new orders findable every minute, audits the books every five."""

import logging
import signal
import threading
import time

import click
from flask.cli import with_appcontext

from app import db, deadline, errors
from app.cli.operating import app_on, database_url, plainly, say
from app.statements import named

log = logging.getLogger(__name__)
_sql = named("operations")
BATCH = 100
TASKS = ("expire_holds", "expire_orders", "index_orders")
AUDIT_EVERY = 300.0  # seconds


@click.command()
@click.option("--every", default=60.0, show_default=True, help="Seconds between two rounds.")
@click.option("--quiet", is_flag=True, help="Say nothing, only log.")
@click.option("--once", is_flag=True, help="One round, then leave.")
@with_appcontext
def worker(every: float, once: bool, quiet: bool) -> None:
    """Expire holds and unpaid orders, index new ones and audit the books until SIGTERM; a round that has begun is finished."""
    stopping, audit_at = threading.Event(), time.monotonic()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    with plainly(), database_url() as url, app_on(url):
        if not quiet:
            say("The worker is running")
        while not stopping.is_set():
            sweep(stopping)
            if time.monotonic() >= audit_at:
                audit_at = time.monotonic() + AUDIT_EVERY
                audit()
            if once or stopping.wait(every):
                break
    if not quiet:
        say("The worker has stopped")


def sweep(stopping: threading.Event) -> None:
    """One round: each task in batches until nothing is left. A database that is away only costs this round."""
    for task in TASKS:
        try:
            while not stopping.is_set() and _batch(task) >= BATCH:
                pass
        except errors.Unavailable:
            log.warning("the database does not answer, %s waits for the next round", task)


def audit() -> None:
    """Runs the audit, whose last run the desk shows."""
    try:
        with deadline.within(db.WORKERS_PATIENCE):
            broken = db.transaction(_worker(), _sql.scalar("run_audit"), replayable=True)
    except errors.Unavailable:
        log.warning("the database does not answer, the audit waits")
        return
    if broken:
        log.error("the audit found %s broken promises", broken)


def _batch(task: str) -> int:
    done = db.transaction(_worker(), _sql.scalar(task, most=BATCH), replayable=True)
    return int(done or 0)


def _worker() -> db.Actor:
    return db.Actor(role=db.WORKER, name="worker")
