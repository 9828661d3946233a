"""Who used the processors during a measurement: this client, the web server, the database, and others on the machine."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """Processor seconds used so far, and the moment."""

    at: float
    machine: float
    client: float
    web: float
    database: float

    def since(self, before: "Usage") -> dict[str, float]:
        """Cores in use between two moments."""
        seconds = max(self.at - before.at, 0.01)
        used = {name: getattr(self, name) - getattr(before, name) for name in ("client", "web", "database")}
        used["others"] = max(self.machine - before.machine - sum(used.values()), 0.0)
        return {name: round(value / seconds, 2) for name, value in used.items()}


def usage() -> Usage:
    """What was used up to now by us, by what we started, and by the whole machine (time stolen from it included)."""
    words = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    busy = (sum(words) - words[3] - words[4]) / _TICKS
    parents, seconds, names = _processes()
    ours = [pid for pid in parents if pid != os.getpid() and _descends(pid, parents)]
    database = sum(seconds[pid] for pid in ours if names[pid].startswith("postgres"))
    web = sum(seconds[pid] for pid in ours) - database
    return Usage(time.monotonic(), busy, time.process_time(), web, database)


def quiet(patience: float, most: float = 0.3) -> float:
    """Waits until others use little of the machine, or patience ends; the cores they still use."""
    deadline = time.monotonic() + patience
    while True:
        before = usage()
        time.sleep(1.0)
        others = usage().since(before)["others"]
        if others <= most or time.monotonic() > deadline:
            return others


def _processes() -> tuple[dict[int, int], dict[int, float], dict[int, str]]:
    parents, seconds, names = {}, {}, {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = entry.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        words = rest.split()
        pid = int(entry.parent.name)
        parents[pid], names[pid] = int(words[1]), name
        seconds[pid] = sum(int(word) for word in words[11:15]) / _TICKS  # with children that have ended
    return parents, seconds, names


def _descends(pid: int, parents: dict[int, int]) -> bool:
    while pid in parents and pid != os.getpid():
        pid = parents[pid]
    return pid == os.getpid()
