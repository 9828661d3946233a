"""Gathers what was played, from all workers, and writes the report at the end."""

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from e2e.report.page import written
from e2e.suites import MARKERS

ARTIFACTS = {"playwright_trace": "trace", "playwright_video": "video", "playwright_screenshot": "screenshot"}
KEPT = "report"  # properties of a story that are the report's own, as JSON


@dataclass
class Played:
    """A story as it went; seconds include getting ready and tidying up."""

    file: str
    title: str
    outcome: str = "passed"
    why: str = ""
    seconds: float = 0.0
    suites: list[str] = field(default_factory=list)
    device: str = ""
    browser: str = ""
    profile: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    axe: list[list[str]] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Gatherer:
    """A pytest plugin of the process that hears of every story; folder is where the report goes."""

    folder: Path
    facts: dict[str, str]
    browsers: list[tuple[str, str]]
    played: dict[str, Played] = field(default_factory=dict)
    began: float = field(default_factory=time.time)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One of a story's three parts is over."""
        story = self.played.setdefault(report.nodeid, begun(report))
        story.seconds += report.duration
        if report.skipped:
            story.outcome, story.why = (
                "not run",
                str(report.longrepr[2]).removeprefix("Skipped: ").removeprefix("not run: "),
            )
        elif report.failed:
            story.outcome, story.why = "failed", story.why or str(report.longrepr)
        if report.when == "teardown":
            self.finish(story, report.user_properties)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Which browsers and suites were run and which were not, and where the report is."""
        terminalreporter.section("browsers and suites")
        for name, words in [*self.browsers, *self.suites()]:
            terminalreporter.line(f"{name}: {words}")
        if self.played:
            target = self.folder / "report.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(written(self), encoding="utf-8")
            terminalreporter.line(f"report: {target}")

    def suites(self) -> list[tuple[str, str]]:
        """Each suite with what came of its stories, or why none was played."""
        found = []
        for suite in ("smoke", "purchase", "desk"):
            stories = [story for story in self.played.values() if suite in story.suites]
            found.append((f"suite {suite}", summed_up(stories)))
        return found

    def finish(self, story: Played, properties: list[tuple[str, Any]]) -> None:
        """Puts a story's properties where they belong: the report's own, files, figures."""
        for name, value in properties:
            if name == KEPT:
                for part, words in json.loads(value).items():
                    setattr(story, part, words)
            elif name in ARTIFACTS:
                story.links.append((ARTIFACTS[name], Path(os.path.relpath(value, self.folder)).as_posix()))
            else:
                story.figures.append((name, str(value)))


def begun(report: pytest.TestReport) -> Played:
    """A story nobody has heard of yet."""
    path, _, title = report.nodeid.partition("::")
    suites = [name for name in MARKERS if name in report.keywords]
    return Played(
        Path(path).stem.removeprefix("test_").replace("_", " "),
        title.removeprefix("test_").replace("_", " "),
        suites=suites,
    )


def summed_up(stories: list[Played]) -> str:
    """Counts and seconds in words."""
    counts = {
        outcome: sum(story.outcome == outcome for story in stories) for outcome in ("passed", "failed", "not run")
    }
    played = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    why = sorted({story.why for story in stories if story.outcome == "not run"})
    if not stories:
        return "not run: it was not asked for"
    if counts["not run"] == len(stories):
        return f"not run: {'; '.join(why)}"
    return f"{played} in {sum(story.seconds for story in stories):.0f} s" + "".join(
        f"; not run: {words}" for words in why
    )
