"""Devices that have signed in before: so that guessing at an account from elsewhere does not lock its owner out.

After OWASP's "device cookies": tries on an account are limited for all strangers together, and apart from them for each
device that has been signed in to this account. The cookie proves that for one e-mail and says nothing else.
"""

import hashlib
import hmac
import secrets

from flask import Response, current_app, request

from app.forms import parse_email

LIFETIME = 365 * 24 * 3600  # seconds


def by_account() -> str:
    """The key of a limit per account: one for a known device, one all others share. It does not show the e-mail."""
    typed = request.form.get("email", "")
    email = parse_email(typed) or typed.strip().lower()
    hashed = hashlib.sha256(email.encode(errors="surrogatepass")).hexdigest()[:32]
    device = _known_device(email)
    return f"account:{hashed}:{device}" if device else f"account:{hashed}"


def remember(response: Response, email: str) -> Response:
    """Marks this browser as known to the account; with an e-mail nobody has, the answer only looks alike."""
    device = secrets.token_hex(16)
    response.set_cookie(
        _cookie_name(),
        f"{device}.{_seal(device, email)}",
        max_age=LIFETIME,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _known_device(email: str) -> str | None:
    device, _, seal = request.cookies.get(_cookie_name(), "").partition(".")
    known = len(device) == 32 and hmac.compare_digest(seal.encode(), _seal(device, email).encode())
    return device if known else None


def _seal(device: str, email: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"device|{device}|{email}".encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def _cookie_name() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"
