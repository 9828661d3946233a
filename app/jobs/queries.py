"""Jobs as the worker takes them, as typed statements."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.statements import Statement, named

sql = named("jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do about a subject (an id as text); claims is the number that finishing it asks for."""

    id: int
    kind: str
    subject: str
    claims: int
    failures: int
    created_at: datetime


def claim(kinds: tuple[str, ...], lease: timedelta) -> Statement[Job | None]:
    """The job of these kinds that is due longest; it is nobody else's for the lease."""
    return sql.row("claim", Job, kinds=list(kinds), lease=lease)


def finish(job: Job) -> Statement[bool]:
    """It is done; False when somebody else has taken it meanwhile."""
    return sql.scalar("finish", id=job.id, claim=job.claims)


def fail(job: Job, error: str, *, is_final: bool) -> Statement[bool]:
    """It is tried again later, or never when is_final; True when it is parked now."""
    return sql.scalar("fail", id=job.id, claim=job.claims, error=error, is_final=is_final)
