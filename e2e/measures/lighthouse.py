"""Lighthouse on one page: its four scores and what they are made of."""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.browsers import system_chromium

VERSION = "13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
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


def missing() -> str:
    """Why it cannot be run here, in words; nothing when it can."""
    if not shutil.which("npx"):
        return "there is no npx: install Node.js"
    return "" if system_chromium() else "there is no Chromium of the machine's own"


def judged(address: str, *, desktop: bool = False, cookie: str = "", multiplier: float = 4.0) -> Judgement:
    """One run. A cookie makes the page a private one, whose noindex is no fault. Raises LighthouseError."""
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        kept = Path(folder) / "report.json"
        command = [
            "npx", "--yes", f"lighthouse@{VERSION}", address, "--output=json", f"--output-path={kept}", "--quiet",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags=--headless=new --disable-gpu{' --no-sandbox' if os.geteuid() == 0 else ''}",
            "--preset=desktop" if desktop else f"--throttling.cpuSlowdownMultiplier={multiplier:g}",
        ]  # fmt: skip
        if cookie:
            command += ["--skip-audits=is-crawlable", f"--extra-headers={json.dumps({'Cookie': cookie})}"]
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
