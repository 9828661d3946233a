"""PgBouncer in front of a test's database, in transaction mode: statements of many clients take turns on few connections."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from bench.client import HOST
from bench.shop import free_port

PATIENCE = 10.0  # seconds
_ACCOUNTS = ("postgres", "nobody")  # it refuses to run as root, like PostgreSQL
_PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
_CONFIGURATION = """
[databases]
{name} = {target}
[pgbouncer]
listen_addr = {host}
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
logfile = {directory}/log
"""


@contextmanager
def pooled(url: str, size: int) -> Iterator[str]:
    """The address of the same database by way of PgBouncer, with so many connections to it; skips where there is none."""
    program = shutil.which("pgbouncer", path=_PLACES)
    if program is None:
        pytest.skip("pgbouncer is not installed here")
    port, name = free_port(), str(conninfo_to_dict(url)["dbname"])
    with tempfile.TemporaryDirectory(prefix="pgbouncer-", ignore_cleanup_errors=True) as directory:
        account = _account(Path(directory))
        (Path(directory) / "ini").write_text(
            _CONFIGURATION.format(name=name, target=_target(url), host=HOST, port=port, size=size, directory=directory)
        )
        with subprocess.Popen([program, "--quiet", f"{directory}/ini"], cwd="/", **account) as process:
            try:
                through = f"postgresql:///{name}?{urlencode({'host': HOST, 'port': port, 'user': 'postgres'})}"
                _wait(process, through, Path(directory))
                yield through
            finally:
                process.kill()


def _target(url: str) -> str:
    """Where the database is, in the words of PgBouncer's file."""
    known = conninfo_to_dict(url)
    names = [name for name in ("host", "port", "dbname", "user", "password") if known.get(name)]
    return " ".join(f"{name}='{known[name]}'" for name in names)


def _account(directory: Path) -> dict[str, Any]:
    """For root another user, who owns the directory."""
    if os.geteuid() != 0:
        return {}
    for name in _ACCOUNTS:
        with suppress(KeyError):
            account = pwd.getpwnam(name)
            os.chown(directory, account.pw_uid, account.pw_gid)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise AssertionError("there is no user that PgBouncer could run as")


def _wait(process: "subprocess.Popen[bytes]", url: str, directory: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            psycopg.connect(url, connect_timeout=2).close()
            return
        time.sleep(0.05)
    log = directory / "log"
    raise AssertionError(f"PgBouncer does not answer: {log.read_text() if log.exists() else process.poll()}")
