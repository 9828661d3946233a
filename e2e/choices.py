"""What QA chose, judged in one place and by the names that `make e2e` has for it; docs/e2e.md lists them."""

import argparse
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from e2e import browsers
from e2e.devices import DEVICES
from e2e.suites import SUITES

ROLES = ("MEMBER", "STAFF", "ADMIN")


def mistakes(options: argparse.Namespace, environ: Mapping[str, str]) -> list[str]:
    """A sentence for each choice that means nothing; nothing was chosen where an option is empty."""
    found = [
        one_of("SUITE", options.suite, SUITES),
        one_of("DEVICE", options.phone, DEVICES),
        one_of("VIDEO", options.films, ["on", "off"]),
        one_of("UPDATE", options.update, ["snapshots"]),
        browser(options.engines),
        address(options.base_url or ""),
        *(account(role, environ) for role in ROLES),
    ]
    return [sentence for sentence in found if sentence]


def one_of(name: str, chosen: str | None, known: Iterable[str]) -> str:
    """What is wrong with a choice among a few; nothing when it is one of them, or none was made."""
    *most, last = known
    if not chosen or chosen in {*most, last}:
        return ""
    return f"{name} is {', '.join(most)}{' or ' if most else ''}{last}, not “{chosen}”"


def browser(words: str) -> str:
    """What is wrong with BROWSER."""
    try:
        browsers.asked(words)
    except ValueError as mistake:
        return str(mistake)
    return ""


def address(chosen: str) -> str:
    """What is wrong with BASE_URL: it is a shop's address without any page of it."""
    parts = urlsplit(chosen)
    whole = (
        parts.scheme in {"http", "https"}
        and parts.netloc
        and not (parts.path.strip("/") or parts.query or parts.fragment)
    )
    if whole or not chosen:
        return ""
    return f"BASE_URL begins with http:// or https:// and ends before the first page's path, as https://toko.example does, not “{chosen}”"


def account(role: str, environ: Mapping[str, str]) -> str:
    """What is missing of an account; with half of it the sample shop's other half would be sent to a stranger."""
    email, password = (f"E2E_{role}_{part}" for part in ("EMAIL", "PASSWORD"))
    there = [name for name in (email, password) if environ.get(name)]
    if len(there) != 1:
        return ""
    return f"{email} and {password} belong together: only {there[0]} is set"
