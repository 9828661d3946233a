"""Deliveries as the worker handles them, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.statements import Statement, named

sql = named("webhooks")


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event for an endpoint, with the secrets that sign it (earlier_secret None: only one); now is the database's clock."""

    id: int
    status: str
    event_id: UUID
    type: str
    data: dict[str, Any]
    created_at: datetime
    address: str
    is_on: bool
    secret: str
    earlier_secret: str | None
    now: datetime


def delivery(delivery_id: int) -> Statement[Delivery | None]:
    """None when its event was taken back, or forgotten."""
    return sql.row("delivery", Delivery, delivery_id=delivery_id)


def succeeded(delivery_id: int, status: int, excerpt: str) -> Statement[None]:
    """The receiver took it."""
    return sql.run("succeeded", delivery_id=delivery_id, status=status, excerpt=excerpt)


def failed(delivery_id: int, job_id: int, status: int | None, excerpt: str) -> Statement[None]:
    """The receiver did not take it; goes after the statement that fails the job."""
    return sql.run("failed", delivery_id=delivery_id, job_id=job_id, status=status, excerpt=excerpt)


def dropped(delivery_id: int, excerpt: str, *, is_gone: bool) -> Statement[None]:
    """It is not sent (any more): the endpoint is off, or is_gone by its own answer."""
    return sql.run("dropped", delivery_id=delivery_id, excerpt=excerpt, is_gone=is_gone)
