"""Sessions of Flask-Session in PostgreSQL, and what the shop does with them (app/redis_sessions.py is the other store).

The browser holds a random id, the store only its sha256. A session asks its store when it is first used and writes only
the keys a request changed, so that parallel requests do not undo each other. Kept are customer_id, cart_id and flashes.
"""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from flask import Request, current_app, g, request, session
from psycopg.types.json import Jsonb

from app import db
from app.lazy_sessions import ID, LazySession, LazySessionInterface, hash_of
from app.statements import named

_sql = named("web")


def sign_in(customer_id: UUID) -> None:
    """Makes this browser the member's, under a fresh session id; what the visitor's session held is forgotten."""
    cast("LazySession", session).restart()
    session["customer_id"] = str(customer_id)


def sign_out() -> None:
    """Ends this browser's session; a message flashed afterwards travels in a new one."""
    cast("LazySession", session).restart()


def renew() -> None:
    """The same session under a fresh id: whoever knew the old one knows nothing any more."""
    _interface().regenerate(session)


def end_sessions_of(customer_id: UUID) -> None:
    """Ends every session of a member where the database cannot do it itself (set_password and reset_password do)."""
    _interface().end_sessions_of(customer_id)


def session_hash(asked: Request) -> str | None:
    """How the store knows the session whose cookie the request carries; None without a well-formed one. Asks nobody."""
    sid = asked.cookies.get(current_app.config["SESSION_COOKIE_NAME"], "")
    return hash_of(sid) if ID.fullmatch(sid) else None


def claims() -> dict[str, Any]:
    """What the doors of app/db.py need to find out who is acting, as arguments of db.Actor."""
    return _interface().claims(request)


class PostgresSessionInterface(LazySessionInterface):
    """Sessions in the table web_sessions. The doors resolve who acts by the hash, without loading the session."""

    def claims(self, asked: Request) -> dict[str, Any]:
        """The hash; the database does the rest."""
        return {"session": session_hash(asked)}

    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        actor: db.Actor | None = g.get("actor")
        known = actor.identity.session_data if actor and actor.identity else None  # a door has just read it
        found: dict[str, Any] | None = known or db.read(_nobody(), _sql.scalar("session_load", id=store_id))
        return found

    def _delete_session(self, store_id: str) -> None:
        db.transaction(_nobody(), _sql.run("session_delete", id=store_id), replayable=True)

    def _upsert_session(self, session_lifetime: timedelta, session: Any, store_id: str) -> None:
        changed, removed = session.changes()
        if session.is_new:
            replaces = self._get_store_id(session.replaces) if session.replaces else None
            start = {"id": store_id, "data": Jsonb(changed), "lifetime": session_lifetime, "replaces": replaces}
            db.transaction(_nobody(), _sql.run("session_start", **start))
        else:
            change = {"id": store_id, "changed": Jsonb(changed), "removed": removed, "lifetime": session_lifetime}
            db.transaction(_nobody(), _sql.run("session_change", **change), replayable=True)


def _nobody() -> db.Actor:
    return db.Actor(request_id=g.get("request_id", ""))


def _interface() -> LazySessionInterface:
    return cast("LazySessionInterface", current_app.session_interface)
