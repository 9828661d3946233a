"""The disk full: what needs no room goes on, what needs some is refused, and PostgreSQL's own end of it mends itself."""

import asyncio
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from app import embedded
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.trouble import CONNECTIONS, HEALTH, READY, WORKERS, Console, Crowd, figures, passing, told, until
from tests.proofs.web import SERVE, Web, started

FULL_FOR = sized(3, 60)  # seconds
BUYERS = 30  # enough orders to need new pages in every table
CATALOG = ("GET /marketplace", "GET /marketplace/melati-senja-50ml")
# Bytes, more than all files of the log that PostgreSQL keeps for later.
_MORE_LOG = "select pg_logical_emit_message(true, 'long', repeat('x', 40000000)) from generate_series(1, 5)"


class Disk:
    """A small disk of one's own that can be filled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self) -> None:
        """To the last byte."""
        with self._filler.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(65536)) == 65536:
                    pass
            except OSError:
                return

    def clear(self) -> None:
        """Room again."""
        self._filler.unlink()


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A file system of 384 MB in memory; not below pytest's directory, which each run of pytest locks up again."""
    with TemporaryDirectory(prefix="disk-") as place:
        mounting = ["mount", "-t", "tmpfs", "-o", "size=384m,mode=755", "tmpfs", place]
        if os.geteuid() != 0 or subprocess.run(mounting, check=False, capture_output=True).returncode != 0:
            pytest.skip("only root can mount a small disk, and not everywhere")
        yield Disk(Path(place))
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture
def shop(disk: Disk) -> Iterator[tuple[Web, Console]]:
    """`flask serve` with its PostgreSQL on that disk; the books are right at the end."""
    data = disk.path / "var"
    with started("", workers=WORKERS, program=SERVE, POOL_SIZE=str(CONNECTIONS), DATA=str(data)) as web:
        server = embedded.start(data)
        web.url = server.url()
        yield web, Console(web.url)
        assert Console(web.url).rows("select * from stock_audit()") == []
        server.stop()


def test_a_full_disk_refuses_orders_and_goes_on_by_itself(shop: tuple[Web, Console], disk: Disk, tell: Tell) -> None:
    web, console = shop

    async def story(crowd: Crowd) -> float:
        await _without_room_for_rows(crowd, console, disk)
        await _without_room_for_the_log(crowd, console)
        disk.clear()
        await until(console.answers)
        return time.monotonic()

    crowd, back = told(console, web, story, buyers=BUYERS)

    tell(f"full {2 * FULL_FOR} s, half of them without PostgreSQL: {figures(crowd, back)}")


async def _without_room_for_rows(crowd: Crowd, console: Console, disk: Disk) -> None:
    """There is room in the log, none for new pages."""
    for statement in ("select pg_switch_wal()", "create table first_of_the_log (what text)", "checkpoint"):
        console.rows(statement)
    disk.fill()
    began = time.monotonic()
    crowd.press()
    await until(lambda: any(heard.status == 503 and heard.asked.endswith("/place") for heard in crowd.after(began)))
    await passing(FULL_FOR)
    crowd.missed(began)
    assert {heard.status for heard in crowd.meanwhile() if heard.asked in CATALOG} == {200}


async def _without_room_for_the_log(crowd: Crowd, console: Console) -> None:
    """PostgreSQL ends itself, and cannot start again."""
    with pytest.raises(psycopg.OperationalError):
        await asyncio.to_thread(console.rows, _MORE_LOG)
    await until(lambda: not console.answers())
    began = time.monotonic()
    await passing(FULL_FOR)
    crowd.missed(began)
    away = [heard for heard in crowd.meanwhile() if heard.asked != f"GET {HEALTH}"]
    assert {heard.status for heard in away} == {503}
    assert f"GET {READY}" in {heard.asked for heard in away}
