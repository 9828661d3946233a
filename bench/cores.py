"""Who used the processors during a measurement: this client, the web server, the database, and others here."""

import time
from dataclasses import dataclass

import psutil


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
        return {name: value / seconds for name, value in used.items()}


def usage() -> Usage:
    """What was used up to now by us, by what we started, and by the whole machine, time stolen from it included."""
    whole = psutil.cpu_times()
    busy = sum(whole[:8]) - whole.idle - whole.iowait  # what follows is counted twice: guests of this machine
    web = database = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            seconds, is_postgres = sum(process.cpu_times()[:2]), process.name().startswith("postgres")
        except psutil.Error:
            continue
        web, database = (web, database + seconds) if is_postgres else (web + seconds, database)
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
