"""The search for places while an address is written, as fragments. The same for everybody."""

from flask import Blueprint, Response, request

from app import db, errors, render
from app.areas import forms, queries
from app.areas.drafts import Places, levels, searched
from app.checkout.provinces import PROVINCES
from app.db import Actor
from app.forms import filled, printable

bp = Blueprint("areas", __name__)

FOUND, FIELDS = "partials/areas/found.html", "partials/areas/fields.html"


@bp.get("/areas")
def found() -> Response:
    """What the words find."""
    return render.remembered(FOUND, places=searched(request.args, ""))


@bp.get("/areas/<code>")
def fill(code: str) -> Response:
    """The fields of an address with this area in them; the postcode stays as it was typed."""
    wanted = forms.parse_code(code)
    area = db.read(Actor(), queries.area(wanted)) if wanted else None
    if area is None:
        raise errors.NotThere
    form = filled(**levels(area), postal_code=printable(request.args.get("postal_code", "")))
    return render.fragments(FIELDS, FOUND, form=form, provinces=PROVINCES, places=Places(chosen=area))
