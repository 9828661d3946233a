"""`make lighthouse`: bytes, requests, Lighthouse's scores and the vitals of every page, into docs/pages.md.

The shop is opened for it as `make run` opens it. A run is judged by the budgets: 100 four times, LCP under 1.5 s, no layout
shift, taps that show within 100 ms. A busy machine only makes pages slower, so the better of some runs counts.
"""

import argparse
import math
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench import peers  # noqa: E402
from e2e import shop  # noqa: E402
from e2e.browsers import system_chromium  # noqa: E402
from e2e.devices import GALAXY, LAPTOP, described  # noqa: E402
from e2e.measures import lighthouse, vitals  # noqa: E402
from e2e.measures.lighthouse import Conditions, Judgement  # noqa: E402
from e2e.measures.pages import Visit, private, public  # noqa: E402
from e2e.profiles import SLOW_4G  # noqa: E402

TABLE = ROOT / "docs" / "pages.md"
INP = 100  # milliseconds
DEVICES = {"phone": GALAXY, "laptop": LAPTOP}
Inp = dict[tuple[str, str], float]  # page and device: milliseconds


@dataclass(frozen=True)
class Row:
    """A page on a device; inp in milliseconds."""

    shop: str
    page: str
    device: str
    judgement: Judgement
    inp: float

    def over_budget(self) -> list[str]:
        """What is not as it has to be."""
        found = lighthouse.over_budget(self.judgement, desktop=self.device == "laptop")
        return [*found, f"INP {self.inp:.0f} ms"] if self.inp >= INP else found


