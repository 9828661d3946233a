"""A dump of the shop's schema by PostgreSQL's own programs, and the way back into an empty database.

Both act as the owner of the tables, whose policies let it see every row; no superuser is needed. Roles belong to the
server, not to the database: the first migration makes them before a dump is restored.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from app import embedded, migrations
from app.statements import named

OWNER = "sensasiwangi_owner"
SUFFIX = ".dump"
_sql = named("backups")
_OF_THE_SCHEMA = re.compile(r"^[0-9; ]+(SCHEMA - public|(ACL|COMMENT) - SCHEMA public) .*$", re.MULTILINE)
_SECURITY = re.compile(r"^[0-9; ]+ROW SECURITY .*$", re.MULTILINE)


class BackupError(Exception):
    """Nothing was backed up or restored; the message is one line for people."""


def dump(url: str, file: Path) -> None:
    """Writes the database into a file that was not there before; it is whole, or it is not there. Raises BackupError."""
    unfinished, server = file.with_name(f"{file.name}.part"), _version(url)
    how = ["--format=custom", "--compress=1", "--schema=public", f"--role={OWNER}", "--enable-row-security"]
    try:
        _run(server, "pg_dump", *how, "--lock-wait-timeout=5s", f"--file={unfinished}", url)
        _run(server, "pg_restore", "--list", str(unfinished))
        unfinished.chmod(0o600)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(url: str, file: Path) -> None:
    """Fills an empty database from a dump. Raises BackupError, also when something is in the database already."""
    listed = _run(_version(url), "pg_restore", "--list", str(file))
    with psycopg.connect(url, autocommit=True) as connection:
        if _value(connection, "count_relations"):
            raise BackupError("The database is not empty: restore into a new one")
    migrations.down(url, len(migrations.up(url, most=1)))  # makes the roles of this server
    with psycopg.connect(url, autocommit=True) as connection:
        _value(connection, "let_owner_build")
    everything = _OF_THE_SCHEMA.sub("", listed)
    _fill(url, file, _SECURITY.sub("", everything))
    _fill(
        url, file, "\n".join(line[0] for line in _SECURITY.finditer(everything))
    )  # last: the keys are checked by the owner
    with psycopg.connect(url, autocommit=True) as connection:
        _value(connection, "open_schema")
        _value(connection, "analyze")


def _fill(url: str, file: Path, contents: str) -> None:
    """Restores the listed entries of a dump."""
    with tempfile.NamedTemporaryFile("w", suffix=".contents") as chosen:
        chosen.write(contents)
        chosen.flush()
        how = ["--exit-on-error", "--no-owner", f"--role={OWNER}", f"--jobs={os.cpu_count() or 1}"]
        _run(_version(url), "pg_restore", *how, f"--use-list={chosen.name}", f"--dbname={url}", str(file))


def _value(connection: Connection[Any], query: str) -> Any:
    statement = _sql.scalar(query)
    cursor = connection.execute(statement.text)
    return statement.shape(cursor) if cursor.description else None


def _version(url: str) -> int:
    """The server's, like 15. Raises psycopg.OperationalError."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10000


def _run(server: int, program: str, *arguments: str) -> str:
    """What a program of PostgreSQL prints that fits a server of this version. Raises BackupError with the first line of its trouble."""
    command = [_program(program, server), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        first = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[0]
        raise BackupError(first if first.startswith(program) else f"{program}: {first}")
    return done.stdout


def _program(name: str, server: int) -> str:
    """The oldest that knows the server, as an older server refuses what a newer pg_restore sets; the system's before the embedded one.

    Raises BackupError.
    """
    here = list(_programs(name))
    fitting = [(version, path) for version, path in here if version >= server]
    if fitting:
        return min(fitting, key=lambda one: one[0])[1]
    newest = f"is {max(here)[0]}'s, the server {server}'s" if here else "is not here"
    raise BackupError(f"{name} {newest}: install PostgreSQL's client programs, version {server} or newer")


def _programs(name: str) -> Iterator[tuple[int, str]]:
    """Each with its version: the system's, which can encrypt, and those that came with the embedded servers, which cannot."""
    if there := shutil.which(name):
        told = subprocess.run([there, "--version"], capture_output=True, text=True, check=True).stdout
        yield int(re.findall(r"\d+", told)[0]), there
    for version in embedded.VERSIONS:
        with suppress(embedded.EmbeddedError):
            if (found := embedded.binary(name, version)).exists():
                yield version, str(found)
