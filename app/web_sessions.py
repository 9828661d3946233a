"""Sessions of Flask-Session in PostgreSQL (app/redis_sessions.py keeps them in Redis).

The browser holds a random id, the store only its sha256. A session asks its store when it is first used and writes only the
keys a request changed, so that parallel requests do not undo each other. Data is JSON: customer_id, cart_id, _flashes.
"""

import copy
import hashlib
import json
import re
from abc import abstractmethod
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SessionMixin
from flask_session.base import Serializer, ServerSideSessionInterface
from psycopg.types.json import Jsonb

from app import db, errors
from app.statements import named

ID_BYTES = 32
_ID = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_sql = named("web")


def sign_in(customer_id: UUID) -> None:
    """Makes this browser the member's, under a fresh session id; what the visitor's session held is forgotten."""
    session.clear()
    session["customer_id"] = str(customer_id)
    _interface().regenerate(session)


def sign_out() -> None:
    """Ends this browser's session; a message flashed afterwards travels in a new one."""
    session.clear()
    _interface().regenerate(session)


def end_sessions_of(customer_id: UUID) -> None:
    """Ends every session of a member where the database cannot do it itself (set_password and reset_password do)."""
    _interface().end_sessions_of(customer_id)


def session_hash(asked: Request) -> str | None:
    """How the store knows the session whose cookie the request carries; None without a well-formed one. Asks nobody."""
    sid = asked.cookies.get(current_app.config["SESSION_COOKIE_NAME"], "")
    return _hash(sid) if _ID.fullmatch(sid) else None


def claims() -> dict[str, Any]:
    """What the doors of app/db.py need to find out who is acting, as arguments of db.Actor."""
    return _interface().claims(request)


class LazySession(SessionMixin):
    """One request's view of a session. `modified` compares with what the store gave, nested values included."""

    permanent = True  # type: ignore[assignment]  # every session has a lifetime; nobody may shorten it to the browser's

    def __init__(self, interface: "LazySessionInterface", sid: str | None) -> None:
        self._interface = interface
        self.sid = sid or interface.new_id()
        self.stored: dict[str, Any] = {}
        self.replaces: str | None = None
        self.is_new = sid is None
        self.is_lost = False
        self._data: dict[str, Any] | None = {} if sid is None else None

    @property
    def is_used(self) -> bool:
        return self._data is not None

    @property
    def modified(self) -> bool:
        return self.is_used and (self.replaces is not None or self._data != self.stored)

    def rotate(self) -> None:
        """The same data under a new id; the store forgets the old one when this request ends."""
        data = self._loaded()
        if not self.is_new:
            self.replaces = self.sid
        self.sid, self.is_new, self.stored, self._data = self._interface.new_id(), True, {}, data

    def changes(self) -> tuple[dict[str, Any], list[str]]:
        """The keys with new values, and the keys that went."""
        data = self._loaded()
        changed = {key: value for key, value in data.items() if key not in self.stored or self.stored[key] != value}
        return changed, [key for key in self.stored if key not in data]

    def _loaded(self) -> dict[str, Any]:
        if self._data is None:
            self._data, self.is_lost = (
                {},
                True,
            )  # a failing store raises once; the failure page then finds an empty session
            found = self._interface.find(self.sid)
            self.is_lost = False
            if found is None:
                self.sid, self.is_new = self._interface.new_id(), True
            self.stored = found or {}
            self._data = copy.deepcopy(self.stored)
        return self._data

    def __getitem__(self, key: str) -> Any:
        return self._loaded()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._loaded()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._loaded()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded())

    def __len__(self) -> int:
        return len(self._loaded())


class JsonSerializer(Serializer):
    """JSON and nothing else: the library's own reader would fall back to pickle."""

    def encode(self, session: LazySession) -> bytes:
        return json.dumps(dict(session), separators=(",", ":")).encode()

    def decode(self, serialized_data: bytes) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(serialized_data))


