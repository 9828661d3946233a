"""Jobs as staff see them, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("desk_jobs")


@dataclass(frozen=True, slots=True)
class Parked:
    """A job that failed too often; of an order where it is about one. The subject of a private mail stays private."""

    id: int
    kind: str
    failures: int
    last_error: str
    created_at: datetime
    parked_at: datetime
    order_id: UUID | None
    order_number: str | None
    mail_subject: str | None
    recipient: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many jobs are due, since when the oldest of them (None: none), and how many failed and are tried again."""

    due: int
    since: datetime | None
    failing: int


def parked() -> Statement[list[Parked]]:
    """The last 200, newest first."""
    return sql.rows("parked", Parked)


def waiting() -> Statement[Waiting | None]:
    """Always one row."""
    return sql.row("waiting", Waiting)


def retry(job_id: int) -> Statement[None]:
    """Has the worker try again."""
    return sql.run("retry", job_id=job_id)
