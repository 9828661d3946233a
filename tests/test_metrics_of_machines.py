"""What is counted over all processes of an instance, beside other instances and workers of the machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import metrics
from tests.rules.source import ROOT


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Path]:
    """Counting as the web server does."""
    metrics.share(tmp_path, metrics.web(8001))
    yield tmp_path
    metrics.alone()
    del os.environ["PROMETHEUS_MULTIPROC_DIR"]


# Forks in a process that has no threads yet, like the web server's.
FORKING = """
import multiprocessing, sys
from pathlib import Path
from app import metrics, observing

def serve(times):
    for _ in range(times):
        observing.notes.add(observing.Seen(placed=True, status=303))

metrics.share(Path(sys.argv[1]), metrics.web(8001))
processes = [multiprocessing.get_context("fork").Process(target=serve, args=(times,)) for times in (2, 3)]
for process in processes:
    process.start()
for process in processes:
    process.join()
"""


def test_all_processes_count_together(shared: Path) -> None:
    """The last notes of a process that ends are not lost."""
    subprocess.run([sys.executable, "-c", FORKING, str(shared)], check=True, cwd=ROOT, timeout=60)
    assert total() == 5
    ours = f"_{os.getpid()}.db"  # what tests before this one noted is counted here as well
    files = [path for path in (shared / "metrics" / "web-8001").iterdir() if not path.name.endswith(ours)]
    assert sorted(path.name.partition("_")[0] for path in files) == ["counter", "counter", "histogram", "histogram"]
    assert all(path.stat().st_blocks * 512 >= path.stat().st_size for path in files)


class Machine:
    """Instances and workers on one DATA: tests/counting.py."""

    def __init__(self, data: Path) -> None:
        command = [sys.executable, "-m", "tests.counting", str(data)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def does(self, *lines: str) -> None:
        assert self.process.stdin
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def counts(self, name: str, times: int) -> tuple[int, ...]:
        """Orders and jobs that its /metrics tells afterwards."""
        self.does(f"{name} {times}")
        assert self.process.stdout
        return tuple(int(word) for word in self.process.stdout.readline().split())


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    made.process.communicate(timeout=60)


def test_instances_of_a_machine_count_apart(machine: Machine) -> None:
    """They start at once on an empty DATA; a start empties what its own dead predecessor left, and nothing else."""
    machine.does("start one web-8001", "start two web-8002", "start worker worker")
    assert [machine.counts("one", 2), machine.counts("two", 3), machine.counts("worker", 5)][:2] == [(2, 0), (3, 0)]
    assert [machine.counts("one", 0), machine.counts("two", 0)] == [(2, 5), (3, 5)]
    machine.does("kill two", "start again web-8002")
    assert [machine.counts("again", 1), machine.counts("one", 0)] == [(1, 5), (2, 5)]


def test_a_second_worker_takes_nothing_of_the_first(machine: Machine) -> None:
    machine.does("start web web-8001", "start worker worker", "start other worker")
    machine.counts("worker", 5)
    assert machine.counts("other", 7) == (0, 12)
    machine.does("kill worker", "start third worker")
    assert machine.counts("third", 1) == (0, 13)  # somebody still counts there
    machine.does("kill other", "kill third", "start last worker")
    assert machine.counts("last", 2) == (0, 2)
    assert machine.counts("web", 0) == (0, 2)


def test_without_room_a_process_counts_for_itself(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    metrics.meters().placed.inc()
    assert total() == 1


def total() -> float:
    """Orders placed, over all processes."""
    samples = [one for family in metrics.collected() for one in family.samples]
    return sum(one.value for one in samples if one.name == "sensasiwangi_orders_placed_total")
