"""Settings that the start lets pass and customers would suffer from."""

import base64
import binascii
import json
import math
import re
from collections import Counter
from urllib.parse import urlsplit

from app.checking import Check, Finding, failed, ok, skipped, warned
from app.preflight.installation import Installation
from app.settings import DEVELOPMENT_ONLY

BITS = 96  # of guessing, by how often each character stands there
_PLACEHOLDERS = re.compile(r"secret|change|example|password|sensasiwangi|default|1234", re.IGNORECASE)
_PROJECT = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+")
_NEW_KEY = re.compile(r"sb_secret_[A-Za-z0-9_-]{20,}")
HOW_TO_MAKE = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


def environment(installation: Installation) -> Finding:
    """Customers belong in production."""
    if installation.production:
        return ok("production: sample accounts are refused, cookies travel by HTTPS only")
    return warned("development: sample accounts and plain http work; set APP_ENV=production for customers")


def secret(installation: Installation) -> Finding:
    """Long is not yet random."""
    given = installation.settings.session_secret_key
    if given == DEVELOPMENT_ONLY["SESSION_SECRET_KEY"]:
        return warned(f"SESSION_SECRET_KEY is the one of development; for customers: {HOW_TO_MAKE}")
    weakness = weakness_of(given)
    if weakness:
        return failed(f"SESSION_SECRET_KEY {weakness}; make another: {HOW_TO_MAKE}")
    return ok(f"{len(given)} characters that look random")


def weakness_of(text: str) -> str:
    """Why a secret could be guessed; nothing when that would take more than BITS of tries."""
    if text in (text + text)[1:-1]:
        return "repeats itself"
    if _PLACEHOLDERS.search(text):
        return "holds words of an example"
    share = [count / len(text) for count in Counter(text).values()]
    bits = -len(text) * sum(part * math.log2(part) for part in share)
    return f"is worth {bits:.0f} bits, {BITS} are needed" if bits < BITS else ""


def supabase(installation: Installation) -> Finding:
    """The form of address and key, no more: nothing of the shop uses them, so nobody is asked whether they are right."""
    url, key = installation.settings.supabase_url, installation.settings.supabase_service_role_key
    if not url and not key:
        return skipped("SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY are not set, and nothing of the shop needs them")
    if not url or not key:
        missing = "SUPABASE_SERVICE_ROLE_KEY" if url else "SUPABASE_URL"
        return failed(f"{missing} is missing: set both or neither")
    if not _PROJECT.fullmatch(url):
        return failed("SUPABASE_URL should be like https://<project>.supabase.co, without a slash at its end")
    found = role_of(key)
    if found != "service_role":
        return failed(f"SUPABASE_SERVICE_ROLE_KEY is {found}: take the service_role key of the project's settings")
    return ok(
        f"{urlsplit(url).hostname} and a key with the form of the service role's; nobody was asked, nothing uses them"
    )


def role_of(key: str) -> str:
    """The role that a key of Supabase speaks for, by its prefix or by what its token says of itself."""
    if _NEW_KEY.fullmatch(key):
        return "service_role"
    parts = key.split(".")
    if len(parts) != 3:
        return "no key of Supabase"
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return "no key of Supabase"
    role = claims.get("role") if isinstance(claims, dict) else None
    return "service_role" if role == "service_role" else "another role's key" if role else "no key of Supabase"


def bank(installation: Installation) -> Finding:
    """Where shoppers send their money."""
    accounts = installation.settings.bank_accounts
    told = ", ".join(f"{account.bank} …{account.number[-4:]}" for account in accounts)
    examples = [account.bank for account in accounts if f":{account.number}:" in DEVELOPMENT_ONLY["BANK_ACCOUNTS"]]
    if not examples:
        return ok(f"{told}: somebody must compare the numbers with the bank's papers")
    return _sample(installation, f"BANK_ACCOUNTS: the account of {', '.join(examples)} is the one of the examples")


def support(installation: Installation) -> Finding:
    """Where shoppers ask for help."""
    settings = installation.settings
    if settings.support_whatsapp == DEVELOPMENT_ONLY["SUPPORT_WHATSAPP"]:
        return _sample(installation, "SUPPORT_WHATSAPP is the number of the examples")
    if settings.support_email.endswith((".test", ".example", ".invalid")):
        return _sample(installation, "SUPPORT_EMAIL is an address that cannot exist")
    return ok(f"WhatsApp {settings.support_whatsapp}, {settings.support_email}")


def checkout(installation: Installation) -> Finding:
    """Told, as whoever deploys should know it."""
    if installation.settings.feature_checkout:
        return ok("FEATURE_CHECKOUT=on: orders are taken")
    return warned("FEATURE_CHECKOUT=off: the shop is open, checkout says that it is closed")


def _sample(installation: Installation, line: str) -> Finding:
    return failed(f"{line}: give the shop's own") if installation.production else warned(line)


CHECKS = (
    Check("settings.environment", "Runs as production", environment),
    Check("settings.secret", "Session secret is strong", secret),
    Check("settings.supabase", "Supabase settings have their form", supabase),
    Check("settings.bank", "Bank accounts are the shop's own", bank),
    Check("settings.support", "Customer service can be reached", support),
    Check("settings.checkout", "Checkout switch", checkout),
)
