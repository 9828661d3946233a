"""Packing slips and address labels, one page for each order."""

from flask import Response, current_app, request

from app import db, errors
from app.desk.blueprint import bp, page
from app.desk.paste import forms, queries
from app.security import staff

SLIPS = ("desk/slips.html", "partials/desk/slips.html")


@bp.get("/print/slips")
def slips() -> Response:
    """What is asked for: orders (?order= for each), with prices (?prices=1) or fit to be a gift, labels alone (?paper=label)."""
    order_ids = forms.parse_orders(request.args.getlist("order"))
    found, lines = db.read(staff(), queries.slips(order_ids), queries.slip_lines(order_ids))
    if not found:
        raise errors.NotThere
    return page(
        *SLIPS,
        title="Cetak",
        slips=found,
        orders=tuple(slip.id for slip in found),
        lines={slip.id: [line for line in lines if line.order_id == slip.id] for slip in found},
        with_prices=request.args.get("prices") == "1",
        labels_only=request.args.get("paper") == "label",
        sender_phone=f"+{current_app.config['SETTINGS'].support_whatsapp}",
    )
