"""`python bench/processes.py`: how long each process of the shop takes to start, and the memory that it takes then and after work.

Memory is the proportional set size: what processes share is divided among them, so the sum is what a machine needs.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench.shop import Shop, opened  # noqa: E402
from tests.proofs.web import Web, started  # noqa: E402

WORKERS = 2
REQUESTS = 2000
RUNNING = "The worker is running"
MEGABYTE = 1024 * 1024


def main() -> None:
    """Start, measure, let work, measure again."""
    with opened(members=1) as shop:
        began = time.monotonic()
        with (
            started(shop.database_url, workers=WORKERS, LOG_LEVEL="WARNING") as web,
            worker(shop.database_url, began) as background,
        ):
            processes = {"web, its supervisor": [psutil.Process(web.process.pid)], "web, each of two": web.workers()}
            processes["worker"] = [background]
            fresh = {name: memory(them) for name, them in processes.items()}
            asyncio.run(visited(web, shop))
            for name, them in processes.items():
                print(f"{name}: {fresh[name]:.0f} MB, {memory(them):.0f} MB after {REQUESTS:,} requests", flush=True)


@contextmanager
def worker(url: str, began: float) -> Iterator[psutil.Process]:
    """The shop's worker until the block ends; tells how long it and the web server, begun before, took to start."""
    print(f"web: answers after {time.monotonic() - began:.1f} s")
    own = {"PATH": os.environ["PATH"], "APP_ENV": "development", "DATABASE_URL": url, "FLASK_SKIP_DOTENV": "1"}
    began, command = time.monotonic(), [sys.executable, "-u", "-m", "flask", "--app", "wsgi", "worker"]
    with subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True) as process:
        line = next(iter(process.stdout or ()), "")
        if RUNNING not in line:
            raise SystemExit(f"The worker does not run: {line}")
        print(f"worker: runs after {time.monotonic() - began:.1f} s")
        yield psutil.Process(process.pid)
        process.terminate()


async def visited(web: Web, shop: Shop) -> None:
    """So many pages, each as another visitor would open it."""
    visitor = web.visitor()
    for number in range(REQUESTS):
        listing = shop.listings[number % len(shop.listings)]
        await visitor.get(("/marketplace", f"/marketplace/{listing.slug}", "/cart", "/bantuan")[number % 4])
    visitor.close()


def memory(processes: list[psutil.Process]) -> float:
    """The mean of their proportional set sizes, in megabytes."""
    return sum(process.memory_full_info().pss for process in processes) / len(processes) / MEGABYTE


if __name__ == "__main__":
    main()
