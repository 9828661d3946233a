"""The help page: the same for everyone."""

from flask import Blueprint, Response, current_app

from app import render
from app.settings import Settings

bp = Blueprint("help", __name__)


@bp.get("/bantuan")
def show() -> Response:
    """Questions and answers."""
    settings: Settings = current_app.config["SETTINGS"]
    return render.page(
        "help/show.html", "partials/help/answers.html", public=True, title="Bantuan", hours=settings.payment_term_hours
    )
