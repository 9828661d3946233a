"""The PostgreSQL of the tests: TEST_DATABASE_URL (an administrator's address) or an embedded one without fsync.

Migrating happens once per state of sql/: the result is a template database, and a test gets a clone of it in 50 ms.
"""

import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from app import embedded, migrations, seeding

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = (*sorted((ROOT / "sql").rglob("*.sql")), ROOT / "app" / "seeding.py", ROOT / "app" / "migrations.py")
_OLD = """
    select datname from pg_database
    where (datname like 'template\\_sw\\_%' or datname like 'test\\_sw\\_%')
    and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '2 hours'"""
_LOCK = 7_305_002
_MEMORY = Path("/dev/shm")
_ROOM = 2 * 1024**3  # bytes


class Clone(str):
    """One test's own database: its address, and a console to look into it."""

    __slots__ = ("_opened",)

    def __init__(self, _url: str) -> None:
        self._opened: list[psycopg.Connection[Any]] = []

    def connect(self, *, autocommit: bool = True, **options: Any) -> psycopg.Connection[Any]:
        """Another connection as the server's administrator; closed when the test ends."""
        connection = psycopg.connect(self, autocommit=autocommit, **options)
        self._opened.append(connection)
        return connection

    def rows(self, statement: str, *params: Any) -> list[tuple[Any, ...]]:
        """All rows of a statement, each committed at once."""
        if not self._opened:
            self.connect()
        cursor = self._opened[0].execute(statement, params or None)  # type: ignore[arg-type]
        return [] if cursor.description is None else cursor.fetchall()

    def value(self, statement: str, *params: Any) -> Any:
        """The first column of the first row."""
        return self.rows(statement, *params)[0][0]

    def close(self) -> None:
        for connection in self._opened:
            connection.close()


class Server:
    """A PostgreSQL server with the right to make databases."""

    def __init__(self, admin_url: str, leave: Callable[[], None]) -> None:
        self._admin_url = admin_url
        self._leave = leave
        self._numbers = itertools.count(1)
        self._worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.remove_old()

    def stop(self) -> None:
        self._leave()

    def version(self) -> int:
        """Like 150018 for 15.18."""
        with self._admin() as connection:
            return connection.info.server_version

    def url(self, database: str) -> str:
        """The administrator's address with another database, as a URL."""
        return f"postgresql:///?{urlencode(conninfo_to_dict(self._admin_url, dbname=database))}"

    def template(self, *, seeded: bool) -> str:
        """The name of the migrated (and seeded) template database, made when sql/ has changed."""
        name = f"template_sw_{'shop' if seeded else 'empty'}_{_state_of_sources()}"
        with self._admin() as connection:
            connection.execute("select pg_advisory_lock(%s)", [_LOCK])
            if not _exists(connection, name):
                unfinished = f"{name}_unfinished"
                self._build(connection, unfinished, seeded=seeded)
                connection.execute(
                    sql.SQL("alter database {} rename to {}").format(sql.Identifier(unfinished), sql.Identifier(name))
                )
        return name

    @contextmanager
    def clone(self, template: str) -> Iterator[Clone]:
        """A database of one's own for as long as the block lasts."""
        name = f"test_sw_{self._worker}_{os.getpid()}_{next(self._numbers)}"
        with self._admin() as connection:
            connection.execute(
                sql.SQL("create database {} template {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        clone = Clone(self.url(name))
        try:
            yield clone
        finally:
            clone.close()
            with self._admin() as connection:
                connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def remove_old(self) -> None:
        """Drops what killed runs and earlier states of sql/ left behind."""
        with self._admin() as connection:
            for (name,) in connection.execute(_OLD).fetchall():
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def _build(self, connection: psycopg.Connection[Any], name: str, *, seeded: bool) -> None:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} template template0 encoding 'UTF8'").format(sql.Identifier(name))
        )
        migrations.up(self.url(name))
        if seeded:
            seeding.plant(self.url(name))

    def _admin(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._admin_url, autocommit=True)


def start() -> Server:
    """The server of this run; every process of a parallel run joins the same one."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return Server(given, lambda: None)
    running = embedded.start(_place(), durable=False)
    return Server(running.url("postgres"), running.stop)


def _place() -> Path:
    """Where the embedded server keeps its files: in memory where there is room, as a clone is a thousand small ones."""
    place = _MEMORY / f"sensasiwangi-tests-{hashlib.sha256(bytes(ROOT)).hexdigest()[:8]}"
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    return place if place.exists() or roomy else ROOT / "var" / "tests"


def _exists(connection: psycopg.Connection[Any], name: str) -> bool:
    return connection.execute("select from pg_database where datname = %s", [name]).fetchone() is not None


def _state_of_sources() -> str:
    digest = hashlib.sha256()
    for path in _SOURCES:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
