"""The shop that the stories are played in, when no address is given: our own, on a free port, with its own data."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0  # seconds until a new shop has its database, its schema and its sample goods
LOG = "shop.log"  # what it said, beside the report
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
GENEROUS = dict.fromkeys(
    ("LIMIT_REGISTER", "LIMIT_LOGIN", "LIMIT_LOGIN_ACCOUNT", "LIMIT_FORGOT", "LIMIT_CART", "LIMIT_PLACE"), "9999/minute"
)


Later = Callable[[str], None]  # lets a shop be so much later than it is


class ShopError(Exception):
    """The shop does not open; the message is what it said last."""


@contextmanager
def opened(log: Path | None = None) -> Iterator[str]:
    """A shop of our own for as long as the block lasts; gives its address. What it said is copied to log. Raises ShopError."""
    with with_its_clock(log) as (address, _):
        yield address


@contextmanager
def with_its_clock(kept: Path | None = None) -> Iterator[tuple[str, Later]]:
    """The same, with what lets it be so much later than it is ("25 hours"). Raises ShopError."""
    with tempfile.TemporaryDirectory(prefix="sensasiwangi-e2e-") as data:
        address = f"http://127.0.0.1:{free_port()}"
        words = Path(data) / "shop.log"
        with words.open("wb") as log:
            process = started(address, data, log)
        try:
            wait_for(address, process, words)
            yield address, lambda offset: move_clock(data, offset)
        finally:
            process.terminate()
            try:
                process.wait(60)
            finally:
                if kept:
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(words, kept)


def started(address: str, data: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """The shop as a program that Ctrl-C does not reach: the stories tidy up in it before it is closed."""
    return subprocess.Popen(command(address), cwd=ROOT, env=environment(data), stdout=log, stderr=log, process_group=0)


def move_clock(data: str, offset: str) -> None:
    """What a developer types to see the shop later. Raises ShopError."""
    words = [*FLASK, "clock", offset]
    done = subprocess.run(words, cwd=ROOT, env=environment(data), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ShopError(f"The clock does not move: {done.stderr[-2000:]}")


def command(address: str) -> list[str]:
    """What `make run` runs."""
    return [*FLASK, "serve", "--port", address.rsplit(":", 1)[1], "--areas"]


def environment(data: str) -> dict[str, str]:
    """A developer's machine without leftovers of this one; limits are loose, as one machine plays all shoppers."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | GENEROUS | {"APP_ENV": "development", "DATA": data, "FLASK_SKIP_DOTENV": "1"}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], words: Path) -> None:
    """Until the shop answers. Raises ShopError when it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not answers(address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ShopError(f"The shop for the stories does not open:\n{words.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def answers(address: str) -> bool:
    """Whether the shop is open."""
    try:
        with urlopen(f"{address}/api/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def stranger(address: str) -> str:
    """Why no story can be played at an address, in a sentence; nothing when a shop like ours answers there."""
    try:
        with urlopen(f"{address}/api/health", timeout=20) as answer:
            told = json.loads(answer.read(1000))
    except HTTPError as refusal:
        return f"this is not this shop: {address}/api/health answered {refusal.code}"
    except ValueError:
        return f'this is not this shop: {address}/api/health answered something else than {{"status": "ok"}}'
    except (OSError, HTTPException) as cause:
        return f"nobody answers at {address}: {getattr(cause, 'reason', cause)}"
    return "" if told == {"status": "ok"} else f"this is not this shop: {address}/api/health answered {told}"
