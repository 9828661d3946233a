"""The banner of the shop's pages: part of them, the same for everybody; each process knows it for some seconds."""

from dataclasses import dataclass

from flask import Flask

from app.kept import Kept
from app.statements import named

SECONDS = 10.0
_sql = named("banner")


@dataclass(frozen=True, slots=True)
class Banner:
    """What is shown, and the path of this site that it leads to (or nothing). A browser that closed it knows its id."""

    id: int
    text: str
    link: str


def init_app(app: Flask) -> None:
    """Lets shoppers' reads bring the banner along, and pages find it in the context as `banner`."""
    kept: Kept[Banner | None] = Kept(_sql.row("shown", Banner), None, seconds=SECONDS)
    app.extensions["banner"] = kept
    app.extensions["database"].kept.append(kept)
