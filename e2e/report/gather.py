"""Gathers what was played, from all workers, and writes the report at the end."""

import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from e2e.report.page import written
from e2e.report.played import Played, begun, named, reason, summed_up

ARTIFACTS = {"playwright_trace": "trace", "playwright_video": "video", "playwright_screenshot": "screenshot"}
KEPT = "report"  # properties of a story that are the report's own, as JSON
REPORT = "report.html"
UNUSED = "not run: no story was left for it"
SUITES = ("smoke", "purchase", "desk")


@dataclass
class Gatherer:
    """A pytest plugin of the process that hears of every story; folder is where the report goes, asked the suite, if one was."""

    folder: Path
    facts: dict[str, str]
    browsers: list[tuple[str, str]]
    asked: str = ""
    played: dict[str, Played] = field(default_factory=dict)
    left: dict[str, Played] = field(default_factory=dict)
    began: float = field(default_factory=time.time)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One of a story's three parts is over."""
        story = self.played.setdefault(report.nodeid, begun(report))
        story.seconds += report.duration
        if report.skipped:
            story.outcome = "not run"
            story.why = str(report.longrepr[2]).removeprefix("Skipped: ").removeprefix("not run: ")
        elif report.failed:
            story.fails(reason(report.longrepr), str(report.longrepr))
        elif report.when == "call":
            story.outcome = "passed"
        if report.when == "teardown":
            self.finish(story, report.user_properties)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker is gone; all of them left out the same."""
        self.leaves_out(getattr(node, "workeroutput", {}).get("left out", {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Which browsers and suites were run and which were not, what was left out, and where the report is."""
        terminalreporter.section("browsers and suites")
        for name, words in [*self.driven(), *self.suites()]:
            terminalreporter.line(f"{name}: {words}")
        for why, stories in self.left_out():
            terminalreporter.line(f"left out: {len(stories)} of the stories, {why}")
        if self.idle():
            terminalreporter.line(self.idle(), red=True)
        terminalreporter.line(f"report: {self.folder / REPORT}")

    def leaves_out(self, stories: dict[str, tuple[list[str], str]]) -> None:
        """Stories that are not played, by their ids: their marks, and why."""
        for name, (marks, why) in stories.items():
            self.left[name] = named(name, marks, outcome="left out", why=why)

    def write(self) -> None:
        """The report as a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / REPORT).write_text(written(self), encoding="utf-8")

    def driven(self) -> list[tuple[str, str]]:
        """Each browser with what was run in it, or why nothing was."""
        return [(name, UNUSED if self.idle() and words.startswith("run") else words) for name, words in self.browsers]

    def suites(self) -> list[tuple[str, str]]:
        """Each suite with what came of its stories, or why none was played; a row for those of none, where some were."""
        rows = {name: [story for story in self.played.values() if self.suite(story) == name] for name in (*SUITES, "")}
        kept = [(f"suite {name}", summed_up(rows[name], self.missing(name))) for name in SUITES]
        return kept + ([("of no suite", summed_up(rows[""]))] if rows[""] else [])

    def suite(self, story: Played) -> str:
        """Where a story is counted, once: under the suite that was asked for, else under the first of its own."""
        own = [name for name in SUITES if name in story.suites]
        return self.asked if self.asked in own else next(iter(own), "")

    def missing(self, suite: str) -> list[Played]:
        """What was left out of a suite."""
        return [story for story in self.left.values() if self.suite(story) == suite]

    def left_out(self) -> list[tuple[str, list[Played]]]:
        """The reasons for which stories were left out, most of them first, with the stories of each."""
        reasons = Counter(story.why for story in self.left.values())
        return [(why, [story for story in self.left.values() if story.why == why]) for why, _ in reasons.most_common()]

    def idle(self) -> str:
        """A sentence about a run in which nothing was played; nothing when something was."""
        if any(story.outcome != "not run" for story in self.played.values()):
            return ""
        reasons = sorted({story.why for story in [*self.played.values(), *self.left.values()]})
        return f"Nothing was played: {'; '.join(reasons) or 'no story was found'}."

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
