"""How close place_order comes to what PostgreSQL itself needs to write the same rows, by pgbench.

Two databases of one durable server hold the same members, carts, holds and quotes. In one place_order buys the quotes; in
the other, a copy without our triggers and policies, plain statements write the rows that place_order would write. Each
transaction is one round trip over the same kind of connection, and the measurements of a round take turns.
"""

import json
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from app import embedded, migrations
from bench import cores
from bench.journey import ADDRESS

SCRIPTS = Path(__file__).resolve().parent / "pgbench"
CLIENTS, THREADS = 16, 2
TURNS, WARMING_TURNS = 200, 50  # transactions of each client in one measurement
LISTINGS = 200
LONGEST = 120.0  # seconds of one measurement
SHOP, BARE = "shop", "bare"
PHONE = "+6281234567890"  # as the form writes the one of ADDRESS
_SETTINGS = """
    select set_config('bench.quotes', %s, true), set_config('bench.listings', %s, true),
        set_config('bench.address', %s, true)"""
_BROKEN = "select promise, count(*) from stock_audit() group by promise"


@dataclass(frozen=True, slots=True)
class Work:
    """A script in a database, on the hot listing or spread over the others; floor: the work it is held against."""

    name: str
    database: str
    script: str
    spread: bool
    floor: str = ""


UPDATE, INSERT = "bare UPDATE of one hot row", f"bare insert of an order's rows, {LISTINGS} listings"
HOT, SPREAD = "place_order, one hot listing", f"place_order, {LISTINGS} listings"
WORKS = (
    Work(UPDATE, BARE, "bare_update", spread=False),
    Work(HOT, SHOP, "place_order", spread=False, floor=UPDATE),
    Work(INSERT, BARE, "bare_order", spread=True),
    Work(SPREAD, SHOP, "place_order", spread=True, floor=INSERT),
)


@dataclass
class Found:
    """Transactions per second of each work in each round, the cores that others used, and promises broken by all that."""

    rates: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    others: list[float] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)

    def ratios(self, work: Work) -> list[float]:
        """The work's rate as a share of its floor's, round by round; empty for a floor."""
        return [
            rate / least for rate, least in zip(self.rates[work.name], self.rates.get(work.floor, []), strict=False)
        ]


def measured(rounds: int, patience: float) -> Found:
    """All WORKS in turns, so often; waits up to patience seconds for a quiet machine before each round."""
    found = Found()
    with _prepared(rounds) as server:
        for number in range(rounds):
            found.others.append(cores.quiet(patience))
            for work in WORKS:
                first = CLIENTS * (WARMING_TURNS + number * TURNS)
                found.rates[work.name].append(_rate(server, work, first=first, turns=TURNS))
        found.broken = _broken(server)
    return found


@contextmanager
def _prepared(rounds: int) -> Iterator[embedded.EmbeddedServer]:
    """A durable server with both databases, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as directory:
        server = embedded.start(Path(directory) / "var")
        try:
            _make_shop(server, quotes=2 * CLIENTS * (WARMING_TURNS + rounds * TURNS + 1))
            _do(server, "postgres", f"create database {BARE} template {SHOP}")
            _do(server, BARE, (SCRIPTS / "bare.sql").read_text())
            _do(server, BARE, "vacuum analyze")
            yield server
        finally:
            server.stop()


def _make_shop(server: embedded.EmbeddedServer, quotes: int) -> None:
    """A shop with so many quotes and a few orders: plans that were made for empty tables would mislead."""
    _do(server, "postgres", f"create database {SHOP}")
    migrations.up(server.url(SHOP))
    with psycopg.connect(server.url(SHOP)) as connection:
        connection.execute(_SETTINGS, [str(quotes), str(LISTINGS), json.dumps(ADDRESS | {"phone_number": PHONE})])
        connection.execute((SCRIPTS / "prepare.sql").read_bytes())
    _do(server, SHOP, "vacuum analyze")
    for work in (work for work in WORKS if work.database == SHOP):
        _rate(server, work, first=0, turns=WARMING_TURNS)
    _do(server, SHOP, "vacuum analyze")


def _rate(server: embedded.EmbeddedServer, work: Work, *, first: int, turns: int) -> float:
    """Transactions per second; a checkpoint first, so that all begin alike. Ends the benchmark when one fails."""
    _do(server, "postgres", "checkpoint")
    numbers = {"first": first, "turn": 0, "clients": CLIENTS, "spread": int(work.spread), "listings": LISTINGS}
    how = ["-n", "-M", "prepared", "-c", CLIENTS, "-j", THREADS, "-t", turns, "-f", SCRIPTS / f"{work.script}.sql"]
    given = [word for name, number in numbers.items() for word in ("-D", f"{name}={number}")]
    command = [embedded.binary("pgbench"), *how, *given, server.url(work.database)]
    ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=LONGEST)
    rate = re.search(r"^tps = ([\d.]+)", ran.stdout, re.MULTILINE)
    if rate is None or ran.returncode or f"processed: {CLIENTS * turns}/{CLIENTS * turns}\n" not in ran.stdout:
        raise SystemExit(f"{work.name} failed:\n{ran.stdout[-500:]}\n{ran.stderr[-2000:]}")
    return float(rate[1])


def _broken(server: embedded.EmbeddedServer) -> dict[str, int]:
    with psycopg.connect(server.url(SHOP)) as connection:
        return dict(connection.execute(_BROKEN).fetchall())


def _do(server: embedded.EmbeddedServer, database: str, statement: str) -> None:
    with psycopg.connect(server.url(database), autocommit=True) as connection:
        connection.execute(statement.encode())
