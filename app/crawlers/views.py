"""robots.txt, the sitemap, the pictures beside links, and what a phone keeps of the shop. All of it is the same for everybody."""

import json

from flask import Blueprint, Response, render_template, request, url_for

from app import db, errors, render
from app.catalog import queries as catalog
from app.catalog.drawing.ink import INK, PAPER
from app.catalog.forms import AROMAS, TABS
from app.crawlers import preview, queries
from app.db import Actor

bp = Blueprint("crawlers", __name__)

ICONS = (192, 512)
HOUR, WEEK = "public, max-age=3600", "public, max-age=604800"


@bp.get("/robots.txt")
def robots() -> Response:
    """What robots may fetch, and where the sitemap is."""
    return _answer(render_template("crawlers/robots.txt", site=render.site()), "text/plain", HOUR)


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page that may be found; an index of files when there are more than one of them holds."""
    count = db.read(Actor(), queries.count())
    if count > queries.PER_FILE:
        files = range(1, -(-count // queries.PER_FILE) + 1)
        return _answer(
            render_template("crawlers/sitemap_index.xml", site=render.site(), files=files), "application/xml", HOUR
        )
    return _sitemap_file(1)


@bp.get("/sitemap-<int(min=1, max=99999):number>.xml")
def sitemap_file(number: int) -> Response:
    """One file of the sitemap."""
    return _sitemap_file(number)


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """How the shop stands on a phone's home screen."""
    icons = [
        {"src": url_for(".icon", side=side), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for side in ICONS
        for purpose in ("any", "maskable")
    ]
    facts = {
        "id": url_for("catalog.marketplace"),
        "name": "Sensasiwangi",
        "short_name": "Sensasiwangi",
        "lang": "id",
        "start_url": url_for("catalog.marketplace"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": icons,
    }
    return _answer(json.dumps(facts), "application/manifest+json", WEEK)


@bp.get("/sw.js")
def worker() -> Response:
    """The service worker, which knows one page; browsers ask for it from the second page of a visit on."""
    return _answer(render_template("crawlers/sw.js"), "text/javascript", HOUR)


@bp.get("/offline")
def offline() -> Response:
    """What the worker shows when the shop cannot be reached."""
    return render.page("crawlers/offline.html", "partials/crawlers/offline.html", public=True, title="Koneksi terputus")


@bp.get("/icons/<int:side>.png")
@bp.get("/favicon.ico", endpoint="favicon", defaults={"side": ICONS[0]})
@bp.get("/apple-touch-icon.png", endpoint="touch_icon", defaults={"side": ICONS[0]})
def icon(side: int) -> Response:
    """The shop's mark, so many pixels wide; also where browsers look for it without having been told."""
    if side not in ICONS:
        raise errors.NotThere
    return _answer(preview.mark(side), "image/png", WEEK)


@bp.get("/og.png")
def shop_preview() -> Response:
    """The picture beside a link to the shop."""
    return _answer(preview.of_shop(), "image/png", WEEK)


@bp.get("/og/<slug>.png")
def product_preview(slug: str) -> Response:
    """The picture beside a link to a product."""
    product = db.read(Actor(), catalog.product(slug))
    if product is None:
        raise errors.NotThere
    drawn = preview.of_product(product.picture_key, product.name, f"{product.brand_name}, {product.city}")
    return _answer(drawn, "image/png", WEEK)


def _sitemap_file(number: int) -> Response:
    listed, brands = db.read(Actor(), queries.listed(number), catalog.brands())
    if not listed:
        raise errors.NotThere
    fronts = {"tabs": TABS, "aromas": AROMAS, "brands": brands} if number == 1 else {}
    return _answer(
        render_template("crawlers/sitemap.xml", site=render.site(), listed=listed, fronts=fronts),
        "application/xml",
        HOUR,
    )


def _answer(body: str | bytes, media_type: str, caching: str) -> Response:
    response = Response(body, mimetype=media_type)
    response.headers["Cache-Control"] = caching
    response.add_etag()
    response.make_conditional(request)
    return response
