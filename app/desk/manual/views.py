"""The manual: its contents, and a page at a time."""

from flask import Response

from app import db
from app.desk.blueprint import bp, page
from app.desk.manual import pages
from app.desk.queue import queries as queue
from app.security import staff

CONTENTS = ("desk/manual.html", "partials/desk/manual.html")
PAGE = ("desk/manual_page.html", "partials/desk/manual_page.html")


@bp.get("/manual")
def manual() -> Response:
    """What there is to read."""
    return page(*CONTENTS, title="Panduan", counts=db.read(staff(), queue.counts()), pages=pages.pages())


@bp.get(f"/manual/<any({', '.join(map(repr, pages.NAMES))}):name>")
def manual_page(name: str) -> Response:
    """One page."""
    counts, found = db.read(staff(), queue.counts()), pages.page(name)
    return page(*PAGE, title=found.title, counts=counts, manual=found, pages=pages.pages())
