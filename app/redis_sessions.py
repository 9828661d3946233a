"""Sessions of Flask-Session in Redis, where REDIS_URL is set: the library's own store under this shop's habits."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, Request, current_app, g
from flask_session.redis.redis import RedisSessionInterface
from redis import Redis
from redis.exceptions import RedisError

from app import errors
from app.lazy_sessions import LazySession, LazySessionInterface
from app.web_sessions import session_hash


@contextmanager
def reachable() -> Iterator[None]:
    """A Redis that is away becomes the shop's own errors.Unavailable."""
    try:
        yield
    except RedisError as cause:
        raise errors.Unavailable from cause


class RedisSessions(LazySessionInterface, RedisSessionInterface):
    """The library's Redis store. The doors trust the ids it holds, as the database has no row of these sessions."""

    session_class: Any = LazySession

    def __init__(self, app: Flask, client: Redis, **options: Any) -> None:
        super().__init__(app, client=client, **options)

    def claims(self, asked: Request) -> dict[str, Any]:
        """The ids in the session, of which the database still checks that they exist."""
        if session_hash(asked) is None:
            return {}
        data = self.find(asked.cookies[current_app.config["SESSION_COOKIE_NAME"]]) or {}
        return {name: UUID(data[name]) for name in ("customer_id", "cart_id") if data.get(name)}

    @reachable()
    def end_sessions_of(self, customer_id: UUID) -> None:
        """Ends every session the member signed in with."""
        mine = self._sessions_of(str(customer_id))
        self.client.delete(mine, *self.client.smembers(mine))

    @reachable()
    def find(self, sid: str) -> dict[str, Any] | None:
        """One look per request, whether the actor or the session asks first."""
        seen: dict[str, dict[str, Any] | None] = g.setdefault("redis_sessions", {})
        if sid not in seen:
            seen[sid] = super().find(sid)
        return seen[sid]

    @reachable()
    def _delete_session(self, store_id: str) -> None:
        super()._delete_session(store_id)

    @reachable()
    def _upsert_session(self, session_lifetime: timedelta, session: Any, store_id: str) -> None:
        if session.is_new:
            super()._upsert_session(session_lifetime, session, store_id)
            self._start(session, store_id, session_lifetime)
        else:
            self._change(session, store_id, session_lifetime)

    def _start(self, session: Any, store_id: str, lifetime: timedelta) -> None:
        if session.replaces:
            self.client.delete(self._get_store_id(session.replaces))
        if "customer_id" in session:
            mine = self._sessions_of(session["customer_id"])
            self.client.sadd(mine, store_id)
            self.client.expire(mine, lifetime)

    def _change(self, session: Any, store_id: str, lifetime: timedelta) -> None:
        now_stored = self._retrieve_session_data(store_id)
        if now_stored is None:
            return  # ended meanwhile; a late answer does not bring it back
        changed, removed = session.changes()
        merged = {key: value for key, value in now_stored.items() if key not in removed} | changed
        self.client.set(store_id, json.dumps(merged), ex=lifetime, xx=True)

    def _sessions_of(self, customer_id: str) -> str:
        return f"{self.key_prefix}of:{customer_id}"
