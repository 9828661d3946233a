"""Writes the lock files: every package with its version and the hashes of all its files, for every system and Python we run on.

`python tools/lock.py` asks the package index through uv, which stands in the group `supply` of pyproject.toml. Run it after a
pin has changed; it keeps the versions that are locked already, `--upgrade` takes the newest ones.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = "3.11"
WORDS = (
    "# Made by `make lock`; never edited. Installed by tools/environment.py, which takes nothing that is not in here.\n"
)


def locks() -> dict[str, list[str]]:
    """Each lock file with the pins that it resolves: the shop, the shop and its tests, and the tools that look after both."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shop, more = project["dependencies"], project["optional-dependencies"]
    return {
        "requirements.lock": shop,
        "requirements-dev.lock": [*shop, *more["dev"]],
        "requirements-supply.lock": more["supply"],
    }


def main() -> None:
    """Write all of them."""
    for name, pins in locks().items():
        how = [
            "--universal",
            "--python-version",
            OLDEST,
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
            "--quiet",
        ]
        command = ["uv", "pip", "compile", *how, *sys.argv[1:], "--output-file", str(ROOT / name), "-"]
        subprocess.run(command, input="\n".join(pins), text=True, check=True, stdout=subprocess.DEVNULL)
        (ROOT / name).write_text(WORDS + (ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
        print(f"→ {name}: {(ROOT / name).read_text(encoding='utf-8').count('==')} packages")


if __name__ == "__main__":
    main()
