"""Rate limits of Flask-Limiter in PostgreSQL: a storage for the scheme postgres://, and the keys limits count by.

One hit is one round trip. The member behind a session is found inside that trip: the key carries the session's hash,
and the database counts for the member, so that a limit per member does not first have to ask who that is.
"""

import ipaddress
from collections.abc import Callable
from math import ceil
from time import time
from typing import Any, ClassVar

from flask import Response, current_app, g, request
from flask_limiter import Limiter
from limits.storage import Storage
from limits.storage.base import SlidingWindowCounterSupport

from app import db, errors, web_sessions
from app.db import Actor
from app.statements import Statement, named

SCHEME = "postgres"
STRATEGY = "sliding-window-counter"
LONGEST_WAIT = 3600  # seconds
_sql = named("web")


def limit(name: str) -> Callable[[], str]:
    """The setting LIMIT_<NAME>, looked up per request, for `limiter.limit(limit("login"), …)`."""
    return lambda: str(getattr(current_app.config["SETTINGS"], f"limit_{name}"))


def by_address() -> str:
    """Counts by the client's address; an IPv6 customer owns a whole /64."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "address:unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return f"address:{ipaddress.ip_network((address, 64), strict=False).network_address}"
    return f"address:{getattr(address, 'ipv4_mapped', None) or address}"


def by_shopper() -> str:
    """Counts a member under all their sessions, a visitor by session, and everybody else by address."""
    claims = web_sessions.claims()
    if claims.get("customer_id"):
        return f"member:{claims['customer_id']}"
    if claims.get("session"):
        return f"session:{claims['session']}@{by_address().removeprefix('address:')}"
    if claims.get("cart_id"):
        return f"cart:{claims['cart_id']}"
    return by_address()


def was_refused(response: Response) -> bool:
    """For limits on guessing: who knows the password may sign in as often as they like, on as many devices."""
    return response.status_code == 422


def seconds_to_wait(limiter: Limiter) -> int:
    """After a limit was hit: how long until it lets the next request through."""
    hit = limiter.current_limit
    return min(max(ceil(hit.window.reset_time - time()), 1), LONGEST_WAIT) if hit else 60


class PostgresStorage(Storage, SlidingWindowCounterSupport):
    """Counters in the unlogged table rate_limits, through the functions of sql/migrations/0008."""

    STORAGE_SCHEME: ClassVar[list[str]] = [SCHEME]  # type: ignore[misc]

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a failing store raises."""
        return errors.ShopError

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Counts a hit in the window that slides, when the limit allows it."""
        return bool(_write(_sql.scalar("rate_limit_acquire", counter=key, most=limit, seconds=expiry, amount=amount)))

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """Hits and seconds left of the window before and of this one."""
        found: tuple[int, float, int, float] = _read(_tuple("rate_limit_windows", counter=key, seconds=expiry))
        return found

    def clear_sliding_window(self, key: str, expiry: int) -> None:  # noqa: ARG002  (the library's signature)
        """Forgets the counters of a key."""
        self.clear(key)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Counts a hit in a fixed window; returns the hits so far."""
        return int(_write(_sql.scalar("rate_limit_increase", counter=key, seconds=expiry, amount=amount)))

    def get(self, key: str) -> int:
        """The hits of a fixed window."""
        found = _read(_tuple("rate_limit_counter", counter=key))
        return int(found[0]) if found else 0

    def get_expiry(self, key: str) -> float:
        """When a fixed window ends, in seconds since 1970."""
        found = _read(_tuple("rate_limit_counter", counter=key))
        return float(found[1]) if found else time()

    def check(self) -> bool:
        """Whether the database answers."""
        try:
            self.get("check")
        except errors.ShopError:
            return False
        return True

    def reset(self) -> int | None:
        """Forgets every counter; returns how many there were."""
        return int(_write(_sql.scalar("rate_limit_clear", counter=None)))

    def clear(self, key: str) -> None:
        """Forgets the counters of a key."""
        _write(_sql.scalar("rate_limit_clear", counter=key))


def _read(statement: Statement[Any]) -> Any:
    return db.read(_nobody(), statement)


def _write(statement: Statement[Any]) -> Any:
    return db.transaction(_nobody(), statement)


def _tuple(name: str, **params: Any) -> Statement[Any]:
    whole = _sql.run(name, **params)
    return Statement(whole.text, whole.params, lambda cursor: cursor.fetchone())


def _nobody() -> Actor:
    return Actor(request_id=g.get("request_id", ""))
