"""Sessions of the desk: a cookie of their own, shorter-lived than a shopper's, always in PostgreSQL.

Every door of app/db.py looks the session up, so that removing somebody takes effect with their next request.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from flask import Request, Response, current_app, g

from app import db, errors
from app.lazy_sessions import ID, ID_BYTES, hash_of
from app.settings import Settings
from app.statements import named

_sql = named("web")
# The cookie outlives its session by as long as the database remembers that there was one (start_staff_session): who comes
# back is asked to sign in, where a stranger is told that there is nothing.
_REMEMBERED = timedelta(days=7)


def begin(response: Response, staff_id: UUID | None) -> Response:
    """The response, with a fresh session for somebody whose password was right."""
    sid, lifetime = secrets.token_urlsafe(ID_BYTES), timedelta(hours=_settings().staff_session_hours)
    start = {"id": hash_of(sid), "staff_id": staff_id, "lifetime": lifetime}
    db.transaction(db.Actor(request_id=g.get("request_id", "")), _sql.run("staff_session_start", **start))
    response.set_cookie(
        _cookie_name(),
        sid,
        max_age=lifetime + _REMEMBERED,
        secure=not _settings().development,
        httponly=True,
        samesite="Lax",
    )
    return response


def end(response: Response, actor: db.Actor) -> Response:
    """The response, after the actor's session was ended, if it had not by itself."""
    with suppress(errors.SignInRequired):
        db.transaction(actor, _sql.run("staff_session_end", id=actor.session), replayable=True)
    response.delete_cookie(_cookie_name(), secure=not _settings().development, httponly=True, samesite="Lax")
    return response


def session_hash(asked: Request) -> str | None:
    """How the database knows the session whose cookie the request carries; None without a well-formed one."""
    sid = asked.cookies.get(_cookie_name(), "")
    return hash_of(sid) if ID.fullmatch(sid) else None


def _cookie_name() -> str:
    return "desk" if _settings().development else "__Host-desk"


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