class LazySessionInterface(ServerSideSessionInterface):
    """What both stores share: no round trip before the first use, ids kept as hashes, cookies only for new ids."""

    session_class = LazySession

    def __init__(self, app: Flask, *store: Any, key_prefix: str = "") -> None:
        super().__init__(app, *store, key_prefix=key_prefix, sid_length=ID_BYTES)
        self.serializer = JsonSerializer()
        app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @abstractmethod
    def claims(self, asked: Request) -> dict[str, Any]:
        """Who acts, as arguments of db.Actor."""

    def end_sessions_of(self, customer_id: UUID) -> None:
        """Ends every session of a member."""

    def new_id(self) -> str:
        return cast(str, self._generate_sid(self.sid_length))

    def find(self, sid: str) -> dict[str, Any] | None:
        return cast(dict[str, Any] | None, self._retrieve_session_data(self._get_store_id(sid)))

    def regenerate(self, session: LazySession) -> None:
        session.rotate()

    def open_session(self, app: Flask, request: Request) -> LazySession:
        sid = request.cookies.get(app.config["SESSION_COOKIE_NAME"], "")
        return LazySession(self, sid if _ID.fullmatch(sid) else None)

    def save_session(self, app: Flask, session: LazySession, response: Response) -> None:
        if not session.is_used or session.is_lost:
            return
        try:
            if session:
                super().save_session(app, session, response)
            else:
                self._forget(app, session, response)
        except errors.ShopError as failure:
            _answer_instead(app, failure, response)

    def should_set_cookie(self, app: Flask, session: LazySession) -> bool:
        # An old id is not sent again: a slow answer must not undo the fresh id of a login that overtook it.
        return session.is_new

    def _get_store_id(self, sid: str) -> str:
        return cast(str, self.key_prefix) + _hash(sid)

    def _forget(self, app: Flask, session: LazySession, response: Response) -> None:
        response.vary.add("Cookie")
        if not session.modified:
            return
        self._delete_session(self._get_store_id(session.replaces or session.sid))
        response.delete_cookie(
            self.get_cookie_name(app),
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),  # browsers ignore a __Host- cookie without it, even one that deletes
            httponly=True,
            samesite=self.get_cookie_samesite(app),
        )


class PostgresSessionInterface(LazySessionInterface):
    """Sessions in the table web_sessions. The doors resolve who acts by the hash, without loading the session."""

    def claims(self, asked: Request) -> dict[str, Any]:
        return {"session": session_hash(asked)}

    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        identity = getattr(g.get("actor"), "identity", None)
        known = getattr(identity, "session_data", None)  # the door has just read it
        return known if known is not None else db.read(_nobody(), _sql.scalar("session_load", id=store_id))

    def _delete_session(self, store_id: str) -> None:
        db.transaction(_nobody(), _sql.run("session_delete", id=store_id), replayable=True)

    def _upsert_session(self, session_lifetime: timedelta, session: LazySession, store_id: str) -> None:
        changed, removed = session.changes()
        if session.is_new:
            replaces = self._get_store_id(session.replaces) if session.replaces else None
            start = {"id": store_id, "data": Jsonb(changed), "lifetime": session_lifetime, "replaces": replaces}
            db.transaction(_nobody(), _sql.run("session_start", **start))
        else:
            change = {"id": store_id, "changed": Jsonb(changed), "removed": removed, "lifetime": session_lifetime}
            db.transaction(_nobody(), _sql.run("session_change", **change), replayable=True)


def _answer_instead(app: Flask, failure: errors.ShopError, response: Response) -> None:
    """The session is the last thing written: when that fails, the answer that is already made must not claim success."""
    answer = app.make_response(app.handle_user_exception(failure))
    response.status_code = answer.status_code
    response.set_data(answer.get_data())
    response.headers.remove("Location")
    for name in ("Content-Type", "Retry-After", "HX-Retarget", "HX-Reswap"):
        if name in answer.headers:
            response.headers[name] = answer.headers[name]


def _nobody() -> db.Actor:
    return db.Actor(request_id=g.get("request_id", ""))


def _hash(sid: str) -> str:
    return hashlib.sha256(sid.encode()).hexdigest()


def _interface() -> LazySessionInterface:
    return cast(LazySessionInterface, current_app.session_interface)
