"""The blueprint of the desk, and the page its screens share. Everything under /admin asks for somebody of the staff."""

from typing import Any

from flask import Blueprint, Response, abort, request

from app import render
from app.security import staff

bp = Blueprint("desk", __name__, url_prefix=render.DESK)


@bp.before_request
def tell_no_methods() -> None:
    """Flask itself would answer OPTIONS, at a door that it does not know: strangers could list what is here."""
    if request.method == "OPTIONS":
        abort(404)


def page(template: str, fragment: str, **answer: Any) -> Response:
    """A screen of the desk, or for htmx its fragment. Call it after a door was passed: the door knows who asks."""
    return render.page(template, fragment, colleague=staff().colleague, **answer)
