"""A story as the report tells of it, and stories summed up in words."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from e2e.suites import MARKERS

BROKEN_OFF = "broken off"
FAILED = ("failed", BROKEN_OFF)  # both count as failed
MOST = 12  # lines of a reason; all of it is in the traceback
BELOW = ("Aria snapshot:", "During handling of", "The above exception")  # from here on the traceback says it better


@dataclass
class Played:
    """A story as it went; seconds include getting ready and tidying up. It passed once pytest said so, not before."""

    file: str
    title: str
    outcome: str = BROKEN_OFF
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
    traceback: str = ""

    def fails(self, why: str, traceback: str) -> None:
        """One more reason: a story may fail, and tidying up after it as well."""
        self.outcome = "failed"
        self.why = "\n\n".join(filter(None, [self.why, why]))
        self.traceback = "\n\n".join(filter(None, [self.traceback, traceback]))

    @property
    def failed(self) -> bool:
        """Whether somebody has to look at it."""
        return self.outcome in FAILED

    @property
    def broke(self) -> dict[str, Any]:
        """The step that could not be done, as the diary has it; empty when it was between two, or none was."""
        return next((step for step in self.steps if step["failed"]), {})


def begun(report: pytest.TestReport) -> Played:
    """A story nobody has heard of yet."""
    return named(report.nodeid, [name for name in MARKERS if name in report.keywords])


def named(node: str, marks: list[str], **more: str) -> Played:
    """A story by its id in pytest."""
    path, _, title = node.partition("::")
    words = [it.removeprefix("test_").replace("_", " ") for it in (Path(path).stem, title)]
    return Played(*words, suites=marks, **more)


def reason(longrepr: Any) -> str:
    """Why a story failed, in a few lines: pytest's last ones that are marked E, else what was raised, else the last line."""
    lines, marked = str(longrepr).splitlines(), []
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("E "):
            marked = [*(marked if before.startswith("E ") else []), line[1:].removeprefix("   ")]
    crash = getattr(longrepr, "reprcrash", None)
    return short(marked or (crash.message.splitlines() if crash else lines[-1:]))


def short(lines: list[str]) -> str:
    """The first of the lines, as many as are read at once."""
    end = next((n for n, line in enumerate(lines) if line.strip().startswith(BELOW)), len(lines))
    shown = [*lines[: min(end, MOST)], *(["…"] if end > MOST else [])]
    return "\n".join(line.rstrip() for line in shown).strip()


def counted(stories: list[Played]) -> dict[str, int]:
    """How many passed, failed or were not run; what broke off has failed."""
    counts = Counter("failed" if story.failed else story.outcome for story in stories)
    return {outcome: counts[outcome] for outcome in ("passed", "failed", "not run")}


def summed_up(stories: list[Played], missing: list[Played] | None = None) -> str:
    """Counts and seconds in words; missing are those that were left out."""
    counts, broken = counted(stories), sum(story.outcome == BROKEN_OFF for story in stories)
    why = sorted({story.why for story in stories if story.outcome == "not run"})
    left = Counter(story.why for story in missing or [])
    if counts["not run"] == len(stories):
        return f"not run: {'; '.join([*why, *left]) or 'it was not asked for'}"
    played = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    broke = f" ({broken} of them broken off)" * bool(broken)
    return f"{played}{broke} in {sum(story.seconds for story in stories):.0f} s" + "".join(
        [*(f"; not run: {words}" for words in why), *(f"; {count} left out: {words}" for words, count in left.items())]
    )
