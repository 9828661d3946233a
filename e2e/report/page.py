"""The report as one page that needs nothing but itself."""

import itertools
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent


def written(gathered: Any) -> str:
    """The page, from what a Gatherer heard."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["strip"] = strip
    stories = sorted(gathered.played.values(), key=lambda story: (story.file, story.title))
    return environment.get_template("page.html.jinja").render(
        facts=gathered.facts,
        when=datetime.fromtimestamp(gathered.began).astimezone(),
        browsers=gathered.browsers,
        suites=gathered.suites(),
        counts={
            outcome: sum(story.outcome == outcome for story in stories) for outcome in ("passed", "failed", "not run")
        },
        chapters=[(file, list(group)) for file, group in itertools.groupby(stories, key=lambda story: story.file)],
        devices=devices(stories),
        review=(gathered.folder / "review" / "index.html").exists(),
        figures=[(story.title, *figure) for story in stories for figure in story.figures],
        axe=[[story.title, *row] for story in stories for row in story.axe],
    )


def devices(stories: list[Any]) -> list[tuple[str, str, str, int, int]]:
    """Device, profile, browser, and how many stories passed and failed there."""
    kinds = sorted({(story.device, story.profile, story.browser) for story in stories if story.device})
    return [
        (
            *kind,
            *(
                sum((it.device, it.profile, it.browser) == kind and it.outcome == outcome for it in stories)
                for outcome in ("passed", "failed")
            ),
        )
        for kind in kinds
    ]


def strip(steps: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each action with the checks that followed it; checks before the first action stand alone."""
    found: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    for step in steps:
        if step["check"] and not step["failed"] and found:
            found[-1][1].append(step)
        else:
            found.append((step, []))
    return found
