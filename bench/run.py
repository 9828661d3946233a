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
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench import big, cores, floor, loops, report, start, tables, trips, weight  # noqa: E402
from bench.loops import Figure  # noqa: E402
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
    purchases = [] if wanted.only_floor else _shop_measured(wanted, found)
    if not wanted.no_floor:
        found["floor"] = _floor_measured(wanted, purchases)
    print(f"Kept in {report.keep(ROOT / 'var' / 'bench', found).relative_to(ROOT)}")


def _shop_measured(wanted: argparse.Namespace, found: dict[str, Any]) -> list[list[Figure]]:
    """All there is to measure over HTTP, shown and put into found; the purchases by shoppers, each in all rounds."""
    if wanted.make_run:
        found["start"] = start.timed()
        tables.start(found["start"])
    with opened(members=max(SHOPPERS)) as shop:
        print(f"The shop opened after {shop.seconds_to_open:.1f} s with {len(shop.listings)} listings", flush=True)
        found["first views"] = asyncio.run(_first_views(shop))
        tables.first_views(found["first views"])
        found["round trips"] = trips.counted(shop)
        tables.round_trips(found["round trips"])
        rounds, steady = asyncio.run(_measured(shop, wanted))
        found["broken promises"] = audited(shop)
        if wanted.listings:
            found["big shop"] = _big_shop(shop, wanted.listings, 4 * wanted.seconds)
    tables.loops(rounds.values(), rounds["hello", PAGE_SHOPPERS])
    tables.steady(STEADY, steady)
    _tell_audit(found["broken promises"])
    found["figures"] = [asdict(figure) for figures in [*rounds.values(), steady] for figure in figures]
    return [rounds["purchase", shoppers] for shoppers in SHOPPERS]


def _floor_measured(wanted: argparse.Namespace, purchases: list[list[Figure]]) -> dict[str, Any]:
    """place_order beside bare PostgreSQL, shown together with the purchases."""
    found = floor.measured(wanted.rounds, wanted.patience)
    tables.floor(found, purchases)
    _tell_audit(found.broken)
    return asdict(found)


def _tell_audit(broken: dict[str, int]) -> None:
    print(f"\nstock_audit() after all that: {broken or 'every promise kept'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured; the median counts")
    parser.add_argument("--seconds", type=float, default=3.0, help="of one measurement")
    parser.add_argument("--patience", type=float, default=30.0, help="seconds to wait for a quiet machine, each round")
    parser.add_argument("--basket", type=int, default=1, help="listings in a purchase")
    parser.add_argument("--listings", type=int, default=0, help="also fill the shop up to so many and search in it")
    parser.add_argument("--make-run", action="store_true", help="also time `make run` in a copy of the tree, twice")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--only-floor", action="store_true", help="measure place_order by pgbench and nothing else")
    which.add_argument("--no-floor", action="store_true", help="leave that out")
    return parser.parse_args()


def _big_shop(shop: Shop, listings: int, seconds: float) -> dict[str, dict[str, float]]:
    watch = asyncio.run(big.searched(shop, listings=listings, seconds=seconds, per_second=STEADY))
    found = {what: watch.summary(what) for what in watch.seconds}
    tables.big_shop(listings, STEADY, found, watch.failures)
    return found


async def _first_views(shop: Shop) -> dict[str, dict[str, int]]:
    product = await weight.first_view(shop, f"/marketplace/{shop.listings[0].slug}")
    return {"list": await weight.first_view(shop, "/marketplace"), "product": product}


async def _measured(shop: Shop, wanted: argparse.Namespace) -> tuple[Rounds, list[Figure]]:
    members = [await shop.member(number) for number in range(max(SHOPPERS))]
    found: Rounds = defaultdict(list)
    for number in range(wanted.rounds):
        others = cores.quiet(wanted.patience)
        print(f"Round {number + 1} of {wanted.rounds}; others use {others:.1f} cores", flush=True)
        for name in REQUESTS:
            figure = await loops.one(shop, name, shoppers=PAGE_SHOPPERS, seconds=wanted.seconds)
            found[name, PAGE_SHOPPERS].append(figure)
        for shoppers in SHOPPERS:
            buyers = members[:shoppers]
            for figure in await loops.purchases(shop, buyers, basket=wanted.basket, seconds=2 * wanted.seconds):
                found[figure.name, shoppers].append(figure)
    return found, await _steady(shop, members[:PAGE_SHOPPERS], 2 * wanted.seconds)


async def _steady(shop: Shop, members: list[Any], seconds: float) -> list[Figure]:
    """Fragments, pages and orders when the shop is not pushed to its limit."""
    limits: dict[str, Any] = {"seconds": seconds, "per_second": STEADY}
    fragment, page = [await loops.one(shop, name, shoppers=PAGE_SHOPPERS, **limits) for name in ("stock", "list")]
    _, order = await loops.purchases(shop, members, basket=1, **limits)
    return [fragment, page, order]


if __name__ == "__main__":
    main()
