"""What browsers and proxies meet, asked of the app itself: /api/health needs no database."""

from app.checking import Check, Finding, failed, ok, skipped, warned
from app.preflight.installation import Installation

PROBE = "/api/health"
CORS = "Access-Control-Allow-Origin"
STRANGER = "https://stranger.invalid"


def address(installation: Installation) -> Finding:
    """Links in mails begin with it."""
    site = installation.settings.site_url
    if not installation.production:
        return skipped("plain http is right for development")
    if not site:
        return failed("SITE_URL is missing: the shop's public address, like https://toko.example")
    if not site.startswith("https://"):
        return failed("SITE_URL should begin with https://: cookies travel by HTTPS only")
    return ok(site)


def proxies(installation: Installation) -> Finding:
    """Behind so many proxies a request of HTTPS is known as one, and HSTS is sent. How many there really are is not seen from here."""
    hops = installation.settings.trusted_proxies
    if hops == 0 and not installation.production:
        return skipped("TRUSTED_PROXIES=0: nothing stands in front")
    if hops == 0:
        return failed(
            "TRUSTED_PROXIES=0: whatever ends HTTPS must be counted, else all shoppers share its address and limits"
        )
    answer = installation.app.test_client().get(PROBE, headers={"X-Forwarded-Proto": ", ".join(["https"] * hops)})
    if "Strict-Transport-Security" not in answer.headers:
        return failed(f"with TRUSTED_PROXIES={hops} a request by HTTPS is not known as one")
    return ok(
        f"behind {hops} HTTPS is known, and HSTS is sent; whether {hops} really stand there is not seen from here: "
        "count them, and let flask smoke go through them"
    )


def cors(installation: Installation) -> Finding:
    """Exactly the listed origins may read from a browser."""
    client = installation.app.test_client()
    asked = {
        origin: client.get(PROBE, headers={"Origin": origin}).headers.get(CORS)
        for origin in (*installation.settings.cors_origins, STRANGER)
    }
    if asked.pop(STRANGER) is not None:
        return failed("an origin that is not listed may read the shop")
    deaf = [origin for origin, allowed in asked.items() if allowed != origin]
    if deaf:
        return failed(f"CORS_ORIGINS lists {', '.join(deaf)}, but it may not read")
    plain = [origin for origin in asked if not origin.startswith("https://")]
    if plain and installation.production:
        return warned(f"CORS_ORIGINS lists {', '.join(plain)}, which anybody on the way can pretend to be")
    return ok(f"{', '.join(asked) or 'no other site'} may read public pages, nobody else")


CHECKS = (
    Check("web.address", "Public address uses HTTPS", address),
    Check("web.proxies", "Proxies that are counted pass HTTPS on", proxies),
    Check("web.cors", "Other sites read as set", cors),
)
