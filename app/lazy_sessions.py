"""What sessions in both stores share: Flask-Session's interface, made lazy, with hashed ids and nothing but JSON."""

import copy
import hashlib
import json
import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Flask, Request, Response, request
from flask.sessions import SessionMixin
from flask_session.base import Serializer, ServerSideSessionInterface

from app import errors

ID_BYTES = 32
ID = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # ID_BYTES as secrets.token_urlsafe writes them


def hash_of(sid: str) -> str:
    """How stores know a session."""
    return hashlib.sha256(sid.encode()).hexdigest()


class LazySession(SessionMixin):
    """One request's view of a session. `modified` compares with what the store gave, nested values included."""

    permanent = True

    def __init__(self, interface: "LazySessionInterface", sid: str | None) -> None:
        self._interface = interface
        self.sid = sid or interface.new_id()
        self.stored: dict[str, Any] = {}
        self.replaces: str | None = None
        self.is_new = sid is None
        self.is_lost = False
        self._is_touched = False
        self._data: dict[str, Any] | None = None

    @property
    def is_used(self) -> bool:
        """Whether this request has looked inside."""
        return self._data is not None

    @property
    def modified(self) -> bool:
        """Whether there is something to store."""
        changed = self._is_touched or self.replaces is not None or self._data != self.stored
        return self.is_used and changed

    @modified.setter
    def modified(self, value: bool) -> None:
        self._is_touched = value

    def rotate(self) -> None:
        """The same data under a new id; the store forgets the old one when this request ends."""
        data = self._loaded()
        self.restart()
        self._data = data

    def restart(self) -> None:
        """An empty session under a new id, without asking what was in the old one."""
        if not self.is_new:
            self.replaces = self.sid
        self.sid, self.is_new, self.stored, self._data = self._interface.new_id(), True, {}, {}

    def changes(self) -> tuple[dict[str, Any], list[str]]:
        """The keys with new values, and the keys that went."""
        data = self._loaded()
        changed = {key: value for key, value in data.items() if key not in self.stored or self.stored[key] != value}
        return changed, [key for key in self.stored if key not in data]

    def _loaded(self) -> dict[str, Any]:
        if self._data is None:
            self._data = {}
            self.is_lost = True  # a failing store raises once; the failure page then finds an empty session
            found = None if self.is_new else self._interface.find(self.sid)
            self.is_lost = False
            if found is None and not self.is_new:
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

    def encode(self, session: Any) -> bytes:
        """The session as JSON."""
        return json.dumps(dict(session), separators=(",", ":")).encode()

    def decode(self, serialized_data: bytes) -> dict[str, Any]:
        """What JSON said. Raises ValueError."""
        return dict(json.loads(serialized_data))


class LazySessionInterface(ServerSideSessionInterface):
    """What both stores share: no round trip before the first use, ids kept as hashes, cookies only for new ids."""

    session_class: Any = LazySession
    serializer: Any

    def __init__(self, app: Flask, *, key_prefix: str = "", **options: Any) -> None:
        super().__init__(app, key_prefix=key_prefix, sid_length=ID_BYTES, **options)
        self.serializer = JsonSerializer()
        app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @abstractmethod
    def claims(self, asked: Request) -> dict[str, Any]:
        """Who acts, as arguments of db.Actor."""

    def end_sessions_of(self, customer_id: UUID) -> None:
        """Ends every session of a member."""

    def new_id(self) -> str:
        """A fresh random id."""
        return self._generate_sid(self.sid_length)

    def find(self, sid: str) -> dict[str, Any] | None:
        """The data of a live session, None when there is none: ids that the store does not know are not adopted."""
        try:
            found: dict[str, Any] | None = self._retrieve_session_data(self._get_store_id(sid))
        except (TypeError, ValueError):  # not JSON: whoever wrote that, it was not us
            return None
        return found

    def regenerate(self, session: Any) -> None:
        """Gives the session a new id; the old one ends when the session is saved."""
        session.rotate()

    def open_session(self, app: Flask, request: Request) -> Any:
        """The request's session, not loaded yet."""
        sid = request.cookies.get(app.config["SESSION_COOKIE_NAME"], "")
        return LazySession(self, sid if ID.fullmatch(sid) else None)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Stores what changed; a session nobody looked into costs nothing."""
        if not session.is_used or session.is_lost:
            return
        try:
            if session:
                super().save_session(app, session, response)
            else:
                self._forget(app, session, response)
        except errors.ReadOnly as failure:
            if request.method not in {"GET", "HEAD"}:  # a message that cannot be forgotten now is shown once more
                _answer_instead(app, failure, session, response)
        except errors.ShopError as failure:
            _answer_instead(app, failure, session, response)

    def should_set_cookie(self, app: Flask, session: Any) -> bool:  # noqa: ARG002  (the library's signature)
        """Only new ids are sent: a slow answer must not undo the fresh id of a login that overtook it."""
        return bool(session.is_new)

    def _get_store_id(self, sid: str) -> str:
        return self.key_prefix + hash_of(sid)

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


def _answer_instead(app: Flask, failure: errors.ShopError, session: LazySession, response: Response) -> None:
    """The session is written last: when that fails, the answer that is already made must not claim success."""
    session.is_lost = True
    answer = app.process_response(app.make_response(app.handle_user_exception(failure)))
    response.status_code, response.headers = answer.status_code, answer.headers
    response.set_data(answer.get_data())
