"""`make drill`: a shop of a million orders is dumped, restored into an empty cluster, and compared; how long that takes.

What the shop takes in between two backups is lost by this way back: point-in-time recovery is the managed database's.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from app import backups, embedded  # noqa: E402
from bench.orders import filled  # noqa: E402
from tools.schema import dump as schema_of  # noqa: E402

BUDGET = 600.0  # seconds, dump and restore together
Contents = dict[str, tuple[int, int]]
_TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1"
_ROWS = "select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from {} t"
_DEFAULTS = "select defaclrole::regrole::text, defaclnamespace, defaclobjtype, defaclacl::text from pg_default_acl order by 1, 2, 3"
_ROLES = """
    select rolname::text, rolsuper, rolbypassrls, rolcanlogin, rolinherit, rolconfig from pg_roles
    where rolname ~ '^sensasiwangi_' order by 1"""


def main() -> None:
    """Fill up, dump, restore, compare; exit status 1 when something differs or it takes too long."""
    wanted = _arguments()
    with (
        tempfile.TemporaryDirectory(prefix="drill-", ignore_cleanup_errors=True) as directory,
        _cluster(wanted.data or Path(directory) / "shop") as before,
        _cluster(Path(directory) / "new") as after,
    ):
        filled(before, wanted.orders, whole=True)
        seconds = _drilled(before, after, Path(directory) / f"shop{backups.SUFFIX}")
    print(f"dump and restore: {seconds:.0f} s, budget {BUDGET:.0f} s: {'ok' if seconds <= BUDGET else 'missed'}")
    raise SystemExit(seconds > BUDGET)


def _drilled(before: str, after: str, file: Path) -> float:
    began = time.monotonic()
    backups.dump(before, file)
    dumped = time.monotonic()
    print(f"dumped into {file.stat().st_size / 1e6:,.0f} MB in {dumped - began:.0f} s", flush=True)
    backups.restore(after, file)
    restored = time.monotonic()
    print(f"restored in {restored - dumped:.0f} s", flush=True)
    differences = compared(before, after)
    print("\n".join(differences) or f"nothing differs; compared and audited in {time.monotonic() - restored:.0f} s")
    if differences:
        raise SystemExit(1)
    return restored - began


def compared(before: str, after: str) -> list[str]:
    """What differs between a shop and the one that was restored: rows by a sum of their hashes, schema, roles, the audit."""
    found = [
        f"{what} differs"
        for what, one, other in (
            ("the schema", _schema(before), _schema(after)),
            ("a right that new functions begin with", _all(before, _DEFAULTS), _all(after, _DEFAULTS)),
            ("a role", _all(before, _ROLES), _all(after, _ROLES)),
        )
        if one != other
    ]
    rows, restored = contents(before), contents(after)
    found += [f"{table} differs" for table in sorted(rows | restored) if rows.get(table) != restored.get(table)]
    return found + [f"the audit finds {promise}" for promise, *_ in _all(after, "select * from stock_audit()")]


def _schema(url: str) -> str:
    """Without parentheses: those of a chain of conditions are other ones once it was read again."""
    return re.sub("[()]", "", schema_of(url))


def contents(url: str) -> Contents:
    """Rows of each table: how many, and the sum of their hashes."""
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
        return {name: connection.execute(sql.SQL(_ROWS).format(sql.Identifier(name))).fetchone() for name in tables}  # type: ignore[misc]


def _all(url: str, text: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(text).fetchall()  # type: ignore[arg-type]


@contextmanager
def _cluster(directory: Path) -> Iterator[str]:
    server = embedded.start(directory)
    try:
        yield server.url()
    finally:
        server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, help="a directory that keeps the full shop for the next time")
    return parser.parse_args()


if __name__ == "__main__":
    main()
