"""`make bench-desk`: how long the desk searches and lists when there are very many orders, and by which plans.

In the database: find_orders and its rows, as the desk's role. Over HTTP: the whole page by the app's test client, in
this process. Plans are written to docs/plans/desk_search.txt.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import psycopg
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from app import embedded, seeding  # noqa: E402
from app.desk.search import forms, queries  # noqa: E402
from bench.desk_kinds import LISTS, SEARCHES, Sample, drawn, plans  # noqa: E402
from bench.orders import filled  # noqa: E402
from bench.shop import inside  # noqa: E402

PLANS = ROOT / "docs" / "plans" / "desk_search.txt"
BUDGET = 150  # ms, the 95th percentile
ENTER = "select set_config('role', 'sensasiwangi_desk', false)"
Asked = dict[str, str]


def main() -> None:
    """Fill up, measure, show, write the plans down."""
    wanted = _arguments()
    with _database(wanted.data) as url:
        filled(url, wanted.orders)
        samples = drawn(url, wanted.samples)
        with psycopg.connect(url, autocommit=True) as connection, _desk(url) as client:
            connection.execute(ENTER)
            print(f"\n{'ms':34}  database p50   p95      HTTP p50   p95")
            whole = [_measured(name, kind, samples, connection, client) for name, kind in (SEARCHES | LISTS).items()]
        slowest = _p95([each for times in whole for each in times])
        print(
            f"\nall kinds over HTTP: p95 {slowest:.1f} ms, budget {BUDGET}: {'ok' if slowest <= BUDGET else 'missed'}"
        )
        _write_plans(url, wanted.orders, samples[0])


def _measured(
    name: str,
    kind: Callable[[Sample], Asked],
    samples: list[Sample],
    connection: "psycopg.Connection[object]",
    client: FlaskClient,
) -> list[float]:
    """Shows one line; the times over HTTP."""
    asked = [kind(sample) for sample in samples]
    statements = [queries.found(forms.parse_filters(each)) for each in asked]
    inside = [_timed(lambda it=it: connection.execute(it.text, it.params).fetchall()) for it in statements]
    outside = [_timed(lambda it=it: client.get("/admin/orders", query_string=it).text) for it in asked]
    figures = (median(inside), _p95(inside), median(outside), _p95(outside))
    remark = "" if figures[3] <= BUDGET else "  missed"
    print("{:34}  {:12.1f} {:5.1f}  {:12.1f} {:5.1f}".format(name, *figures), remark, flush=True)
    return outside


def _write_plans(url: str, orders: int, sample: Sample) -> None:
    """What the planner does for each kind; only the order it was asked for is left out."""
    parts = [f"Plans of the desk's search and list at {orders:,} orders, written by bench/desk.py.\n"]
    with psycopg.connect(url, autocommit=True) as connection:
        for name, kind in (SEARCHES | LISTS).items():
            parts += [f"== {name}: {what}\n{plan}\n" for what, plan in plans(connection, kind(sample)).items()]
    PLANS.parent.mkdir(exist_ok=True)
    PLANS.write_text("\n".join(parts))


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


@contextmanager
def _desk(url: str) -> Iterator[FlaskClient]:
    """Somebody of the staff of a shop on this database, signed in."""
    with inside(url, RATELIMIT_ENABLED="off") as app:
        client = app.test_client()
        client.post("/auth/login", data={"email": seeding.STAFF[0]["email"], "password": seeding.PASSWORD})
        yield client


@contextmanager
def _database(directory: Path | None) -> Iterator[str]:
    """An embedded PostgreSQL, kept when it was given a directory."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as temporary:
        server = embedded.start(directory or Path(temporary) / "var", durable=False)
        try:
            yield server.url()
        finally:
            server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--samples", type=int, default=30, help="orders that are looked for, of each kind")
    parser.add_argument("--data", type=Path, help="a directory that keeps the database for the next time")
    return parser.parse_args()


if __name__ == "__main__":
    main()
