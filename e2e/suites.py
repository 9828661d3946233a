"""Which stories are played, and which cannot be played here, each with its reason."""

import argparse
from functools import cache
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from e2e.people import named

SUITES = {
    "smoke": "one marked order, placed and called off; safe on a shop that sells, less than a minute",
    "purchase": "from a link in a chat to the order history, on every device and under every profile",
    "desk": "what staff do all day",
    "full": "everything, with pictures compared and pages measured",
}
MARKERS = {
    **{name: words for name, words in SUITES.items() if name != "full"},
    "long": "played only where a suite is named",
    "own_shop": "fixed goods and clock: only in the shop that the suite opens itself",
    "snapshots": "compares what pages look like",
    "webdriver": "for browsers that Playwright does not drive here",
    "chromium": "only Chromium can play it; the mark says why",
    "admin": "needs an admin of the shop",
    "sample": "needs the sample member's orders in every state",
}
NO_STAFF = "there is no staff account for this address: set E2E_STAFF_EMAIL and E2E_STAFF_PASSWORD"
NO_ADMIN = "there is no admin's account for this address: set E2E_ADMIN_EMAIL and E2E_ADMIN_PASSWORD"
NO_SAMPLE = "the sample member's orders are in a sample shop only"
NOT_OURS = "what pages look like and weigh is judged in the shop that the suite opens itself"
NO_GOODS = "this shop does not sell the sample goods"
LONG = "long (SUITE=full plays all)"
BY_WEBDRIVER = "only for browsers that Playwright does not drive here, and none of these was asked for"
NOT_DRIVEN = "Playwright drives no browser here that was asked for"


LEFT_OUT = pytest.StashKey[dict[str, tuple[list[str], str]]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps what the suite wants; what cannot be played stays, as skipped with its reason."""
    left = [item for item in items if unwanted(item, config.option) or undriven(item, config.option)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    for item in items:
        reason = unplayable(item, config.option) or obstacle(item, config.option.base_url or "")
        if reason:
            item.add_marker(pytest.mark.skip(reason=f"not run: {reason}"))


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Remembers what is left out, by whomever: name, marks and reason of each."""
    for item in items:
        options, marks = item.config.option, [name for name in MARKERS if item.get_closest_marker(name)]
        reason = unwanted(item, options) or undriven(item, options) or unnamed(options)
        item.config.stash.setdefault(LEFT_OUT, {})[item.nodeid] = (marks, reason)


def unwanted(item: pytest.Item, options: argparse.Namespace) -> str:
    """Why the story does not belong to what was asked for: a suite, without one what is short, or what is to be accepted."""
    if options.accept:
        return "" if item.get_closest_marker("snapshots") else "UPDATE=snapshots takes pictures only"
    if options.suite is None:
        return LONG if item.get_closest_marker("long") else ""
    known = options.suite == "full" or item.get_closest_marker(options.suite)
    return "" if known else f"not of the suite {options.suite} (SUITE=full plays all)"


def undriven(item: pytest.Item, options: argparse.Namespace) -> str:
    """Why no browser that was asked for can play the story."""
    if item.get_closest_marker("webdriver"):
        return "" if options.webdriver else BY_WEBDRIVER
    return "" if options.browser else NOT_DRIVEN


def unnamed(options: argparse.Namespace) -> str:
    """How the command left a story out that the suite wants."""
    words = [
        f"-k “{options.keyword}”" if options.keyword else "",
        f"-m “{options.markexpr}”" if options.markexpr else "",
    ]
    return f"the command did not choose it ({' '.join(filter(None, words)) or '--deselect'})"


def unplayable(item: pytest.Item, options: argparse.Namespace) -> str:
    """Why the browser that the story is to be played in cannot play it; nothing when it can."""
    mark, cells = item.get_closest_marker("chromium"), getattr(item, "callspec", None)
    browsers = [cells.params["browser_name"]] if cells and "browser_name" in cells.params else options.browser
    return "" if not mark or "chromium" in browsers else f"{browsers[0]}: {mark.args[0]}"


def obstacle(item: pytest.Item, address: str) -> str:
    """Why this story cannot be played at this address; nothing in a sample shop on this machine."""
    if address and item.get_closest_marker("own_shop"):
        return NOT_OURS
    if not foreign(address):
        return ""
    if item.get_closest_marker("admin") and not named("ADMIN"):
        return NO_ADMIN
    if item.get_closest_marker("desk") and not item.get_closest_marker("admin") and not named("STAFF"):
        return NO_STAFF
    if item.get_closest_marker("sample"):
        return NO_SAMPLE
    return "" if item.get_closest_marker("smoke") or sells_samples(address) else NO_GOODS


def foreign(address: str) -> bool:
    """Whether the shop is on another machine, where nobody knows the sample accounts."""
    return bool(address) and urlsplit(address).hostname not in {"localhost", "127.0.0.1", "::1"}


@cache
def sells_samples(address: str) -> bool:
    """Whether the shop has the bottle that most stories are about."""
    try:
        with urlopen(f"{address.rstrip('/')}/marketplace/melati-senja-50ml", timeout=10) as answer:
            return bool(answer.status == 200)
    except HTTPError:
        return False
