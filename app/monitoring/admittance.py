"""Who may see the metrics: whoever knows METRICS_TOKEN, or asks from an address of METRICS_ALLOW."""

import hmac
from ipaddress import IPv4Network, IPv6Network, ip_address

from flask import Request

from app.settings import Settings

_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")


def may_see(asked: Request, settings: Settings) -> bool:
    """By token from everywhere, else by address."""
    if settings.metrics_token:
        kind, _, given = asked.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), settings.metrics_token.encode()):
            return True
    return _is_near(asked, settings.metrics_allow)


def _is_near(asked: Request, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    """Whether the client's address, as far as TRUSTED_PROXIES tells it, is allowed.

    What a proxy on this machine passes on has the proxy's own address where we do not trust its word for another: so
    with a proxy in between, neither that address nor loopback is somebody near.
    """
    try:
        client = ip_address(asked.remote_addr or "")
    except ValueError:
        return False
    client = getattr(client, "ipv4_mapped", None) or client
    peer = asked.environ.get("werkzeug.proxy_fix.orig", asked.environ).get("REMOTE_ADDR")
    if any(name in asked.headers for name in _FORWARDED) and (client.is_loopback or asked.remote_addr == peer):
        return False
    return any(client in network for network in networks)
