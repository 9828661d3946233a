"""Log lines: one per record and per request, as JSON for machines or plainly for people, to standard error or LOG_FILE.

JSON tells nobody's name, address, number or secret: a route is the rule and not the path, a member is a keyed hash, and of
failures it keeps what they are and where they happened, not their words, which may repeat what was typed.
"""

import hmac
import json
import logging
import re
import time
import traceback
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

from flask import g, has_app_context

from app.seen import Seen
from app.settings import Settings, SettingsError

PLAIN = "%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s"
LONGEST = 2000  # characters of a message
FRAMES = 30
CHUNK = 4000  # characters; what is shorter than a page reaches a pipe in one piece
_NAME = "sensasiwangi"  # of our handler
_HIDDEN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d(?:[\s().-]?\d){8,}")
_ROOT = str(Path(__file__).resolve().parent.parent) + "/"


def configure(settings: Settings) -> None:
    """Sets the level and the form of all lines of this process. Raises SettingsError when LOG_FILE cannot be written."""
    root = logging.getLogger()
    root.setLevel(settings.log_level)
    for earlier in [it for it in root.handlers if it.get_name() == _NAME]:
        root.removeHandler(earlier)
        earlier.close()
    if settings.log_file or not root.handlers:  # who runs us may have handlers of their own, like a test
        root.addHandler(_handler(settings))
    for each in root.handlers:
        if not any(isinstance(one, RequestId) for one in each.filters):
            each.addFilter(RequestId())


def tell(notes: Iterable[Seen]) -> None:
    """Writes the lines of requests. Raises OSError when there is no room."""
    root = logging.getLogger()
    ours = next((it for it in root.handlers if it.get_name() == _NAME), None)
    if not isinstance(ours, logging.StreamHandler) or not root.isEnabledFor(logging.INFO) or ours.lock is None:
        return
    form: JsonLines | PlainLines = ours.formatter  # type: ignore[assignment]
    with ours.lock:
        if isinstance(ours, WatchedFileHandler):
            ours.reopenIfNeeded()
        for piece in _pieces(map(form.of_request, notes)):
            ours.stream.write(piece)
            ours.stream.flush()


def without_people(text: str) -> str:
    """The text without e-mail addresses and numbers that are as long as a telephone's."""
    return _HIDDEN.sub("…", text)


def chain(failure: BaseException | None) -> Iterator[BaseException]:
    """What failed, then what caused it, each once: a failure may be raised from itself."""
    known: list[BaseException] = []
    while failure is not None and failure not in known:
        known.append(failure)
        yield failure
        failure = failure.__cause__ or failure.__context__


@lru_cache(maxsize=4096)
def pseudonym(secret: str, who: Any) -> str:
    """Somebody's mark in log lines: the same everywhere, and nobody's without the session secret."""
    return hmac.new(secret.encode(), f"log:{who}".encode(), sha256).hexdigest()[:12]


class RequestId(logging.Filter):
    """Gives each line the id of the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a line."""
        record.request_id = g.get("request_id", "-") if has_app_context() else "-"
        return True


class ExpectedNoise(logging.Filter):
    """A refusal inside a pipeline aborts the rest of it: psycopg warns of that, we have raised the refusal already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops just that line of psycopg."""
        return not record.getMessage().startswith("error ignored terminating")


class PlainLines(logging.Formatter):
    """Lines as people read them."""

    def __init__(self) -> None:
        super().__init__(PLAIN)

    def of_request(self, note: Seen) -> str:
        """The line of a request."""
        at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(note.ended))
        about = "".join(f" {word}" for word in (note.order_number, *note.codes) if word)
        words = f"{note.method} {note.route} {note.status}{about} in {1000 * note.took:.1f} ms"
        return f"{at},{int(note.ended % 1 * 1000):03d} INFO [{note.request_id}] access: {words}\n"


class JsonLines(logging.Formatter):
    """A record or request as one line of JSON; secret keys the marks of people."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret
        self._written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, without its end."""
        line: dict[str, Any] = {"time": _moment(record.created), "level": record.levelname}
        line["request"] = getattr(record, "request_id", "-")
        line["logger"], line["message"] = record.name, without_people(record.getMessage())[:LONGEST]
        if record.exc_info and record.exc_info[1]:
            line["failure"] = list(_failures(record.exc_info[1]))
            line["trace"] = _frames(record.exc_info[1])
        return self._written(line)

    def of_request(self, note: Seen) -> str:
        """The line of a request. Its parts are words of our own or checked, so that none of them needs escaping."""
        trips = f'"db_trips":{note.trips},"db_ms":{1000 * note.database:.1f},' if note.trips else ""
        order = f'"order":"{note.order_number}",' if note.order_number else ""
        codes = '"codes":["' + '","'.join(note.codes) + '"],' if note.codes else ""
        return (
            f'{{"time":"{_moment(note.ended)}","level":"INFO","request":"{note.request_id}","method":"{note.method}",'
            f'"route":"{note.route}","status":{note.status},"ms":{1000 * note.took:.1f},{trips}{self._who(note)}{order}{codes}'
            f'"logger":"access","message":"{note.method} {note.route} {note.status}"}}\n'
        )

    def _who(self, note: Seen) -> str:
        if member := note.member:
            return f'"user":"{pseudonym(self._secret, member)}",'
        colleague = note.colleague
        return f'"user":"staff-{pseudonym(self._secret, colleague)}",' if colleague else ""


def _handler(settings: Settings) -> logging.Handler:
    """Writes to the place that the settings say; a file may be moved away by logrotate."""
    try:
        made = WatchedFileHandler(settings.log_file, encoding="utf-8") if settings.log_file else logging.StreamHandler()
    except OSError as cause:
        raise SettingsError(f"LOG_FILE cannot be written: {cause.strerror}") from cause
    made.set_name(_NAME)
    made.setFormatter(JsonLines(settings.session_secret_key) if settings.log_format == "json" else PlainLines())
    return made


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """The lines together, in pieces of at most CHUNK."""
    piece: list[str] = []
    room = CHUNK
    for line in lines:
        if piece and room < len(line):
            yield "".join(piece)
            piece, room = [], CHUNK
        piece.append(line)
        room -= len(line)
    yield "".join(piece)


def _moment(at: float) -> str:
    return f"{_second(int(at))}.{int(at % 1 * 1000):03d}Z"


@lru_cache(maxsize=4)
def _second(at: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))


def _failures(failure: BaseException | None) -> Iterator[str]:
    """Types, with the SQLSTATE and constraint of the database's."""
    for each in chain(failure):
        words = [f"{type(each).__module__}.{type(each).__qualname__}", getattr(each, "sqlstate", None)]
        words.append(getattr(getattr(each, "diag", None), "constraint_name", None))
        yield " ".join(word for word in words if word)


def _frames(failure: BaseException) -> list[str]:
    """Where it happened, innermost last, without the lines themselves."""
    steps = list(traceback.walk_tb(failure.__traceback__))[-FRAMES:]
    return [f"{frame.f_code.co_filename.removeprefix(_ROOT)}:{line} {frame.f_code.co_name}" for frame, line in steps]


logging.getLogger("psycopg").addFilter(ExpectedNoise())
