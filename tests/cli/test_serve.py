"""`flask serve` as a developer meets it: from nothing to an open shop, and down again without leftovers."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


def environment(**more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "APP_ENV": "development", "FLASK_SKIP_DOTENV": "1", **more}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(port):
    return [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]


@contextmanager
def serving(port, **settings):
    """The command, running until the block ends."""
    process = subprocess.Popen(
        command(port),
        cwd=ROOT,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        family = [process.pid, *descendants(process.pid)]
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
        for pid in alive(family):
            os.kill(pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()


def read_until(process, words):
    """The lines up to one with these words."""
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if words in line:
            return lines
    raise AssertionError(lines)


def failing(port, **settings):
    """Standard error and exit status of a start that must fail."""
    done = subprocess.run(
        command(port),
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.stderr, done.returncode


def descendants(pid):
    """The process ids below one, from /proc."""
    children = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            child = int(stat.parent.name)
            children += [child, *descendants(child)]
    return children


def alive(pids):
    """Those that still run; a stopped child of an init that does not wait is dead as well."""
    states = {}
    for pid in pids:
        try:
            states[pid] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [pid for pid, state in states.items() if state != "Z"]


@pytest.mark.slow
def test_from_nothing_to_an_open_shop_and_down_again(tmp_path):
    port, data = free_port(), tmp_path / "my shop"
    with serving(port, DATA=str(data)) as process:
        lines = read_until(process, "cs@sensasiwangi.test")
        assert [re.sub(r"\d+ migrations", "N migrations", line) for line in lines] == [
            "→ Starting PostgreSQL",
            "→ Schema: N migrations applied",
            "→ Planting the sample shop",
            f"→ The shop is open: http://127.0.0.1:{port}",
            "→ Log in as pembeli@sensasiwangi.test with wangi-sekali-2025",
            "→ Log in as cs@sensasiwangi.test with wangi-sekali-2025",
        ]
        with urlopen(f"http://127.0.0.1:{port}/api/ready") as answer:
            assert answer.status == 200
        started = [*descendants(process.pid), int((data / "postgres" / "postmaster.pid").read_text().split("\n")[0])]
        servers = [pid for pid in started if b"app.server" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(servers) >= 3  # one that watches over two workers

        process.send_signal(signal.SIGTERM)

        assert process.wait(PATIENCE) == 0
        assert alive(started) == []

    began = time.monotonic()
    with serving(port, DATA=str(data)) as process:
        assert read_until(process, "The shop is open")[:2] == ["→ Starting PostgreSQL", "→ Schema: current"]
        assert time.monotonic() - began < 30
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


@pytest.mark.slow
def test_a_stop_lets_a_running_request_finish(sample_shop):
    port = free_port()
    with serving(port, DATABASE_URL=str(sample_shop)) as process:
        read_until(process, "The shop is open")
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
            client.sendall(b"POST /auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n")
            client.sendall(b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\nemail=a")
            time.sleep(0.5)  # the request must have reached a worker; nothing tells us when
            process.send_signal(signal.SIGTERM)
            time.sleep(2.5)  # long enough to be asked to stop more than once
            client.sendall(b"&password=bcd")
            answer = client.recv(4096)
        assert answer.startswith(b"HTTP/1.1 4")
        assert process.wait(PATIENCE) == 0


@pytest.mark.slow
def test_a_busy_port_is_one_line():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]

        stderr, status = failing(port)

    assert (stderr, status) == (
        f"Error: Port {port} on 127.0.0.1 cannot be used (Address already in use): choose another, like PORT=8001\n",
        1,
    )


@pytest.mark.slow
def test_a_broken_database_url_is_one_line(tmp_path):
    stderr, status = failing(free_port(), DATABASE_URL=f"postgresql:///shop?host={tmp_path}")

    assert re.fullmatch(r"Error: The database does not answer: [^\n]+\n", stderr)
    assert status == 1


@pytest.mark.slow
def test_production_refuses_a_schema_that_is_not_current(server):
    with server.clone("template0") as blank:
        stderr, status = failing(
            free_port(),
            APP_ENV="production",
            DATABASE_URL=str(blank),
            SESSION_SECRET_KEY="x" * 40,
            BANK_ACCOUNTS="BCA:1234567890:PT Sensasiwangi",
            SUPPORT_WHATSAPP="6281200000000",
            SUPPORT_EMAIL="bantuan@sensasiwangi.test",
        )

        assert (stderr, status) == ("Error: The schema is not current (0001 is pending): flask migrate up\n", 1)
        assert blank.rows("select 1 from pg_class where relname = 'schema_migrations'") == []


@pytest.mark.slow
def test_a_database_that_goes_away_does_not_end_the_shop(sample_shop):
    port = free_port()
    with serving(port, DATABASE_URL=str(sample_shop)) as process:
        read_until(process, "The shop is open")
        with psycopg.connect(sample_shop, autocommit=True) as console:
            console.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
        with urlopen(f"http://127.0.0.1:{port}/api/ready") as answer:
            assert answer.status == 200
        assert process.poll() is None


@pytest.mark.slow
def test_a_database_that_dies_is_started_again(tmp_path):
    port = free_port()
    with serving(port, DATA=str(tmp_path / "var"), DATABASE_URL="") as process:
        read_until(process, "The shop is open")
        os.kill(int((tmp_path / "var" / "postgres" / "postmaster.pid").read_text().split("\n")[0]), signal.SIGKILL)
        read_until(process, "PostgreSQL had ended and was started again")
        with urlopen(f"http://127.0.0.1:{port}/api/ready") as answer:
            assert answer.status == 200
