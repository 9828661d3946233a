"""The report as one page: the pictures of the steps are in it; screenshots, traces and videos lie beside it."""

import itertools
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from e2e.report.played import counted

HERE = Path(__file__).resolve().parent


def written(gathered: Any) -> str:
    """The page, from what a Gatherer heard."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(strip=strip, said=said)
    stories = sorted(gathered.played.values(), key=lambda story: (story.file, story.title))
    return environment.get_template("page.html.jinja").render(
        facts=gathered.facts,
        when=datetime.fromtimestamp(gathered.began).astimezone(),
        browsers=gathered.driven(),
        suites=gathered.suites(),
        left=gathered.left_out(),
        idle=gathered.idle(),
        counts=counted(stories),
        chapters=[(file, list(group)) for file, group in itertools.groupby(stories, key=lambda story: story.file)],
        devices=devices(stories),
        review=(gathered.folder / "review" / "index.html").exists(),
        log=(gathered.folder / "shop.log").exists(),
        figures=[(story.title, *figure) for story in stories for figure in story.figures],
        axe=[[story.title, *row] for story in stories for row in story.axe],
    )


def devices(stories: list[Any]) -> list[tuple[str, str, str, int, int]]:
    """Device, profile, browser, and how many stories passed and failed there."""
    kinds = sorted({(story.device, story.profile, story.browser) for story in stories if story.device})
    sums = {kind: counted([it for it in stories if (it.device, it.profile, it.browser) == kind]) for kind in kinds}
    return [(*kind, sums[kind]["passed"], sums[kind]["failed"]) for kind in kinds]


def said(step: dict[str, Any]) -> str:
    """A verb as words: what stands between quotation marks is left as it is, but for the first underscores."""
    return str(step["verb"]).replace("_", " ", 3)


def strip(steps: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each action with the checks that followed it; checks before the first action stand alone."""
    found: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    for step in steps:
        if step["check"] and not step["failed"] and found:
            found[-1][1].append(step)
        else:
            found.append((step, []))
    return found
