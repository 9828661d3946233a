"""What must not be in the repository: paths of the machine it was written on, secrets, foreign line ends."""

import re
from pathlib import Path

from tests.rules.source import ROOT, files, name

TEXT = [path for path in files() if path.suffix not in {".png", ".jpg", ".webp", ".woff2", ".ico", ".gz", ".br"}]
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\."
)


def machine() -> list[str]:
    """Paths of this checkout and of its user's home that are long enough to mean something."""
    return [str(path) for path in (ROOT, Path.home()) if len(path.parts) > 2]


def words(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_there_are_files() -> None:
    assert len(TEXT) > 100


def test_nothing_of_the_machine_it_was_written_on() -> None:
    known = re.compile("|".join(rf"(?<![\w.]){re.escape(word)}(?![\w-])" for word in machine()) or r"(?!)")
    assert {name(path): found for path in TEXT if (found := known.findall(words(path)))} == {}


def test_no_secret() -> None:
    assert {name(path): found for path in TEXT if (found := SECRETS.findall(words(path)))} == {}


def test_lines_end_like_everywhere() -> None:
    assert [name(path) for path in TEXT if b"\r\n" in path.read_bytes()] == []
    assert [
        name(path) for path in TEXT if (text := path.read_bytes()) and not text.endswith(b"\n") and path.suffix != ".js"
    ] == []
