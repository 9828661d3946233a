"""Checks with names, as preflight and smoke run them: each says in one line what was found, and none hides another."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Generic, TypeVar

import click

C = TypeVar("C")

SHOWN = 4  # words of a list that a line names
SHORT = 6  # characters; blotting out fewer everywhere would make lines unreadable, and so tell them


class State(StrEnum):
    """What a check found. Only failed makes the command fail."""

    OK = "ok"
    FAILED = "failed"
    WARNED = "warned"
    SKIPPED = "skipped"


MARKS = {State.OK: "✓", State.FAILED: "✗", State.WARNED: "!", State.SKIPPED: "–"}
COLOURS = {State.OK: "green", State.FAILED: "red", State.WARNED: "yellow", State.SKIPPED: None}


@dataclass(frozen=True, slots=True)
class Finding:
    """A state, and one line that says what was found and, unless all is well, what to do."""

    state: State
    line: str
    reached: bool = True  # False: what needs this check could find nothing out either


def ok(line: str) -> Finding:
    """All is well."""
    return Finding(State.OK, line)


def failed(line: str) -> Finding:
    """Must be mended."""
    return Finding(State.FAILED, line)


def warned(line: str) -> Finding:
    """Works, but somebody should know."""
    return Finding(State.WARNED, line)


def skipped(line: str) -> Finding:
    """There is nothing to check here, or no way to."""
    return Finding(State.SKIPPED, line)


def not_reached(line: str) -> Finding:
    """Something else must be mended first."""
    return Finding(State.SKIPPED, f"not reached: {line}", reached=False)


class Failure(Exception):  # noqa: N818  (named as people speak of it)
    """What a check found wrong somewhere in its middle, in one line."""


@dataclass(frozen=True, slots=True)
class Check(Generic[C]):
    """A box of the checklist. needs: ids of earlier checks without which this one would only repeat their failure."""

    id: str
    title: str
    run: Callable[[C], Finding]
    needs: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """What stands before the dot."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Result:
    """A check and what it found."""

    check: Check[Any]
    finding: Finding

    def as_json(self) -> dict[str, str]:
        """The same for machines."""
        check, found = self.check, self.finding
        return {
            "id": check.id,
            "group": check.group,
            "title": check.title,
            "state": found.state.value,
            "line": found.line,
        }


def run_all(checks: Sequence[Check[C]], about: C, secrets: Collection[str] = ()) -> list[Result]:
    """Runs checks in their order. What broke, or needs what failed, is said in its own line; secrets are blotted out."""
    results: list[Result] = []
    closed: set[str] = set()
    for check in checks:
        missing = [need for need in check.needs if need in closed]
        found = not_reached(missing[0]) if missing else _run(check, about)
        if not found.reached or found.state is State.FAILED:
            closed.add(check.id)
        results.append(Result(check, Finding(found.state, _without(secrets, found.line))))
    return results


def _run(check: Check[C], about: C) -> Finding:
    try:
        return check.run(about)
    except Failure as cause:
        return failed(str(cause))
    except Exception as cause:  # noqa: BLE001  (whatever a check stumbles over is its finding, and hides no other check)
        return failed(f"the check itself stumbled: {explained(cause)}")


def some(words: Sequence[str]) -> str:
    """The first of them, and how many more."""
    more = len(words) - SHOWN
    return f"{', '.join(words[:SHOWN])}{f' and {more} more' if more > 0 else ''}"


def explained(cause: BaseException) -> str:
    """An exception in one line, with what it came from when it says nothing itself."""
    told = cause.__cause__ if cause.__cause__ is not None and not str(cause).strip() else cause
    return f"{type(told).__name__}: {' '.join((str(told).strip().splitlines() or ['no message'])[0].split())}"


def all_well(results: Sequence[Result]) -> bool:
    """Whether nothing failed."""
    return all(result.finding.state is not State.FAILED for result in results)


def report(results: Sequence[Result], *, as_json: bool) -> None:
    """Prints the results, for machines or for people; leaves with status 1 when something failed."""
    if as_json:
        whole = {"ok": all_well(results), "checks": [result.as_json() for result in results]}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        for line in table(results):
            click.echo(line)
    if not all_well(results):
        raise SystemExit(1)


def table(results: Sequence[Result]) -> Iterator[str]:
    """Lines for people: a heading for each group, a mark, a title and a line for each check, and the sum."""
    width = max((len(result.check.title) for result in results), default=0)
    for group, members in groupby(results, key=lambda result: result.check.group):
        yield click.style(group.capitalize(), bold=True)
        for result in members:
            state = result.finding.state
            mark = click.style(MARKS[state], fg=COLOURS[state])
            yield f"  {mark} {result.check.title:<{width}}  {result.finding.line}"
    counts = [(state, sum(result.finding.state is state for result in results)) for state in State]
    yield ", ".join(f"{count} {state.value}" for state, count in counts)


def _without(secrets: Collection[str], line: str) -> str:
    """The line on one line, with every secret blotted out, the longest first; a short one only where an address holds it."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        line = line.replace(secret, "•••") if len(secret) >= SHORT else line.replace(f":{secret}@", ":•••@")
    return " ".join(line.split())
