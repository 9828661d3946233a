"""Codes by time (RFC 6238, 30 seconds, 6 digits), as authenticator apps show them, and the picture they read."""

import time

import pyotp
import segno

STEP = 30  # seconds
SLACK = 1  # steps that a phone's clock may be early or late


def new_secret() -> str:
    """A random secret in base32."""
    return pyotp.random_base32()


def matching_step(secret: str, code: str, now: float | None = None) -> int | None:
    """The time step whose code this is, None when it is none of those around now."""
    digits = "".join(code.split())
    totp = pyotp.TOTP(secret)
    current = int((time.time() if now is None else now) // STEP)
    for step in range(max(current - SLACK, 0), current + SLACK + 1):
        if len(digits) == totp.digits and pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return step
    return None


def picture(secret: str, email: str) -> str:
    """A QR code of the secret as a data: URI of an SVG."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Sensasiwangi")
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=2, dark="#35231a", light="#fffaf0")
