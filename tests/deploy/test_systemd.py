"""The systemd units, as systemd itself reads them; they are not started here."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app import server
from app.cli import worker
from tests.deploy.manifests import DEPLOY

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
EXPOSED = 20  # tenths, of 100
pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with programs that exist, under names that can be started."""
    for unit in (DEPLOY / "systemd").glob("sensasiwangi*"):
        words = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE)
        (tmp_path / unit.name.replace("@.", "@8001.")).write_text(words)
    return tmp_path


def test_systemd_finds_nothing_wrong(units: Path) -> None:
    names = [str(path) for path in sorted(units.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_may_do_little(units: Path, unit: Path) -> None:
    path = units / unit.name.replace("@.", "@8001.")
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def test_what_the_units_start_exists() -> None:
    started = {re.search(r"^ExecStart=\S+ (.+)$", unit.read_text(), re.MULTILINE)[1] for unit in UNITS}
    assert started == {
        f"-m {server.__name__} 127.0.0.1 %i",
        "--app wsgi worker --quiet",
        "--app wsgi migrate up",
        "--app wsgi backup /var/lib/sensasiwangi/backups",
    }
    assert worker.worker.name == "worker"


def test_a_unit_waits_longer_than_what_it_stops() -> None:
    web = (DEPLOY / "systemd" / "sensasiwangi-web@.service").read_text()
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", web, re.MULTILINE)[1]) > server.PATIENCE
