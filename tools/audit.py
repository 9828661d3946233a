"""`make audit-deps`: looks for known vulnerabilities of what is locked, and fails when it cannot know.

First pip-audit asks the advisory service, strictly: a package it could not look up is a failure, not a pass. Where the
service cannot be reached, a local copy of the advisories is read instead: ADVISORIES, by default var/advisories.zip, the
archive of the Open Source Vulnerabilities database for PyPI, at most FRESH days old by its newest entry.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-supply.lock")
FRESH = timedelta(days=14)
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)


def main() -> None:
    """Print what was found; exit status 1 unless somebody knows of nothing."""
    copy = Path(os.environ.get("ADVISORIES", ROOT / "var" / "advisories.zip"))
    found, reason = asked()
    if reason:
        print(f"→ The advisory service has not told: {reason}", file=sys.stderr)
        found = looked_up(copy, datetime.now(UTC))
    for line in found:
        print(line)
    if found:
        raise SystemExit(1)
    print(f"→ Nothing is known against {len(pins())} packages, by {copy.name if reason else 'the advisory service'}")


def asked() -> tuple[list[str], str]:
    """What pip-audit finds, or why it could not tell."""
    found, reason = [], ""
    for lock in LOCKS:
        with tempfile.NamedTemporaryFile(suffix=".json") as answer:
            how = ["--strict", "--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
            command = ["pip-audit", *how, f"--output={answer.name}", f"--requirement={ROOT / lock}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            told = json.loads(Path(answer.name).read_text() or "{}").get("dependencies", [])
        found += [f"{it['name']} {it['version']}: {one['id']}" for it in told for one in it.get("vulns", [])]
        if done.returncode != 0 and not found:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return sorted(set(found)), "" if found else reason


def looked_up(copy: Path, now: datetime) -> list[str]:
    """What the local copy says. Raises SystemExit when there is none, or an old one."""
    if not copy.exists():
        raise SystemExit(f"Nobody can be asked and there is no {copy}: this fails, as nothing is known")
    advisories = list(read(copy))
    newest = max(
        (datetime.fromisoformat(it["modified"]) for it in advisories), default=datetime.min.replace(tzinfo=UTC)
    )
    if now - newest > FRESH:
        raise SystemExit(f"{copy} is of {newest:%Y-%m-%d}: older than {FRESH.days} days, so this fails")
    print(f"→ Read from {copy.name} of {newest:%Y-%m-%d}")
    locked = pins()
    return sorted(
        f"{name} {version}: {it['id']}" for it in advisories for name, version in locked if concerns(it, name, version)
    )


def read(copy: Path) -> Iterator[dict[str, Any]]:
    """Its advisories, one file each."""
    with zipfile.ZipFile(copy) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def concerns(advisory: dict[str, Any], name: str, version: str) -> bool:
    """Whether an advisory that nobody took back names this version, by list or by range."""
    return "withdrawn" not in advisory and any(
        normal(it["package"]["name"]) == name
        and (version in it.get("versions", ()) or any(within(each["events"], version) for each in ranges(it)))
        for it in advisory.get("affected", ())
        if it.get("package", {}).get("ecosystem") == "PyPI"
    )


def ranges(affected: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Its ranges of versions; those of commits say nothing to us."""
    return (it for it in affected.get("ranges", ()) if it["type"] == "ECOSYSTEM")


def within(events: list[dict[str, str]], version: str) -> bool:
    """Whether the version lies after an introduction and before what ends it."""
    ours, inside = Version(version), False
    for event in sorted(events, key=lambda it: Version(next(iter(it.values())))):
        kind, at = next(iter(event.items()))
        if kind == "introduced" and ours >= Version(at):
            inside = True
        if (kind == "fixed" and ours >= Version(at)) or (kind == "last_affected" and ours > Version(at)):
            inside = False
    return inside


def pins() -> set[tuple[str, str]]:
    """Every locked package with its version."""
    return {(normal(name), version) for lock in LOCKS for name, version in _PIN.findall((ROOT / lock).read_text())}


def normal(name: str) -> str:
    """Names as the index compares them."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
