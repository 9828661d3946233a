"""How long `make run` takes in a fresh copy of the tree: with everything to fetch and build, and again."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from bench.client import HOST

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 900.0


def timed() -> dict[str, float]:
    """Seconds until the shop answers, first and second."""
    with tempfile.TemporaryDirectory(prefix="bench-run-") as directory:
        copy = Path(directory) / "shop"
        _copy(copy)
        return {"first": _seconds_to_answer(copy), "second": _seconds_to_answer(copy)}


def _copy(to: Path) -> None:
    """The files that belong to the tree, without what was built."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def _seconds_to_answer(copy: Path) -> float:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"], cwd=copy, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while process.poll() is None and time.monotonic() < began + PATIENCE:
            with suppress(OSError), urlopen(f"http://{HOST}:{port}/api/health", timeout=1):
                return time.monotonic() - began
            time.sleep(0.1)
        raise SystemExit("make run did not open the shop")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
