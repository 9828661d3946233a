"""Endpoints and deliveries as the desk sees them, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.desk.webhooks.forms import Wish
from app.statements import Statement, named

sql = named("desk_webhooks")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Who is told; disabled_because: gone, failing or parked when it was switched off by itself; who saved it last. Times in UTC."""

    id: UUID
    address: str
    events: list[str]
    is_on: bool
    earlier_until: datetime | None
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_because: str | None
    version: int
    who: str
    delivered: int
    parked: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event for an endpoint and its last attempt; next_at is when the worker tries (again), None when it does not."""

    id: int
    event_id: UUID
    type: str
    about: str
    data: dict[str, Any]
    status: str
    tries: int
    response_status: int | None
    excerpt: str
    created_at: datetime
    attempted_at: datetime | None
    next_at: datetime | None


def endpoints() -> Statement[list[Endpoint]]:
    """All of them, by address."""
    return sql.rows("endpoints", Endpoint, endpoint_id=None)


def endpoint(endpoint_id: UUID) -> Statement[Endpoint | None]:
    """One of them."""
    return sql.row("endpoints", Endpoint, endpoint_id=endpoint_id)


def deliveries(endpoint_id: UUID) -> Statement[list[Delivery]]:
    """The last hundred to an endpoint, newest first."""
    return sql.rows("deliveries", Delivery, endpoint_id=endpoint_id)


def register(wish: Wish, secret: str) -> Statement[UUID]:
    """A new endpoint with its secret."""
    return sql.scalar("save", **_saved(None, None, wish), secret=secret)


def change(endpoint_id: UUID, version: int | None, wish: Wish) -> Statement[UUID]:
    """Changes it over the version that was seen."""
    return sql.scalar("save", **_saved(endpoint_id, version, wish), secret=None)


def rotate(endpoint_id: UUID, version: int | None, secret: str) -> Statement[None]:
    """Gives it another secret."""
    return sql.run("rotate", endpoint_id=endpoint_id, version=version, secret=secret)


def replay(delivery_id: int) -> Statement[UUID]:
    """Has an event sent again; the endpoint it goes to."""
    return sql.scalar("replay", delivery_id=delivery_id)


def _saved(endpoint_id: UUID | None, version: int | None, wish: Wish) -> dict[str, Any]:
    return {
        "endpoint_id": endpoint_id, "version": version, "address": wish.address, "events": wish.events, "is_on": wish.is_on,
    }  # fmt: skip
