"""Mails to everybody of the staff: the day's digest, what has become low, and broken promises of the books."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.jobs.queries import Job
from app.jobs.running import worker
from app.mail import letters, queries
from app.mail.queries import Letter
from app.statements import Statement, named

sql = named("mail")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at the desk."""

    id: UUID
    full_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many orders wait in a queue of the desk, and how many of them past their time."""

    queue: str
    orders: int
    late: int


@dataclass(frozen=True, slots=True)
class Day:
    """Yesterday in numbers (money in whole Rupiah, less refunds), and what is wrong now."""

    orders: int
    payments: int
    money: int
    shipped: int
    low: int
    parked: int
    broken: int


@dataclass(frozen=True, slots=True)
class Low:
    """A listing with few pieces left."""

    name: str
    available: int
    low_stock_threshold: int


@dataclass(frozen=True, slots=True)
class AuditRun:
    """A run of the audit that found something."""

    at: datetime
    broken: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise, and how often it is broken."""

    promise: str
    times: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A receiver of webhooks that was switched off, and why: gone, failing or parked."""

    address: str
    disabled_at: datetime
    disabled_because: str
    version: int


def digest(job: Job) -> list[Statement[Any]]:
    """What yesterday brought and what waits today; the subject is the day."""
    day = date.fromisoformat(job.subject)
    people, waiting, found = db.read(
        worker(), _people(), sql.rows("waiting", Waiting), sql.row("day", Day, day=day.isoformat())
    )
    letter = letters.plain("staff/digest", day=found, date=day, queues={each.queue: each for each in waiting})
    return _to_all(people, f"digest:{job.subject}", letter)


def low_stock(job: Job) -> list[Statement[Any]]:
    """What has become low; the subject is the notice."""
    people, lows = db.read(worker(), _people(), sql.rows("low_stock", Low, notice=int(job.subject)))
    if not lows:
        return []
    return _to_all(people, f"low-stock:{job.subject}", letters.plain("staff/low_stock", lows=lows))


def alarm(job: Job) -> list[Statement[Any]]:
    """Promises of the books that are broken, once an hour; the subject is the run of the audit."""
    run_id = int(job.subject)
    people, run, broken = db.read(
        worker(),
        _people(),
        sql.row("audit_run", AuditRun, run_id=run_id),
        sql.rows("broken", Broken, run_id=run_id),
    )
    if run is None:
        return []
    return _to_all(people, f"alarm:{run.at:%Y%m%d%H}", letters.plain("staff/alarm", run=run, broken=broken))


def webhook_off(job: Job) -> list[Statement[Any]]:
    """An endpoint of webhooks that was switched off by itself, and still is; the subject is its id."""
    people, endpoint = db.read(worker(), _people(), sql.row("endpoint", Endpoint, endpoint_id=job.subject))
    if endpoint is None:
        return []
    return _to_all(
        people, f"webhook-off:{job.subject}:{endpoint.version}", letters.plain("staff/webhook_off", endpoint=endpoint)
    )


def _people() -> Statement[list[Colleague]]:
    return sql.rows("staff", Colleague)


def _to_all(people: list[Colleague], event: str, letter: Letter) -> list[Statement[Any]]:
    return [queries.write_mail(f"{event}:{person.id}", person.email, letter) for person in people]
