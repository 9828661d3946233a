"""`make bench-worker`: what the worker's troubles cost shoppers: a mail server that hangs, and very many holds that ran out at once.

Everything runs on this machine at the same time, as with `make bench`; the load is told with each figure.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench import loops, report  # noqa: E402
from bench.client import Browser  # noqa: E402
from bench.journey import Buyer  # noqa: E402
from bench.load import Watch, closed_loop  # noqa: E402
from bench.shop import Shop, audited, opened  # noqa: E402
from tests import mail_server  # noqa: E402
from tests.mail_server import MailServer  # noqa: E402

SHOPPERS = 8
MOODS = ("takes", "hangs")
LONGEST = 300.0  # seconds until the holds are given up
_RESERVE = "select move_stock(product_id, 0, %s, 'reserve', 'manual') from marketplace_listings where status = 'active' order by product_id"
_HOLD = """
    insert into stock_holds (product_id, owner, quantity, expires_at)
    select product_id, 'cart:' || gen_random_uuid(), 1, app_now() from marketplace_listings, generate_series(1, %s) where status = 'active'"""
_DUE = "select count(*) from stock_holds where state = 'held' and expires_at <= app_now()"
_MAIL = "select count(*), count(sent_at) from mail_outbox"


def main() -> None:
    """Measure, show, keep."""
    wanted = _arguments()
    with mail_server.running() as smtp, opened(SHOPPERS, MAIL_URL=smtp.url, SITE_URL="http://127.0.0.1:8000") as shop:
        found = asyncio.run(_measured(shop, smtp, wanted))
        print(f"stock_audit() after all that: {audited(shop) or 'every promise kept'}")
    print(f"Kept in {report.keep(ROOT / 'var' / 'bench', found).relative_to(ROOT)}")


async def _measured(shop: Shop, smtp: MailServer, wanted: argparse.Namespace) -> dict[str, object]:
    members = [await shop.member(number) for number in range(SHOPPERS)]
    mail = await _with_mail(shop, smtp, members, wanted)
    smtp.mood = "takes"
    return {"mail": mail, "holds": await _with_holds(shop, members, wanted.holds)}


async def _with_mail(
    shop: Shop, smtp: MailServer, members: list[Browser], wanted: argparse.Namespace
) -> dict[str, list[float]]:
    """The placing click's p99 in ms with a healthy mail server and with one that hangs, in rounds that take turns."""
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(wanted.rounds):
        for mood in MOODS:
            smtp.mood = mood
            purchase, place = await loops.purchases(shop, members, basket=1, seconds=wanted.seconds)
            found[mood].append(place.p99)
            words = f"{purchase.per_second:5.1f} purchases/s, placing p50 {place.p50:.1f} p99 {place.p99:.1f} ms"
            print(f"mail server {mood:6} {words}; {_load()} {purchase.failures or ''}", flush=True)
    healthy, hanging = (median(found[mood]) for mood in MOODS)
    print(f"placing p99, hanging / healthy: {hanging:.1f} / {healthy:.1f} ms = {hanging / healthy:.2f}")
    print("mails written and sent: {} and {}".format(*_row(shop, _MAIL)), flush=True)
    return found


async def _with_holds(shop: Shop, members: list[Browser], holds: int) -> dict[str, float]:
    """Seconds until all holds are given back from the moment they are due, and the placing click meanwhile."""
    await asyncio.to_thread(_let_run_out, shop, -(-holds // len(shop.listings)))
    watch, due = Watch(), int(_row(shop, _DUE)[0])
    print(f"{due:,} holds are due; {_load()}", flush=True)
    jobs = [Buyer(browser, shop.listings, watch, basket=1).buys for browser in members]
    began = time.monotonic()
    with _sweeping(shop):
        while _row(shop, _DUE)[0] and time.monotonic() < began + LONGEST:
            await closed_loop(jobs, watch, seconds=1.0)
    found = {"holds": due, "seconds": time.monotonic() - began, **watch.summary("place")}
    clicks = len(watch.seconds["place"])
    print(
        f"given back in {found['seconds']:.1f} s; {clicks} orders meanwhile, placing p50 {found['p50']} p99 {found['p99']} ms; {_load()}"
    )
    if watch.failures:
        print(f"failures: {watch.failures[:3]}")
    return found


def _let_run_out(shop: Shop, each: int) -> None:
    """So many holds of each listing are due from now on."""
    with psycopg.connect(shop.database_url) as connection:
        connection.execute(_RESERVE, [each])
        connection.execute(_HOLD, [each])


@contextmanager
def _sweeping(shop: Shop) -> Iterator[None]:
    """A worker of our own that begins now, beside the shop's."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--quiet", "--every", "1"]
    own = {"APP_ENV": "development", "DATABASE_URL": shop.database_url, "FLASK_SKIP_DOTENV": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env={"PATH": os.environ["PATH"], **own})
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def _row(shop: Shop, text: str) -> tuple[int, ...]:
    with psycopg.connect(shop.database_url) as connection:
        return connection.execute(text).fetchone() or (0,)


def _load() -> str:
    return "load {:.1f} {:.1f} {:.1f}".format(*os.getloadavg())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-worker", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often the mail server is healthy and hangs")
    parser.add_argument("--seconds", type=float, default=6.0, help="of one measurement")
    parser.add_argument("--holds", type=int, default=100_000, help="that run out at once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
