"""Orders: one search box, and what it found."""

from flask import Response, request

from app import db
from app.desk.blueprint import bp, page
from app.desk.search import queries
from app.security import staff

ORDERS = ("desk/orders.html", "partials/desk/orders.html")


@bp.get("/orders")
def orders() -> Response:
    """What was found."""
    sought = request.args.get("q", "").strip()
    return page(*ORDERS, title="Pesanan", q=sought, rows=db.read(staff(), queries.found(sought)))
