"""`flask worker`: does the jobs that changes left behind, and everything that happens by the clock."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import click
from flask import Flask
from flask.cli import with_appcontext

from app import db, deadline, errors, metrics
from app.cli.operating import app_on, database_url, plainly, say, settings
from app.jobs import running
from app.mail import work as mail
from app.mail.post import Post
from app.statements import named
from app.webhooks import work as webhooks
from app.webhooks.addresses import Rules

log = logging.getLogger(__name__)
_sql = named("operations")
BATCH = 100
LOOK = 1.0  # seconds between two looks for jobs
Handlers = Callable[[], AbstractContextManager[dict[str, running.Handler]]]


@dataclass(frozen=True, slots=True)
class Task:
    """A function of the database that is run by the clock, in batches until one is not full; may run twice or late."""

    name: str
    every: float  # seconds
    in_batches: bool = True


SWEEPS = (Task("expire_holds", 60), Task("expire_orders", 60), Task("remind_orders", 60), Task("index_orders", 60))
BOOKS = (
    Task("run_audit", 300, in_batches=False),
    Task("complete_orders", 600),
    Task("begin_digest", 600, in_batches=False),
    Task("notice_low_stock", 900, in_batches=False),
    Task("collect_carts", 3600),
    Task("carry_out_deletions", 600),
    Task("forget_events", 3600),
)


@click.command()
@click.option("--every", default=60.0, show_default=True, help="Seconds between two sweeps of what ran out.")
@click.option("--lease", default=300.0, show_default=True, help="Seconds until a job whose worker died is taken again.")
@click.option("--quiet", is_flag=True, help="Say nothing, only log.")
@click.option("--once", is_flag=True, help="All tasks and all due jobs once, then leave.")
@with_appcontext
def worker(every: float, lease: float, once: bool, quiet: bool) -> None:
    """Do jobs and periodic work until SIGTERM; what has begun is finished."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    with plainly(), database_url() as url, app_on(url) as app:
        if not quiet:
            say("The worker is running")
        if once:
            run_all(stopping, timedelta(seconds=lease))
        else:
            metrics.share(settings().data, metrics.WORKER)
            sweeps = tuple(replace(task, every=every) for task in SWEEPS)
            with lanes(app, stopping, sweeps, timedelta(seconds=lease)):
                stopping.wait()
    if not quiet:
        say("The worker has stopped")


def run_all(stopping: threading.Event, lease: timedelta = running.LEASE) -> None:
    """Every task and every due job once, one after the other."""
    for task in (*SWEEPS, *BOOKS):
        run(task, stopping)
    for handlers in (mail_handlers, webhook_handlers):
        do_jobs(handlers, stopping, lease)


@contextmanager
def lanes(app: Flask, stopping: threading.Event, sweeps: tuple[Task, ...], lease: timedelta) -> Iterator[None]:
    """Sweeps, books, mail and webhooks beside each other, so that a slow server delays nothing but its own; waits in the end for what has begun."""
    threads = [
        threading.Thread(target=_in_app, args=(app, stopping, lane), name=name)
        for name, lane in (
            ("sweeps", lambda: by_the_clock(sweeps, stopping)),
            ("books", lambda: by_the_clock(BOOKS, stopping)),
            ("mail", lambda: jobs_as_they_come(mail_handlers, stopping, lease)),
            ("webhooks", lambda: jobs_as_they_come(webhook_handlers, stopping, lease)),
        )
    ]
    with ExitStack() as stack:
        for thread in threads:
            thread.start()
            stack.callback(thread.join)
        stack.callback(stopping.set)
        yield


def _in_app(app: Flask, stopping: threading.Event, lane: Callable[[], None]) -> None:
    """A lane that breaks ends the worker, which whoever started it notices."""
    try:
        with app.app_context():
            lane()
    finally:
        stopping.set()


def by_the_clock(tasks: tuple[Task, ...], stopping: threading.Event) -> None:
    """Runs each task at its own pace, the first time at once."""
    due = dict.fromkeys(tasks, time.monotonic())
    while not stopping.wait(max(0.0, min(due.values()) - time.monotonic())):
        task = min(due, key=lambda task: due[task])
        due[task] = time.monotonic() + task.every
        run(task, stopping)


def jobs_as_they_come(opened: Handlers, stopping: threading.Event, lease: timedelta) -> None:
    """Does jobs soon after they are due."""
    waits_for = ""
    while not stopping.wait(LOOK):
        waits_for = do_jobs(opened, stopping, lease, waits_for)


@contextmanager
def mail_handlers() -> Iterator[dict[str, running.Handler]]:
    """What is done about mail. The connection to the mail server lasts as long as there is something to do; there is none without MAIL_URL."""
    url = settings().mail_url
    out = Post(url) if url else None
    try:
        yield mail.handlers(out)
    finally:
        if out:
            out.hang_up()


@contextmanager
def webhook_handlers() -> Iterator[dict[str, running.Handler]]:
    """What is done about webhooks."""
    yield webhooks.handlers(Rules.of(settings()))


def do_jobs(opened: Handlers, stopping: threading.Event, lease: timedelta, known: str = "") -> str:
    """Does what is due; a database that is away costs a moment only. Gives what the jobs wait for, said unless it is known already."""
    waits_for = ""
    try:
        with opened() as handlers:
            running.drain(handlers, stopping, lease)
    except errors.Unavailable as cause:
        waits_for = _told(cause)
    if waits_for != known:
        log.warning("%s, jobs wait" if waits_for else "jobs go on, they waited: %s", waits_for or known)
    return waits_for


def run(task: Task, stopping: threading.Event) -> None:
    """One run of a task. A database that is away only costs this run."""
    try:
        while not stopping.is_set() and _batch(task) >= BATCH and task.in_batches:
            pass
    except errors.Unavailable as cause:
        log.warning("%s, %s waits for its next time", _told(cause), task.name)


def _told(cause: errors.Unavailable) -> str:
    if isinstance(cause, errors.ReadOnly):
        return "nothing may be written (the readonly switch, or a standby)"
    return "the database does not answer"


def _batch(task: Task) -> int:
    with deadline.within(db.WORKERS_PATIENCE):
        statement = _sql.scalar(task.name, most=BATCH) if task.in_batches else _sql.scalar(task.name)
        done = int(db.transaction(running.worker(), statement, replayable=True) or 0)
    if task.name == "run_audit" and done:
        log.error("the audit found %s broken promises", done)
    return done
