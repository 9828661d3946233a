"""Takes jobs one by one and does them; what a job writes and its end are one transaction."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Event
from typing import Any

from app import db, errors, metrics
from app.jobs import queries
from app.jobs.queries import Job
from app.statements import Statement

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any job takes
Handler = Callable[[Job], list[Statement[Any]]]  # does what cannot be undone, and returns what is to be written


class HopelessError(Exception):
    """Trying again would not help; the message says why."""


class TriedError(Exception):
    """It did not work this time, which is no surprise; noted is written along with the failure."""

    def __init__(self, message: str, *noted: Statement[Any]) -> None:
        super().__init__(message)
        self.noted = noted


def worker() -> db.Actor:
    """Who does it."""
    return db.Actor(role=db.WORKER, name="worker")


def drain(handlers: Mapping[str, Handler], stopping: Event, lease: timedelta = LEASE) -> int:
    """Does what is due until nothing is, or until we stop; returns how many jobs were taken. Raises errors.Unavailable."""
    taken = 0
    while not stopping.is_set():
        job = db.transaction(worker(), queries.claim(tuple(handlers), lease))
        if job is None:
            break
        taken += 1
        _do(job, handlers[job.kind])
    return taken


def _do(job: Job, handler: Handler) -> None:
    try:
        db.transaction(worker(), *handler(job), queries.finish(job), replayable=True)
    except errors.Unavailable:
        raise  # nobody can be told: the lease runs out, and the job is taken again
    except HopelessError as cause:
        _failed(job, str(cause), is_final=True)
    except TriedError as cause:
        log.warning("job %s (%s %s) is tried again: %s", job.id, job.kind, job.subject, cause)
        _failed(job, str(cause), *cause.noted, is_final=False)
    except Exception as cause:
        log.exception("job %s (%s %s) failed", job.id, job.kind, job.subject)
        _failed(job, f"{type(cause).__name__}: {cause}", is_final=False)
    else:
        metrics.meters().jobs.labels(job.kind, "done").inc()


def _failed(job: Job, error: str, *noted: Statement[Any], is_final: bool) -> None:
    metrics.meters().jobs.labels(job.kind, "failed").inc()
    result = db.transaction(worker(), queries.fail(job, error, is_final=is_final), *noted, replayable=True)
    if result[0] if noted else result:
        log.error("job %s (%s %s) is parked: %s", job.id, job.kind, job.subject, error)
