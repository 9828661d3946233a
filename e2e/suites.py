"""Which stories are played, and which cannot be played here, each with its reason."""

import argparse
import os
from functools import cache
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

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
    "sample": "needs the sample member's orders in every state",
}
NO_STAFF = "there is no staff account for this address: set E2E_STAFF_EMAIL and E2E_STAFF_PASSWORD"
NO_SAMPLE = "the sample member's orders are in a sample shop only"
NOT_OURS = "what pages look like and weigh is judged in the shop that the suite opens itself"
NO_GOODS = "this shop does not sell the sample goods"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps what the suite wants; what cannot be played stays, as skipped with its reason."""
    left = [item for item in items if not (wanted(item, config.option) and driven(item, config.option))]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    for item in items:
        reason = unplayable(item, config.option) or obstacle(item, config.option.base_url or "")
        if reason:
            item.add_marker(pytest.mark.skip(reason=f"not run: {reason}"))


def wanted(item: pytest.Item, options: argparse.Namespace) -> bool:
    """Whether the story belongs to the suite; without one, whether it is short, or what is to be accepted."""
    if options.accept:
        return item.get_closest_marker("snapshots") is not None
    if options.suite is None:
        return item.get_closest_marker("long") is None
    return options.suite == "full" or item.get_closest_marker(options.suite) is not None


def driven(item: pytest.Item, options: argparse.Namespace) -> bool:
    """Whether a browser that was asked for can play the story."""
    return bool(options.webdriver if item.get_closest_marker("webdriver") else options.browser)


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
    if item.get_closest_marker("desk") and "E2E_STAFF_EMAIL" not in os.environ:
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
