"""What somebody did in a story, step by step, with a picture of the page after each: the strip in the report."""

import base64
import inspect
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Self

from PIL import Image
from playwright.sync_api import Error, Page

CHECKS = ("has_", "is_", "sees", "watches")  # verbs that only look
SILENT = ("may_",)  # what the story allows, not what somebody does
WIDTH, TALLEST, QUALITY = 240, 540, 55  # of a picture in the strip
LARGER = 1.5  # where a step failed


@dataclass
class Step:
    """A verb with its words, how long it took in seconds, and the page after it as base64 of a WebP picture."""

    who: str
    verb: str
    seconds: float
    check: bool
    failed: bool = False
    picture: str = ""


@dataclass
class Diary:
    """All steps of a story, of everybody in it; without pictures unless they are asked for."""

    pictures: bool = False
    steps: list[Step] = field(default_factory=list)
    stage: dict[str, str] = field(default_factory=dict)
    _last: bytes = b""

    def plays(self, **where: str) -> None:
        """On which device, browser and profile; the first to arrive is who the story is about."""
        self.stage = self.stage or where

    def told(self) -> list[dict[str, Any]]:
        """The steps as plain values."""
        return [asdict(step) for step in self.steps]

    @contextmanager
    def step(self, who: str, verb: str, page: Page) -> Iterator[None]:
        """Writes a verb down once it is done, or once it failed."""
        check, began, before = verb.startswith(CHECKS), time.monotonic(), len(self.steps)
        try:
            yield
        except BaseException:
            if not any(step.failed for step in self.steps[before:]):
                self._write(Step(who, verb, time.monotonic() - began, check, failed=True), page)
            raise
        within = any(not step.check for step in self.steps[before:])
        if not within:
            del self.steps[before:]  # its own checks go without saying
        if check and within:
            return
        self._write(Step(who, verb, time.monotonic() - began, check), page, only_if_new=within)

    def _write(self, step: Step, page: Page, *, only_if_new: bool = False) -> None:
        picture = self._picture(page) if self.pictures and (step.failed or not step.check) else b""
        if picture and picture != self._last:
            self._last = picture
            step.picture = small(picture, LARGER if step.failed else 1)
        if step.picture or not only_if_new:
            self.steps.append(step)

    @staticmethod
    def _picture(page: Page) -> bytes:
        """The page as it stands; nothing where a dialog or a lost connection forbids it."""
        try:
            return page.screenshot(type="jpeg", quality=70, scale="css", caret="initial", timeout=5_000)
        except Error:
            return b""


class Telling:
    """Somebody whose verbs are written into the diary: public methods that give back Self, or words."""

    diary: Diary
    name: str
    page: Page

    def __init_subclass__(cls) -> None:
        for name, verb in list(vars(cls).items()):
            gives = getattr(verb, "__annotations__", {}).get("return")
            if inspect.isfunction(verb) and not name.startswith(("_", *SILENT)) and gives in {Self, str}:
                setattr(cls, name, written_down(verb))


def written_down(verb: Callable[..., Any]) -> Callable[..., Any]:
    """The verb, with an entry in the diary of who does it."""

    @wraps(verb)
    def told(self: Telling, *args: Any, **kwargs: Any) -> Any:
        words = [shown for shown in map(spoken, [*args, *kwargs.values()]) if shown]
        sentence = " ".join([verb.__name__, *words])
        with self.diary.step(self.name, sentence, self.page):
            return verb(self, *args, **kwargs)

    return told


def spoken(value: Any) -> str:
    """A verb's object as the strip shows it; people are called by name, so that no password is shown."""
    if isinstance(value, str | int):
        return f"“{value}”"
    if isinstance(value, Path):
        return value.name
    return str(getattr(value, "full_name", getattr(value, "pattern", "")))


def small(picture: bytes, larger: float = 1) -> str:
    """A screenshot as it stands in the strip, or so many times larger: base64 of WebP."""
    with Image.open(io.BytesIO(picture)) as image:
        width = min(round(WIDTH * larger) * (2 if image.width > image.height else 1), image.width)
        shown = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    packed = io.BytesIO()
    tallest = round(TALLEST * larger)
    shown.crop((0, 0, shown.width, min(shown.height, tallest))).save(packed, "WEBP", quality=QUALITY)
    return base64.b64encode(packed.getvalue()).decode()
