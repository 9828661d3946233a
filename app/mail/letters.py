"""Mails in words: each file of templates/mail says its paragraphs once, and is drawn as plain text and as HTML."""

import re
from typing import Any

from flask import current_app
from jinja2 import Environment
from markupsafe import Markup, escape

from app.checkout.provinces import zone_of
from app.mail.couriers import tracking_page
from app.mail.queries import Event, Letter
from app.orders.links import order_link
from app.orders.queries import Item, Order


def of_order(template: str, event: Event, order: Order, items: list[Item]) -> Letter:
    """A mail about an order; its times are those of where the parcel goes."""
    context = {
        "event": event,
        "order": order,
        "items": items,
        "zone": zone_of(order.province_name),
        "link": f"{{site}}{order_link(order.id)}",
        "tracking_page": tracking_page(order.courier),
    }
    return _drawn(f"orders/{template}", context)


def plain(template: str, **context: Any) -> Letter:
    """Any other mail."""
    return _drawn(template, context)


def html_of(body: str) -> str:
    """A mail that was written as plain text, as HTML: its paragraphs, with the links that are in them."""
    paragraphs = [Markup("<br>\n").join(part.splitlines()) for part in map(escape, body.strip().split("\n\n"))]
    return _draw("plain", "html", {"paragraphs": paragraphs})


def _drawn(name: str, context: dict[str, Any]) -> Letter:
    subject, _, body = _draw(name, "text", context).partition("\n\n")
    text = re.sub(r"\n{3,}", "\n\n", body.strip())
    return Letter(" ".join(subject.split()), text + "\n", _draw(name, "html", context))


def _draw(name: str, medium: str, context: dict[str, Any]) -> str:
    environment = _environment(medium)
    parts = environment.get_template(f"mail/parts_{medium}.jinja").module
    page = environment.get_template(f"mail/{name}.jinja")
    return page.render(layout=f"mail/letter_{medium}.jinja", m=parts, **context)


def _environment(medium: str) -> Environment:
    """Jinja keeps what it compiled with the environment, so each medium has one as long as the app lives."""
    kept: dict[str, Environment] = current_app.extensions.setdefault("letters", {})
    if medium not in kept:
        kept[medium] = current_app.jinja_env.overlay(autoescape=medium == "html")
    return kept[medium]
