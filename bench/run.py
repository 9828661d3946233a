"""`make bench`: what the shop does per second and how long it takes, what it weighs, how often it asks the database.

Everything runs on this machine at the same time: this client, the web server as `flask serve` starts it, and a
PostgreSQL that keeps what it acknowledges. A greeting by Flask and Jinja on the same server is measured in every
round, next to the rest: the ratio to it says more than a number from a busy machine.
"""

import argparse
import asyncio
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench import cores, loops, report, start, trips, weight  # noqa: E402
from bench.loops import Figure  # noqa: E402
from bench.report import Line, judged, show  # noqa: E402
from bench.pages import REQUESTS  # noqa: E402
from bench.shop import Shop, audited, opened  # noqa: E402

SHOPPERS = (1, 8, 32)
PAGE_SHOPPERS = 8
STEADY = 50  # requests per second
Rounds = dict[tuple[str, int], list[Figure]]


def main() -> None:
    """Measure, show, keep."""
    wanted = _arguments()
    found: dict[str, Any] = {}
    if wanted.make_run:
        found["make run"] = start.timed()
        tables.start(found["make run"])
    with opened(members=max(SHOPPERS)) as shop:
        print(f"The shop opened after {shop.seconds_to_open:.1f} s with {len(shop.listings)} listings", flush=True)
        found["first view"] = asyncio.run(_weights(shop))
        found["round trips"] = trips.counted(shop)
        rounds = asyncio.run(_rounds(shop, wanted))
        steady = asyncio.run(_steady(shop, wanted.seconds))
        found["audit"] = audited(shop)
    tables.first_views(found["first view"])
    tables.round_trips(found["round trips"])
    tables.loops(rounds)
    tables.steady(steady)
    print(f"\n  stock_audit(): {found['audit'] or 'every promise kept'}")
    found["figures"] = [asdict(figure) for figures in rounds.values() for figure in figures]
    found["steady"] = [asdict(figure) for figure in steady]
    print(f"  Kept in {report.keep(ROOT / 'var' / 'bench', found).relative_to(ROOT)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured; the median counts")
    parser.add_argument("--seconds", type=float, default=3.0, help="of one measurement")
    parser.add_argument(
        "--patience", type=float, default=30.0, help="seconds to wait for a quiet machine before a round"
    )
    parser.add_argument("--basket", type=int, default=1, help="listings in a purchase")
    parser.add_argument("--make-run", action="store_true", help="also time `make run` in a copy of the tree, twice")
    return parser.parse_args()


async def _weights(shop: Shop) -> dict[str, dict[str, int]]:
    product = f"/marketplace/{shop.listings[0].slug}"
    return {
        "/marketplace": await weight.first_view(shop, "/marketplace"),
        "product page": await weight.first_view(shop, product),
    }


async def _rounds(shop: Shop, wanted: argparse.Namespace) -> Rounds:
    members = [await shop.member(number) for number in range(max(SHOPPERS))]
    found: Rounds = defaultdict(list)
    for number in range(wanted.rounds):
        others = await asyncio.to_thread(cores.quiet, wanted.patience)
        print(f"Round {number + 1} of {wanted.rounds}; others use {others:.1f} cores", flush=True)
        for name in REQUESTS:
            found[name, PAGE_SHOPPERS].append(
                await loops.one(shop, name, shoppers=PAGE_SHOPPERS, seconds=wanted.seconds)
            )
        for shoppers in SHOPPERS:
            buyers = members[:shoppers]
            for figure in await loops.purchases(shop, buyers, basket=wanted.basket, seconds=2 * wanted.seconds):
                found[figure.name, shoppers].append(figure)
    return found


async def _steady(shop: Shop, seconds: float) -> list[Figure]:
    """Fragments, pages and orders when the shop is not pushed to its limit."""
    members = [await shop.member(number) for number in range(PAGE_SHOPPERS)]
    fragment, page = [
        await loops.one(shop, name, shoppers=PAGE_SHOPPERS, seconds=2 * seconds, per_second=STEADY)
        for name in ("stock", "list")
    ]
    _, order = await loops.purchases(shop, members, basket=1, seconds=4 * seconds, per_second=STEADY)
    return [fragment, page, order]


if __name__ == "__main__":
    main()
