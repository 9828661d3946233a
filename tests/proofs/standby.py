"""A streaming replica of an embedded server, made by PostgreSQL's own pg_basebackup."""

import subprocess
from pathlib import Path

from app import embedded


def standby(primary: embedded.EmbeddedServer, directory: Path) -> embedded.EmbeddedServer:
    """Copies the primary's files into a new directory and starts a server there that follows it."""
    directory.mkdir(parents=True)
    account = embedded._account(primary.home)
    home = directory.resolve() / "postgres"
    home.mkdir(mode=0o700)
    subprocess.run(["chown", f"{account.pw_uid}:{account.pw_gid}", str(home)], check=True)
    embedded._open_ways(home, account)
    how = ["--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf", "--no-sync"]
    where = ["-h", str(primary.sockets), "-U", "postgres", "-D", str(home)]
    copied = subprocess.run(
        [str(embedded.binary("pg_basebackup")), *how, *where],
        check=False,
        capture_output=True,
        text=True,
        **embedded._as(account),
    )
    assert copied.returncode == 0, copied.stderr
    for left in home.glob(".s.PGSQL.*"):
        left.unlink()  # the primary's socket lies among its files
    return embedded.start(directory, durable=False)
