"""`make previous RELEASE=…`: an earlier release of the shop serves on the schema of this one, as after a code rollback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.areas import loading
from bench.client import HOST
from tests.db_server import Clone
from tests.proofs.conftest import Tell
from tests.proofs.web import ROOT, Web, started

pytestmark = pytest.mark.skipif("RELEASE" not in os.environ, reason="make previous RELEASE=…")


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[Path]:
    """The files of that release."""
    files = tmp_path / "earlier"
    git("worktree", "add", "--detach", str(files), os.environ["RELEASE"])
    yield files
    git("worktree", "remove", "--force", str(files))


@pytest.fixture
def web(earlier: Path, sample_shop: Clone) -> Iterator[Web]:
    """That release on a database of today, which knows Indonesia's villages as a shop does that sells."""
    loading.load(str(sample_shop))
    with started(str(sample_shop), workers=2, release=earlier) as running:
        yield running


def test_an_earlier_release_serves_on_this_schema(web: Web, earlier: Path, sample_shop: Clone, tell: Tell) -> None:
    stories = [sys.executable, "-m", "pytest", "-q", "e2e", "-n", "2", "-m", "not own_shop and not long"]
    played = subprocess.run(
        [*stories, "--base-url", f"http://{HOST}:{web.port}"], cwd=earlier, capture_output=True, text=True, check=False
    )
    assert played.returncode == 0, played.stdout[-3000:]
    assert sample_shop.rows("select * from stock_audit()") == []
    tell(f"{os.environ['RELEASE']} on this schema: {played.stdout.strip().splitlines()[-1]}")


def git(*words: str) -> None:
    """Raises CalledProcessError."""
    subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True)
