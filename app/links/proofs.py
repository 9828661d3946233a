"""The proof a browser keeps that somebody knew an order's phone number: a signed cookie for that link's address only.

Until when it counts, the database said and says again (enter_order_link).
"""

import hashlib
from datetime import datetime
from uuid import UUID

from flask import Response, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

LIFETIME = 30 * 60  # seconds that the browser keeps it


def remember(response: Response, token: str, order_id: UUID, until: datetime) -> Response:
    """Gives the browser the proof."""
    response.set_cookie(
        _cookie_name(),
        _seals().dumps([order_id.hex, until.isoformat()]),
        max_age=LIFETIME,
        path=url_for("links.show", token=token),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def proven_until(order_id: UUID) -> datetime | None:
    """Until when this browser has proven to know the order; None when it has not."""
    try:
        order, until = _seals().loads(request.cookies.get(_cookie_name(), ""))
    except BadSignature:
        return None
    return datetime.fromisoformat(until) if order == order_id.hex else None


def _seals() -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="order-link-proof", signer_kwargs=options)


def _cookie_name() -> str:
    return "__Secure-order-proof" if current_app.config["SESSION_COOKIE_SECURE"] else "order-proof"
