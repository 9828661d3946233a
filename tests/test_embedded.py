import os
import pwd
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest

from app import embedded
from app.embedded import EmbeddedError

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data") / "with a space & 100%"


def pid_of(data: Path) -> int | None:
    file = data / "postgres" / "postmaster.pid"
    return int(file.read_text().split("\n")[0]) if file.exists() else None


def test_starts_keeps_data_and_stops(data):
    server = embedded.start(data)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table kept as select 'minyak melati' as what")
        assert connection.execute("select current_database(), current_setting('server_encoding')").fetchone() == (
            "sensasiwangi",
            "UTF8",
        )
        assert connection.execute(
            "select current_setting('fsync'), current_setting('listen_addresses')"
        ).fetchone() == ("on", "")
        assert connection.execute("select lower('ÉCLAT')").fetchone() == ("éclat",)
    server.stop()
    server.stop()
    assert pid_of(data) is None

    again = embedded.start(data, durable=False)
    with psycopg.connect(again.url()) as connection:
        assert connection.execute("select what, current_setting('fsync') from kept").fetchone() == (
            "minyak melati",
            "off",
        )
    again.stop()


def test_the_last_user_stops_it(data):
    first, second = embedded.start(data), embedded.start(data)

    first.stop()
    with psycopg.connect(second.url()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    second.stop()

    assert pid_of(data) is None


def test_a_killed_user_does_not_keep_it_running(data):
    program = f"""
        import os, sys
        from pathlib import Path
        from app import embedded
        used = embedded.start(Path({str(data)!r}))
        os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, check=False, timeout=180)
    left_running = pid_of(data)

    server = embedded.start(data)

    assert pid_of(data) == left_running
    server.stop()
    assert pid_of(data) is None


def test_recovers_after_a_crash(data):
    server = embedded.start(data)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table kept as select 1 as one")
    os.kill(pid_of(data), 9)

    again = embedded.start(data)

    with psycopg.connect(again.url()) as connection:
        assert connection.execute("select one from kept").fetchone() == (1,)
    again.stop()
    server.stop()


def test_a_stale_process_id_belongs_to_somebody_else_today(data):
    embedded.start(data).stop()
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{data}/postgres\n")

    server = embedded.start(data)

    assert pid_of(data) != os.getpid()
    server.stop()
    assert pid_of(data) is None


def test_a_path_too_long_for_a_socket(tmp_path):
    data = tmp_path / ("long-" * 15) / ("longer-" * 10)

    server = embedded.start(data)

    assert len(str(server.sockets)) < 100
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    server.stop()
    assert pid_of(data) is None


def test_a_file_in_the_way_is_one_line(tmp_path):
    (tmp_path / "var").write_text("")

    with pytest.raises(EmbeddedError, match=r"^The embedded PostgreSQL cannot use [^\n]*var: File exists$"):
        embedded.start(tmp_path / "var")


def test_a_broken_cluster_is_one_line(data):
    embedded.start(data).stop()
    (data / "postgres" / "postgresql.conf").write_text("nonsense")

    with pytest.raises(EmbeddedError, match=r"^The embedded PostgreSQL does not start: [^\n]+$"):
        embedded.start(data)


@pytest.fixture
def as_nobody(tmp_path_factory):
    """Runs a program as the user nobody; with the system's Python, because ours may live where only root comes.

    The module is imported alone, as the rest of the app may need packages for exactly our Python.
    """
    system = Path("/usr/bin") / f"python3.{sys.version_info.minor}"
    if os.geteuid() != 0 or not system.exists():
        pytest.skip("only root, with a system Python of this version, can become somebody else here")
    somebody = pwd.getpwnam("nobody")
    temporary = tmp_path_factory.mktemp("nobody")
    os.chown(temporary, somebody.pw_uid, somebody.pw_gid)
    for directory in (temporary, *temporary.parents[:-1]):
        directory.chmod(directory.stat().st_mode | 0o011)
    environ = {
        "PYTHONPATH": f"{ROOT / 'app'}:{Path(psycopg.__file__).parent.parent}",
        "TMPDIR": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(program: str, *arguments: object) -> str:
        identity = {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
        command = [system, "-W", "error", "-c", textwrap.dedent(program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd="/", env=environ, check=False, capture_output=True, text=True, timeout=180, **identity
        )
        return done.stdout + done.stderr

    run.home = temporary
    return run


def test_root_and_a_user_do_not_get_in_each_others_way(data, as_nobody):
    program = """
        import sys
        from pathlib import Path
        import psycopg
        import embedded
        server = embedded.start(Path(sys.argv[1]))
        with psycopg.connect(server.url()) as connection:
            print(connection.execute("select version()").fetchone()[0][:10])
        server.stop()
    """
    mine = embedded.start(data)

    assert as_nobody(program, as_nobody.home / "var") == "PostgreSQL\n"
    mine.stop()


def test_files_of_somebody_else_are_one_line(data, as_nobody):
    program = """
        import sys
        from pathlib import Path
        import embedded
        try:
            embedded.start(Path(sys.argv[1]))
        except embedded.EmbeddedError as error:
            print(error)
    """
    theirs = as_nobody.home / "var"
    embedded.start(data).stop()
    data.rename(theirs)
    assert as_nobody(program, theirs) == f"The embedded PostgreSQL cannot use {theirs}: Permission denied\n"

    (theirs / ".lock").chmod(0o666)
    (theirs / ".users").chmod(0o666)
    owner = pwd.getpwuid((theirs / "postgres").stat().st_uid).pw_name
    if owner != "nobody":
        assert (
            as_nobody(program, theirs)
            == f"{theirs}/postgres belongs to user {owner}: start as that user, or choose another DATA directory\n"
        )
