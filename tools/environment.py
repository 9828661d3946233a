"""Builds .venv with the standard library alone: `python3 tools/environment.py .venv [dev]`.

Installs a lock file, in which every package has the hashes of its files, and leaves a marker, so that pip runs again only
when a lock file has changed. Every problem is one line on stderr and exit status 1.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = tuple(ROOT / f"requirements{kind}.lock" for kind in ("", "-dev", "-supply"))
OLDEST = (3, 11)


def main(venv: Path, group: str = "") -> None:
    """Bring `venv` up to the state that the lock file asks for: of the shop, or of a group beside it."""
    check_python()
    marker = venv / f"installed-{group or 'runtime'}"
    wanted = fingerprint()
    if marker.is_file() and marker.read_text() == wanted:
        return
    if not (venv / "bin" / "python").exists():
        say(f"Building the environment in {venv.name}/")
        create(venv)
    say(f"Installing packages ({group or 'runtime'}); once, about a minute")
    install(venv, ROOT / f"requirements{'-' if group else ''}{group}.lock")
    for name in {"": ["runtime"], "dev": ["runtime", "dev"]}.get(group, [group]):
        (venv / f"installed-{name}").write_text(wanted)


def check_python() -> None:
    """Stop unless this Python can build an environment."""
    if sys.version_info < OLDEST:
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: make PYTHON=python3.12 …")
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop("Python's venv module is missing: install it first, on Debian with: apt-get install python3-venv")


def fingerprint() -> str:
    """What the environment depends on: the lock files and the Python that made it."""
    digest = hashlib.sha256(sys.version.encode())
    for lock in LOCKS:
        digest.update(lock.read_bytes())
    return digest.hexdigest()


def create(venv: Path) -> None:
    """Make an empty environment; leave nothing half made behind."""
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        shutil.rmtree(venv, ignore_errors=True)
        stop("Python's venv module does not work here; on Debian: apt-get install python3-venv")


def install(venv: Path, lock: Path) -> None:
    """Install what is locked, and nothing whose hash is another one; pip's own words go to a file."""
    log = venv / "install.log"
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    command = [*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
    with log.open("w") as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        last = next((line for line in reversed(log.read_text().splitlines()) if "ERROR" in line), "see the log")
        stop(f"Packages could not be installed ({log}): {last}")


def say(line: str) -> None:
    """Print one line of progress."""
    print(f"→ {line}", flush=True)


def stop(line: str) -> None:
    """Print one line on stderr and leave with status 1."""
    raise SystemExit(line)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), *sys.argv[2:])
