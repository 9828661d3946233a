"""Runs the numbered plain-SQL migrations of sql/migrations, each in one transaction, one runner at a time."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

DIRECTORY = Path(__file__).resolve().parent.parent / "sql" / "migrations"
_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_WORDS = re.compile(r"(--[^\n]*(\n(?=--))?)*")  # the comment that a file begins with
_ADVISORY_LOCK = 7_305_001  # any number, as long as it is always this one
_TABLE = """
    create table if not exists public.schema_migrations (
        version integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
    );
    do $$
    declare
        v_role text; -- where default privileges open new tables, as Supabase's do to the roles of its API
    begin
        for v_role in
            select distinct case g.grantee when 0 then 'public' else g.grantee::regrole::text end
            from pg_class c cross join lateral aclexplode(c.relacl) g
            where c.oid = 'public.schema_migrations'::regclass and g.grantee <> c.relowner
        loop
            execute format('revoke all on public.schema_migrations from %s', v_role);
        end loop;
    end
    $$;
    grant select on public.schema_migrations to public"""
_LIMITS = "select set_config('lock_timeout', '5s', true), set_config('statement_timeout', '10min', true)"


class MigrationError(Exception):
    """The database cannot be brought to the wanted version; the message is one line for people."""


@dataclass(frozen=True)
class Migration:
    """One numbered file and the way back beside it."""

    version: int
    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The SQL that goes forward."""
        return self.path.read_text(encoding="utf-8")

    @property
    def way_back(self) -> Path:
        """The file that undoes it."""
        return self.path.with_name(f"{self.version:04d}_{self.name}.down.sql")

    @property
    def loses(self) -> str:
        """What the way back says it loses: the sentence in front of it."""
        return re.sub(r"\n?-- ", " ", _WORDS.match(self.way_back.read_text(encoding="utf-8"))[0]).strip()  # type: ignore[index]

    @property
    def checksum(self) -> str:
        """Changes when the file does."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Step:
    """A line of the status: state is applied, changed (the file was edited since), pending or unknown to us."""

    version: int
    name: str
    state: str


def available(directory: Path = DIRECTORY) -> list[Migration]:
    """The migrations in order. Raises MigrationError on a gap, a double number or a missing way back."""
    matches = [
        (path, _NAME.fullmatch(path.name))
        for path in sorted(directory.glob("*.sql"))
        if not path.name.endswith(".down.sql")
    ]
    found = [Migration(int(match[1]), match[2], path) for path, match in matches if match]
    for place, migration in enumerate(found, start=1):
        if migration.version != place:
            raise MigrationError(f"{migration.path.name} should have number {place:04d}")
        if not migration.way_back.exists():
            raise MigrationError(f"{migration.path.name} has no way back: {migration.way_back.name}")
    return found


def status(url: str, directory: Path = DIRECTORY) -> list[Step]:
    """Each migration and where it stands; changes nothing."""
    with _connected(url) as connection:
        return _steps(connection, available(directory))


def up(url: str, directory: Path = DIRECTORY, *, most: int | None = None) -> list[Migration]:
    """Applies what is pending, `most` of it where that is given, and returns it. Raises MigrationError when the database is newer than the code."""
    migrations = available(directory)
    with _alone(url) as connection:
        connection.execute(_TABLE)
        steps = _steps(connection, migrations)
        newer = [step for step in steps if step.state == "unknown"]
        if newer:
            raise MigrationError(
                f"The database is newer than this code: it has {newer[-1].version:04d}_{newer[-1].name}"
            )
        pending = [migration for migration, step in zip(migrations, steps, strict=True) if step.state == "pending"]
        pending = pending[:most]
        for migration in pending:
            _apply(connection, migration)
    return pending


def down(url: str, count: int = 1, directory: Path = DIRECTORY) -> list[Migration]:
    """Undoes the last `count` migrations, newest first, and returns them. Raises MigrationError."""
    with _alone(url) as connection:
        newest = _newest(connection, count, directory)
        for migration in newest:
            _undo(connection, migration)
    return newest


def way_down(url: str, count: int = 1, directory: Path = DIRECTORY) -> list[Migration]:
    """What down() would undo, in its order; changes nothing. Raises MigrationError."""
    with _connected(url) as connection:
        return _newest(connection, count, directory)


def is_current(connection: Connection[Any], directory: Path = DIRECTORY) -> bool:
    """True when the database has exactly the migrations of this code."""
    return set(_applied(connection)) == {migration.version for migration in available(directory)}


def _newest(connection: Connection[Any], count: int, directory: Path) -> list[Migration]:
    migrations = {migration.version: migration for migration in available(directory)}
    versions = sorted(_applied(connection), reverse=True)[:count]
    missing = [version for version in versions if version not in migrations]
    if missing:
        raise MigrationError(f"The database is newer than this code: there is no way back for {missing[0]:04d}")
    return [migrations[version] for version in versions]


def _steps(connection: Connection[Any], migrations: list[Migration]) -> list[Step]:
    applied = _applied(connection)
    steps = []
    for migration in migrations:
        known = applied.pop(migration.version, None)
        state = "pending" if known is None else "applied" if known[1] == migration.checksum else "changed"
        steps.append(Step(migration.version, migration.name, state))
    return steps + [Step(version, name, "unknown") for version, (name, _) in sorted(applied.items())]


def _applied(connection: Connection[Any]) -> dict[int, tuple[str, str]]:
    exists = connection.execute("select to_regclass('public.schema_migrations')").fetchone()
    if exists is None or exists[0] is None:
        return {}
    rows = connection.execute("select version, name, checksum from public.schema_migrations").fetchall()
    return {version: (name, checksum) for version, name, checksum in rows}


def _apply(connection: Connection[Any], migration: Migration) -> None:
    with _explained(migration.path), connection.transaction():
        connection.execute(_LIMITS)
        connection.execute(migration.text.encode())
        connection.execute(
            "insert into public.schema_migrations (version, name, checksum) values (%s, %s, %s)",
            [migration.version, migration.name, migration.checksum],
        )


def _undo(connection: Connection[Any], migration: Migration) -> None:
    with _explained(migration.way_back), connection.transaction():
        connection.execute(_LIMITS)
        connection.execute(migration.way_back.read_bytes())
        connection.execute("delete from public.schema_migrations where version = %s", [migration.version])


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as cause:
        line = _line_number(path, cause.diag.statement_position)
        raise MigrationError(f"{path.name}{line}: {str(cause).splitlines()[0]}") from cause


def _line_number(path: Path, position: str | None) -> str:
    return f":{path.read_text(encoding='utf-8')[: int(position)].count(chr(10)) + 1}" if position else ""


@contextmanager
def _connected(url: str) -> Iterator[Connection[Any]]:
    """A connection that prepares nothing, as a pooler may answer each transaction from another session."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=5, prepare_threshold=None) as connection:
            yield connection
    except psycopg.OperationalError as cause:
        raise MigrationError(f"The database does not answer: {str(cause).splitlines()[0]}") from cause


@contextmanager
def _alone(url: str) -> Iterator[Connection[Any]]:
    """A connection for the only runner; a second one waits here.

    The lock belongs to the transaction of another connection: a session's lock would stay with a pooler's session.
    """
    with _connected(url) as guard, guard.transaction():
        guard.execute("select pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        with _connected(url) as connection:
            yield connection
