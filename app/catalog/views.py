"""The marketplace, product pages, live stock and pictures. Pages are the same for everybody, stock is the viewer's."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for

from app import db, errors, render
from app.catalog import pictures, queries
from app.catalog.forms import Filters, parse_filters
from app.security import actor

bp = Blueprint("catalog", __name__)

PRODUCT, BUY = "partials/catalog/product.html", "partials/catalog/buy.html"
TOLD = "partials/catalog/told.html"
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class FilterAddress:
    """The marketplace's address with some of its filters changed; None takes one away."""

    front: str
    filters: Filters

    def __call__(self, **changes: str | int | bool | None) -> str:
        """The changed address."""
        query = urlencode(self.filters.query(**changes))
        return f"{self.front}?{query}" if query else self.front


@bp.get("/", endpoint="home")
@bp.get("/marketplace")
def marketplace() -> Response:
    """The grid, narrowed by the address."""
    filters = parse_filters(request.args)
    found, brands = db.read_public(queries.listings(filters), queries.brands())
    if filters.brand not in {brand.slug for brand in brands}:
        filters = replace(filters, brand=None)
    return render.page(
        "catalog/marketplace.html",
        "catalog/browser.html",
        also=(TOLD,),
        public=True,
        filters=filters,
        filter_url=FilterAddress(url_for("catalog.marketplace"), filters),
        aromas=filters.aromas,
        brands=tuple(brands),
        listings=found.listings,
        total=found.total,
        is_more=found.is_more,
        page_count=found.page_count,
        corrected=found.corrected,
    )


@bp.get("/marketplace/<slug>")
def product(slug: str) -> Response:
    """A product with its other sizes; for htmx with the bar that buys it."""
    shown, siblings = db.read_public(queries.product(slug), queries.siblings(slug))
    if shown is None:
        raise errors.NotThere
    found = replace(shown, siblings=tuple(siblings))
    return render.page("catalog/product.html", PRODUCT, also=(BUY,), public=True, site=render.site(), product=found)


@bp.get("/listings/<uuid:product_id>/stock")
def stock(product_id: UUID) -> Response:
    """Live stock, as this viewer sees it."""
    listing = db.read(actor(), queries.stock(product_id))
    if listing is None:
        raise errors.NotThere
    return render.polled("partials/catalog/stock.html", listing=listing)


@bp.app_template_global()
def picture_within(key: str) -> str:
    """The address of a drawing that is part of the page; of one that cannot be drawn, which nobody's page may break on, its own."""
    try:
        return pictures.within(key)
    except ValueError:
        return url_for(".picture", key=key)


@bp.get("/pictures/<key>.svg")
def picture(key: str) -> Response:
    """A product's drawing, made of its key alone."""
    try:
        drawing = pictures.draw(key)
    except ValueError:
        abort(404)
    response = Response(drawing, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = FOREVER
    return response
