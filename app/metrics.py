"""What Prometheus is told about requests, over all processes of an instance.

Each process adds to files of its own in its instance's directory; whoever is scraped reads those of its own instance,
and the worker's. Without such a directory, as in tests and commands, a process counts for itself. Time spent adds up
in counters: the rate of the seconds that connections were busy is how many of them were in use on average, and so for
waiting.
"""

import fcntl
import logging
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from app.seen import Seen

FOLDER = "metrics"  # below DATA
WORKER = "worker"  # its part; the same jobs are told by every instance of the machine
BUCKETS = (0.005, 0.01, 0.03, 0.06, 0.1, 0.15, 0.4, 1.0, 2.5, 10.0)  # seconds; those of the budgets are among them
LINES = ("ordering", "shopping", "browsing")  # of app/admission.py
OFF = "off"  # the status of answers that an operator switched off: no failure, and no success
_LEAST = 0.0001  # seconds that are worth adding
_ROOM = {"histogram": 4 * 1024 * 1024, "counter": 64 * 1024}  # bytes; the library names its files by kind and process
_ALONE = "what this process counts is not shared: %s"
log = logging.getLogger(__name__)


class _Place(NamedTuple):
    """Where this process counts, and the open directory whose lock says that somebody does."""

    folder: Path
    lock: int


_shared: list[_Place] = []


def web(port: int) -> str:
    """The part of the web instance on a port: several may share DATA."""
    return f"web-{port}"


def share(data: Path, part: str) -> None:
    """From now on this process and those it forks count in files; those of an earlier start are removed.

    Counting never stops the shop: where there is no room for files, each process counts for itself.
    """
    alone()
    folder = (data / FOLDER / part).absolute()
    try:
        _shared.append(_Place(folder, _enter(folder)))
    except OSError as cause:
        log.warning(_ALONE, cause.strerror)
        return
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # where the library looks
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
    meters.cache_clear()


def alone() -> None:
    """From now on this process counts for itself."""
    while _shared:
        os.close(_shared.pop().lock)
    values.ValueClass = values.MutexValue
    meters.cache_clear()


def _enter(folder: Path) -> int:
    """The locked directory; emptied, unless somebody counts there, like a second worker of the machine.

    The lock lasts as long as the processes that inherit it, however they end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for path in folder.glob("*.db"):
            path.unlink()
    except BlockingIOError:
        log.info("somebody counts in %s already", folder)
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


class Meters:
    """The counters of this process."""

    def __init__(self) -> None:
        self.registry = own = CollectorRegistry()
        self.requests = Histogram(
            "sensasiwangi_request_seconds",
            "Requests by route, method and class of status, and how long they took, waiting in line included.",
            ("route", "method", "status"),
            buckets=BUCKETS,
            registry=own,
        )
        self.refusals = Counter("sensasiwangi_refusals", "Refusals of the database by code.", ("code",), registry=own)
        self.sheds = Counter(
            "sensasiwangi_sheds", "Requests turned away because the shop is full.", ("line",), registry=own
        )
        self.jobs = Counter("sensasiwangi_jobs", "Jobs of the worker by kind and end.", ("kind", "end"), registry=own)
        self.placed = self._counter("orders_placed", "Orders placed.")
        self.failures = self._counter("database_failures", "Requests that could not reach the database.")
        self.busy = self._counter("database_seconds", "Seconds that transactions took.")
        self.pool_wait = self._counter("pool_wait_seconds", "Seconds that requests waited for a connection.")
        self.lost = self._counter("notes_lost", "Requests whose log line could not be written.")
        self.line_wait = self._counter("line_wait_seconds", "Seconds that requests waited for their turn.")
        self.requests.labels("-", "GET", "4xx")
        for line in LINES:
            self.sheds.labels(line)
        self._timers: dict[tuple[str, ...], Histogram] = {}

    def request(self, note: Seen) -> None:
        """A request was answered."""
        self._timer(note.route, note.method, OFF if note.switched_off else f"{note.status // 100}xx").observe(note.took)
        for counter, seconds in (
            (self.busy, note.database),
            (self.pool_wait, note.pool_wait),
            (self.line_wait, note.line_wait),
        ):
            if seconds > _LEAST:
                counter.inc(seconds)
        if note.placed:
            self.placed.inc()
        if note.away:
            self.failures.inc()
        if note.turned_away is not None:
            self.sheds.labels(LINES[note.turned_away]).inc()
        for code in note.codes:
            self.refusals.labels(code).inc()

    def _timer(self, *of: str) -> Histogram:
        found = self._timers.get(of)
        if found is None:
            found = self._timers[of] = self.requests.labels(*of)
        return found

    def _counter(self, name: str, words: str) -> Counter:
        return Counter(f"sensasiwangi_{name}", words, registry=self.registry)


@lru_cache(maxsize=1)
def meters() -> Meters:
    """Made when first used: in the process that counts, and after share()."""
    try:
        _allocate()
        return Meters()
    except OSError as cause:
        log.warning(_ALONE, cause.strerror)
        alone()
        return Meters()


def _allocate() -> None:
    """Takes the room of this process's files beforehand: a mapped page for which a full disk has no block ends a process."""
    for folder, _ in _shared:
        for kind, room in _ROOM.items():
            with (folder / f"{kind}_{os.getpid()}.db").open("ab") as file:
                os.posix_fallocate(file.fileno(), 0, room)


def count(notes: Iterable[Seen]) -> None:
    """Adds what was noticed of requests that are answered."""
    ours = meters()
    for note in notes:
        ours.request(note)


def collected() -> Iterable[Metric]:
    """What all processes of this instance counted together, and the worker."""
    if not _shared:
        return meters().registry.collect()
    own = _shared[0].folder
    files = {str(path) for folder in (own, own.parent / WORKER) for path in folder.glob("*.db")}
    merged: Iterable[Any] = MultiProcessCollector.merge(sorted(files))  # type: ignore[no-untyped-call]
    return merged