@dataclass(frozen=True)
class Measuring:
    """How pages are measured: how much the processor is slowed down, how many runs at most, whose shop it is, and what is tapped there."""

    multiplier: float
    attempts: int
    shop: str
    tries: dict[str, vitals.Tries]

    def slowed(self, page: Page) -> None:
        """A slow phone on a slow line, from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": self.multiplier})

    def rows(self, address: str, visits: list[Visit], inp: Inp) -> Iterator[Row]:
        """Each page on a phone and on a laptop; each row is printed as it comes."""
        for visit in visits:
            for device in DEVICES:
                conditions = Conditions(device == "laptop", visit.cookie, visit.is_hidden, self.multiplier)
                best = lighthouse.better(address + visit.path, conditions, self.attempts)
                row = Row(self.shop, visit.name, device, best, inp[visit.name, device])
                print(line(row), flush=True)
                yield row


def main() -> None:
    """Measure, write, judge: status 1 when a page of ours is over its budget."""
    wanted = arguments()
    if lighthouse.missing():
        raise SystemExit(f"Lighthouse cannot be run: {lighthouse.missing()}")
    with sync_playwright() as playwright, shop.opened() as address:
        multiplier = wanted.multiplier or calibrated(f"{address}/marketplace")
        measuring = Measuring(multiplier, wanted.attempts, "ours", vitals.TRIES)
        visits = [*public(), *private(playwright.request.new_context(base_url=address))]
        rows = list(measuring.rows(address, visits, longest(playwright, address, visits, measuring)))
        for name in wanted.peer:
            theirs = replace(measuring, shop=name, tries={})
            with peers.opened(name, Path(wanted.peers_folder).absolute()) as peer:
                rows += theirs.rows(peer.address, peer.visits, longest(playwright, peer.address, peer.visits, theirs))
    TABLE.write_text(written(rows, multiplier), encoding="utf-8")
    ours = [row for row in rows if row.shop == "ours" and row.over_budget()]
    over = [f"{row.page} on a {row.device}: {', '.join(row.over_budget())}" for row in ours]
    print("\n".join(over) or "Every page is within its budget")
    raise SystemExit(bool(over))


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="make lighthouse", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--attempts", type=int, default=3, help="runs of a page until it is fast, at most")
    parser.add_argument("--multiplier", type=float, help="how much slower the phone is than this machine")
    parser.add_argument("--peer", action="append", default=[], choices=list(peers.PEERS), help="also another shop")
    parser.add_argument("--peers-folder", default="var/peers", help="where other shops are built")
    return parser.parse_args()


def calibrated(address: str) -> float:
    """How much this machine has to be slowed down to be like a phone; the faster of two looks at it counts."""
    index = max(run.index for run in lighthouse.runs(address, Conditions(), 2))
    return lighthouse.multiplier_for(index)


def longest(playwright: Playwright, address: str, visits: list[Visit], measuring: Measuring) -> Inp:
    """The longest taps and keys on each page, of a thumb on the slow phone and of a mouse on the laptop, in the best run that was needed."""
    args = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with playwright.chromium.launch(executable_path=system_chromium(), args=args) as browser:

        def least(visit: Visit, device: str) -> float:
            best = math.inf
            for _ in range(measuring.attempts):
                context = browser.new_context(base_url=address, **described(playwright, DEVICES[device]))
                slow = measuring.slowed if device == "phone" else None
                best = min(best, vitals.interaction(context, visit, measuring.tries.get(visit.name), slow))
                if best < INP:
                    break
            return best

        return {(visit.name, device): least(visit, device) for visit in visits for device in DEVICES}


def line(row: Row) -> str:
    """A row of the table."""
    it = row.judgement
    cells = [
        row.page,
        row.device,
        f"{it.bytes:,}",
        it.requests,
        *it.scores.values(),
        f"{it.lcp / 1000:.2f}",
        f"{it.cls:g}",
        f"{it.tbt:.0f}",
        f"{row.inp:.0f}",
    ]
    return f"| {' | '.join(map(str, cells))} |"


def written(rows: list[Row], multiplier: float) -> str:
    """docs/pages.md."""
    indexes = sorted(row.judgement.index for row in rows)
    said = EXPLAINED.format(
        when=time.strftime("%Y-%m-%d"),
        version=lighthouse.VERSION,
        multiplier=multiplier,
        least=indexes[0],
        most=indexes[-1],
        cores=os.cpu_count(),
        load=os.getloadavg()[2],
    )
    names = dict.fromkeys(row.shop for row in rows)
    return "\n\n".join([said, *(section(name, [row for row in rows if row.shop == name]) for name in names)]) + "\n"


def section(name: str, rows: list[Row]) -> str:
    """A shop's table, and what its pages did not pass."""
    failed: dict[str, list[str]] = {}
    for row in rows:
        for fault in row.judgement.faults:
            failed.setdefault(fault, []).append(f"{row.page} on a {row.device}")
    faults = "\n".join(f"- {fault}: {', '.join(pages)}" for fault, pages in sorted(failed.items())) or "none"
    table = "\n".join([HEAD, *map(line, rows)])
    return f"## {peers.TITLES.get(name, 'This shop')}\n\n{table}\n\nAudits that were not passed:\n\n{faults}"


HEAD = (
    "| page | device | bytes | requests | performance | accessibility | best practices | SEO | LCP s | CLS | TBT ms | INP ms |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)
EXPLAINED = """# What the pages weigh and how fast they show

Written by `make lighthouse` on {when} with Lighthouse {version}: an empty cache, slow 4G (150 ms, 1.6 Mbit/s) and a processor
slowed down {multiplier:g} times on the phone, a fast line on the laptop. The machine has {cores} cores and was loaded with {load:.0f} processes
that wanted one; Lighthouse's benchmark index of it was between {least:.0f} and {most:.0f} during the runs. 4 times is meant for an index of
1500 and more; Lighthouse's documentation of throttling says what makes a mid-tier phone of a slower machine. A busy machine makes blocking
time and taps longer, never shorter. Pages that are hidden from search engines on purpose are judged without that. INP is the longest of
some taps and keys on a page that has come to rest (what would hold them up before that is the blocking time beside it), in Chromium under the
same conditions and without a graphics chip: what the page is for, as the search and the steps of a quantity; elsewhere, and on all pages of
another shop, a word into the first field, the first button that sends nothing, the first fold, else a tap on the heading. Taps that lead to
another page are not counted."""


if __name__ == "__main__":
    main()
