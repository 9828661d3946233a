"""Processes that count on one DATA, like the instances of a machine: `python -m tests.counting DATA`, told what to do by lines.

`start NAME PART` lets one begin, `NAME TIMES` lets it count and tells its /metrics' orders and jobs, `kill NAME` ends it.
"""

import multiprocessing
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from app import metrics

NAMES = ("sensasiwangi_orders_placed_total", "sensasiwangi_jobs_total")


def count(data: Path, part: str, told: Connection) -> None:
    """An instance's orders, or a worker's jobs, as often as it is told."""
    metrics.share(data, part)
    ours = metrics.meters()
    counter = ours.jobs.labels("send_mail", "done") if part == metrics.WORKER else ours.placed
    while True:
        counter.inc(told.recv())
        samples = [one for family in metrics.collected() for one in family.samples]
        told.send([int(sum(one.value for one in samples if one.name == name)) for name in NAMES])


def main(data: Path) -> None:
    """Forks while there is one thread, as the web server does; its children end with it."""
    running = {}
    for line in sys.stdin:
        match line.split():
            case "start", name, part:
                ours, theirs = multiprocessing.Pipe()
                process = multiprocessing.get_context("fork").Process(
                    target=count, args=(data, part, theirs), daemon=True
                )
                process.start()
                running[name] = process, ours
            case "kill", name:
                running[name][0].kill()
                running[name][0].join()
            case name, times:
                running[name][1].send(int(times))
                sys.stdout.write(" ".join(map(str, running[name][1].recv())) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
