"""Notices every request in front of everything else, also those that are turned away: one log line, and the metrics.

A request only leaves a note. Lines are written and counters moved a moment later, many notes at a time, which takes a
fraction of the processor's time; who is killed takes the notes of that moment along.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from multiprocessing.util import Finalize
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, g, request

from app import logs, metrics, seen
from app.seen import Seen

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METHODS = {name: name for name in ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")}
MOMENT = 0.1  # seconds that notes wait for others
MOST = 20_000  # notes that wait; older ones are lost should nobody work them up
_UNSEEN = "/static/"


class Notes:
    """Notes of finished requests, worked up in the background by a thread of each process."""

    def __init__(self, *work: Callable[[list[Seen]], None]) -> None:
        self._work = work
        self._waiting: deque[Seen] = deque(maxlen=MOST)
        self._process = 0
        self._some = threading.Event()
        self._working = threading.Lock()

    def add(self, note: Seen) -> None:
        """Leaves a note."""
        self._waiting.append(note)
        if not self._some.is_set() or self._process != os.getpid():
            self._wake()

    def work_up(self) -> None:
        """Works up what there is."""
        with self._working:
            notes: list[Seen] = []
            while self._waiting:
                notes.append(self._waiting.popleft())
            for each in self._work if notes else ():
                try:
                    each(notes)
                except OSError:  # no room, or nobody who listens: the shop goes on, and the metrics say so
                    metrics.meters().lost.inc(len(notes))

    def _wake(self) -> None:
        with self._working:
            if self._process != os.getpid():  # a fork takes no threads along
                self._process, self._some = os.getpid(), threading.Event()
                Finalize(None, self.work_up, exitpriority=1)
                threading.Thread(target=self._go_on, args=(self._some,), name="notes", daemon=True).start()
        self._some.set()

    def _go_on(self, some: threading.Event) -> None:
        while some.wait():
            time.sleep(MOMENT)
            some.clear()
            self.work_up()


notes = Notes(logs.tell, metrics.count)


class Observed:
    """The WSGI application, with an eye on how each request ends."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers as the application does."""
        if environ["PATH_INFO"].startswith(_UNSEEN):
            seen.end()
            return self.application(environ, start_response)
        note = seen.begin()

        def begun(status: str, *rest: Any) -> Any:
            note.took, note.ended = perf_counter() - note.began, time.time()
            note.method, note.status = METHODS.get(environ["REQUEST_METHOD"], "-"), int(status[:3])
            notes.add(note)
            seen.end()
            return start_response(status, *rest)

        return self.application(environ, begun)


def init_app(app: Flask) -> None:
    """Puts the observer in front of what there is so far."""
    app.before_request(_name)
    app.wsgi_app = Observed(app.wsgi_app)  # type: ignore[method-assign]


def _name() -> None:
    """The rest becomes known inside the request."""
    if (note := seen.current()) and note.turned_away is None:
        note.request_id = g.request_id
        note.route = request.url_rule.rule if request.url_rule else note.route
