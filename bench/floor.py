"""How close place_order comes to what PostgreSQL itself needs to write the same rows, by pgbench.

Two databases of one durable server hold the same members, carts, holds and quotes. In one place_order buys the quotes; in
the other, a copy without our triggers and policies, plain statements write the rows that place_order would write. Each
transaction is one round trip over the same kind of connection, and the measurements of a round take turns.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
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

    rates: dict[str, list[float]] = field(default_factory=lambda: {work.name: [] for work in WORKS})
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
    with _opened(rounds) as url:
        for number in range(rounds):
            found.others.append(cores.quiet(patience))
            for work in WORKS:
                first = CLIENTS * (WARMING_TURNS + number * TURNS)
                found.rates[work.name].append(rate(url(work.database), work, first=first, turns=TURNS))
        with psycopg.connect(url(SHOP)) as connection:
            found.broken = dict(connection.execute(_BROKEN).fetchall())
    return found


def prepare(url: str, quotes: int) -> None:
    """Fills a migrated database with so many quotes that can be bought, half of them of one hot listing."""
    with psycopg.connect(url) as connection:
        connection.execute(_SETTINGS, [str(quotes), str(LISTINGS), json.dumps(ADDRESS | {"phone_number": PHONE})])
        connection.execute((SCRIPTS / "prepare.sql").read_bytes())


def make_bare(url: str) -> None:
    """Takes our triggers and policies out of a database."""
    _do(url, (SCRIPTS / "bare.sql").read_text())


def rate(url: str, work: Work, *, first: int, turns: int) -> float:
    """Transactions per second from the given quote on; a checkpoint before, so that all begin alike.

    Ends the benchmark when a transaction fails.
    """
    _do(url, "checkpoint")
    numbers = {"first": first, "turn": 0, "clients": CLIENTS, "spread": int(work.spread), "listings": LISTINGS}
    how = ["-n", "-M", "prepared", "-c", CLIENTS, "-j", THREADS, "-t", turns, "-f", SCRIPTS / f"{work.script}.sql"]
    given = [word for name, number in numbers.items() for word in ("-D", f"{name}={number}")]
    command = map(str, [embedded.binary("pgbench"), *how, *given, url])
    ran = subprocess.run(list(command), capture_output=True, text=True, check=False, timeout=LONGEST)
    per_second = re.search(r"^tps = ([\d.]+)", ran.stdout, re.MULTILINE)
    if per_second is None or ran.returncode or f"processed: {CLIENTS * turns}/{CLIENTS * turns}\n" not in ran.stdout:
        raise SystemExit(f"{work.name} failed:\n{ran.stdout[-500:]}\n{ran.stderr[-2000:]}")
    return float(per_second[1])


@contextmanager
def _opened(rounds: int) -> Iterator[Callable[[str], str]]:
    """Where to find SHOP and BARE, both filled, on a durable server that runs until the block ends."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as directory:
        server = embedded.start(Path(directory) / "var")
        try:
            _do(server.url("postgres"), f"create database {SHOP}")
            _make_shop(server.url(SHOP), quotes=2 * CLIENTS * (WARMING_TURNS + rounds * TURNS + 1))
            _do(server.url("postgres"), f"create database {BARE} template {SHOP}")
            make_bare(server.url(BARE))
            _do(server.url(BARE), "vacuum analyze")
            yield server.url
        finally:
            server.stop()


def _make_shop(url: str, quotes: int) -> None:
    """A shop with so many quotes and a few orders: plans that were made for empty tables would mislead."""
    migrations.up(url)
    prepare(url, quotes)
    _do(url, "vacuum analyze")
    for work in (work for work in WORKS if work.database == SHOP):
        rate(url, work, first=0, turns=WARMING_TURNS)
    _do(url, "vacuum analyze")


def _do(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
