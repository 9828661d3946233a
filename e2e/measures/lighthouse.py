"""Lighthouse on one page: its four scores and what they are made of."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from e2e.browsers import system_chromium

VERSION = "13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LCP = 1500  # milliseconds
PATIENCE = 240.0  # seconds for one page
MULTIPLIERS = ((1500, 4.0), (800, 2.0))  # Lighthouse, docs/throttling.md: what makes a mid-tier phone of this machine


class LighthouseError(Exception):
    """It could not be run or did not come to an end; the message says what it said last."""


@dataclass(frozen=True)
class Judgement:
    """Scores from 0 to 100, milliseconds, bytes as they came over the wire; faults are the audits that were not passed."""

    scores: dict[str, int]
    lcp: float
    cls: float
    tbt: float
    bytes: int
    requests: int
    index: float
    faults: list[str]


@dataclass(frozen=True)
class Conditions:
    """A phone on slow 4G whose processor is so many times slower than this machine's, or a laptop on a fast line."""

    desktop: bool = False
    cookie: str = ""  # whose page it is
    is_hidden: bool = False  # from search engines, which is no fault then
    multiplier: float = 4.0


def missing() -> str:
    """Why it cannot be run here, in words; nothing when it can."""
    if not shutil.which("npx"):
        return "there is no npx: install Node.js"
    return "" if system_chromium() else "there is no Chromium of the machine's own"


@cache
def program() -> str:
    """Where npx keeps it, fetched when it is not there; npx itself takes seconds for every call. Raises LighthouseError."""
    command = ["npx", "--yes", "--package", f"lighthouse@{VERSION}", "--call", "command -v lighthouse"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LighthouseError(f"npx cannot fetch lighthouse@{VERSION}: {done.stderr[-300:]}")
    return done.stdout.strip()


def better(address: str, conditions: Conditions, attempts: int) -> Judgement:
    """The best of some runs, as a busy machine only makes pages slower; the first that is fast ends them. Raises LighthouseError."""
    found: list[Judgement] = []
    for run in runs(address, conditions, attempts):
        found.append(run)
        if _is_fast(run, conditions):
            break
    return max(found, key=lambda it: (it.scores["performance"], -it.lcp))


def runs(address: str, conditions: Conditions, count: int) -> Iterator[Judgement]:
    """So many judgements; what Lighthouse does not bring to an end is tried again, as often. Raises LighthouseError."""
    found, refused = 0, 0
    while found < count:
        try:
            run = judged(address, conditions)
        except LighthouseError:
            refused += 1
            if refused > count:
                raise
        else:
            found += 1
            yield run


def _is_fast(judgement: Judgement, conditions: Conditions) -> bool:
    return judgement.scores["performance"] == 100 and (judgement.lcp < LCP or conditions.desktop)


def over_budget(judgement: Judgement, *, desktop: bool) -> list[str]:
    """What is not as PRODUCT.md, section 11, wants it."""
    found = [f"{name} {score}" for name, score in judgement.scores.items() if score < 100]
    if judgement.lcp >= LCP and not desktop:
        found.append(f"LCP {judgement.lcp:.0f} ms")
    return found + [f"CLS {judgement.cls}"] * (judgement.cls > 0)


def judged(address: str, conditions: Conditions) -> Judgement:
    """One run. Raises LighthouseError."""
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        kept = Path(folder) / "report.json"
        command = [
            program(), address, "--output=json", f"--output-path={kept}", "--quiet",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags=--headless=new --disable-gpu{' --no-sandbox' if os.geteuid() == 0 else ''}",
            "--preset=desktop" if conditions.desktop else f"--throttling.cpuSlowdownMultiplier={conditions.multiplier:g}",
        ]  # fmt: skip
        if conditions.cookie:
            command.append(f"--extra-headers={json.dumps({'Cookie': conditions.cookie})}")
        if conditions.is_hidden:
            command.append("--skip-audits=is-crawlable")
        environ = {**os.environ, "CHROME_PATH": system_chromium() or ""}
        try:
            done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as late:
            raise LighthouseError(f"no answer for {address} within {PATIENCE:.0f} s") from late
        if not kept.exists():
            raise LighthouseError(f"{address}: {done.stderr[-500:]}")
        return read(json.loads(kept.read_text()))


def read(report: dict[str, Any]) -> Judgement:
    """What counts in Lighthouse's own report. Raises LighthouseError when the page did not load in it."""
    if report.get("runtimeError"):
        raise LighthouseError(report["runtimeError"]["message"])
    audits, categories = report["audits"], report["categories"]
    loaded = audits["network-requests"]["details"]["items"]
    weighed = {part["id"] for category in categories.values() for part in category["auditRefs"] if part["weight"]}
    return Judgement(
        scores={name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES},
        lcp=audits["largest-contentful-paint"]["numericValue"],
        cls=round(audits["cumulative-layout-shift"]["numericValue"], 4),
        tbt=audits["total-blocking-time"]["numericValue"],
        bytes=sum(item["transferSize"] for item in loaded),
        requests=len(loaded),
        index=report["environment"]["benchmarkIndex"],
        faults=[
            name for name in sorted(weighed) if (audits[name]["score"] or 0) < 0.9 and audits[name]["score"] is not None
        ],
    )


def multiplier_for(index: float) -> float:
    """How much slower this machine has to be made, by its benchmark index, to be like a mid-tier phone."""
    return next((factor for least, factor in MULTIPLIERS if index >= least), 1.0)
