"""Signed links to an order, for mails and chats: an order's id and a seal, in letters and digits that no chat breaks apart.

The seal is HMAC-SHA256 under a key of its own (from SESSION_SECRET_KEY), cut to 112 bits. The link is never stored:
until when it leads anywhere, and what it shows, the database decides (sql/migrations/0026_order_links.sql).
"""

import hashlib
import hmac
import re
from base64 import b32decode, b32encode
from uuid import UUID

from flask import current_app
from itsdangerous import Signer

from app import render

ADDRESS = f"{render.LINKS}<token>"  # as a route
SEAL = 14  # bytes; with the 16 of an id they are a whole number of base32 letters
_TOKEN = re.compile(r"[a-z2-7]{48}", re.ASCII)


def order_link(order_id: UUID) -> str:
    """The path of the link, without the site's address: a mail says {site} before it."""
    return render.LINKS + token_of(order_id)


def token_of(order_id: UUID) -> str:
    """What stands in the link: 48 lower-case letters and digits."""
    return b32encode(order_id.bytes + _seal(order_id.bytes)).decode().lower()


def order_of(token: str) -> UUID | None:
    """Whose token this is; None when we have not made it."""
    if not _TOKEN.fullmatch(token):
        return None
    known = b32decode(token.upper())
    order, seal = known[:-SEAL], known[-SEAL:]
    return UUID(bytes=order) if hmac.compare_digest(seal, _seal(order)) else None


def _seal(order: bytes) -> bytes:
    signer = Signer(
        current_app.config["SECRET_KEY"], salt="order-link", key_derivation="hmac", digest_method=hashlib.sha256
    )
    return signer.algorithm.get_signature(signer.derive_key(), order)[:SEAL]
