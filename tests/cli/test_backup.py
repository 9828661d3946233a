"""`flask backup` and `flask restore`: what comes back is what was there, and a half dump is none."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import backups, create_app, embedded
from app.preflight import catalogue
from bench.drill import compared
from tests.db_server import Clone, Server
from tools import schema


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=list(words))
    return done.exit_code, done.output


@pytest.fixture
def shop(settings, tmp_path: Path, sample_shop: Clone) -> Flask:
    """The commands on the sample shop."""
    return create_app(dataclasses.replace(settings, backup_stamp_file=tmp_path / "stamps" / "last"))


def test_what_comes_back_is_what_was_there(shop: Flask, sample_shop: Clone, server: Server, tmp_path: Path) -> None:
    status, words = run(shop, "backup", str(tmp_path / "dumps"))
    assert status == 0, words
    (file,) = (tmp_path / "dumps").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    stamp = datetime.fromisoformat((tmp_path / "stamps" / "last").read_text().strip())
    assert timedelta(0) <= datetime.now(UTC) - stamp < timedelta(minutes=2)

    with server.clone("template0") as blank:
        to = create_app(dataclasses.replace(shop.config["SETTINGS"], database_url=str(blank)))
        status, words = run(to, "restore", str(file))
        assert status == 0, words
        assert compared(sample_shop, blank) == []
        assert schema.digests(blank) == catalogue.FILE.read_text(encoding="utf-8")
        assert run(to, "migrate", "status")[0] == 0
        assert run(to, "audit") == (0, "→ Every promise holds\n")
        sample_shop.rows("update products set summary = summary || '!' where category = 'tools'")
        assert compared(sample_shop, blank) == ["marketplace_listings differs", "products differs"]
        again = run(to, "restore", str(file))
        assert again == (1, "Error: The database is not empty: restore into a new one\n")


def test_old_ones_go(shop: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "dump", lambda _url, file: file.write_text("x"))
    for name in ("20250101T000000Z", "20250102T000000Z", "20250103T000000Z"):
        (tmp_path / f"{name}.dump").write_text("x")
    assert run(shop, "backup", str(tmp_path), "--keep", "2")[0] == 0
    first, last = sorted(path.name for path in tmp_path.glob("*.dump"))
    assert first == "20250103T000000Z.dump"
    assert last > first


def test_a_dump_that_fails_leaves_neither_file_nor_stamp(shop: Flask, tmp_path: Path) -> None:
    away = dataclasses.replace(shop.config["SETTINGS"], database_url=f"postgresql:///shop?host={tmp_path}")
    status, words = run(create_app(away), "backup", str(tmp_path / "dumps"))
    assert status == 1
    assert words.startswith("Error: The database refused: connection ")
    assert words.count("\n") == 1
    assert list((tmp_path / "dumps").iterdir()) == []
    assert not (tmp_path / "stamps").exists()


def test_programs_are_those_that_fit_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer pg_restore sets what an older server does not know, an older pg_dump refuses a newer server."""
    system = tmp_path / "pg_dump"
    system.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'\n")
    system.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    sixteen, eighteen = (str(embedded.binary("pg_dump", version)) for version in (16, 18))
    fitting = {server: backups._program("pg_dump", server) for server in (15, 16, 17, 18)}
    assert fitting == {15: str(system), 16: sixteen, 17: eighteen, 18: eighteen}
    system.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 18.1'\n")
    assert backups._program("pg_dump", 17) == str(system)
    with pytest.raises(
        backups.BackupError, match=r"^pg_dump is 18's, the server 19's: install .* version 19 or newer$"
    ):
        backups._program("pg_dump", 19)
