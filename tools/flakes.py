"""`make e2e-flakes`: plays the purchase suite again and again, each time in a new shop, and counts what failed."""

import argparse
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUITE = ("e2e", "-m", "purchase", "-q", "-p", "no:cacheprovider", "--tracing", "off")  # traces take a third of the time
KEPT = ROOT / "var" / "flakes"  # what pytest said of runs in which something failed
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", re.MULTILINE)


def main() -> None:
    """Play, count, tell; status 1 when anything failed in any run."""
    parser = argparse.ArgumentParser(prog="make e2e-flakes", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no run after so many minutes")
    parser.add_argument("--workers", default="2")
    parser.add_argument("rest", nargs="*", help="more words for pytest, after --")
    wanted = parser.parse_args()
    began, failures, runs = time.monotonic(), Counter[str](), 0
    while runs < wanted.runs and time.monotonic() - began < wanted.minutes * 60:
        runs += 1
        failed = played([*SUITE, "-n", wanted.workers, *wanted.rest])
        failures.update(failed)
        print(
            f"run {runs}: {', '.join(failed) or 'passed'} ({time.monotonic() - began:.0f} s since the beginning)",
            flush=True,
        )
    print(f"{runs} runs, {sum(failures.values())} failures: {dict(failures) or 'none'}")
    raise SystemExit(bool(failures))


def played(words: list[str]) -> list[str]:
    """One run; the stories that failed, or pytest's last words when it did not get so far."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    failed = FAILED.findall(done.stdout)
    if done.returncode:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{time.strftime('%H%M%S')}.txt").write_text(done.stdout)
    return failed if failed or done.returncode == 0 else [f"pytest ended with {done.returncode}: {done.stdout[-300:]}"]


if __name__ == "__main__":
    main()
