"""The stories' stage: the shop, the browser, the devices, and who comes in."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from e2e import people, shop
from e2e.complaints import Complaints
from e2e.shopper import GALAXY, Arrives, Shopper

BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # the machine's own; without them Playwright's
QUIET = ["--disable-gpu", "--disable-background-networking"]
PATIENCE = 10_000  # milliseconds until an expectation has failed
SMOKE = "smoke: the shortest way through the shop, less than a minute"

_SHOP = pytest.StashKey[ExitStack]()
_ADDRESS = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Where results go; the stories of a file share somebody or something, so they stay on one worker."""
    config.addinivalue_line("markers", SMOKE)
    for option, ours in (
        ("output", "e2e-results"),
        ("tracing", "retain-on-failure"),
        ("screenshot", "only-on-failure"),
    ):
        if getattr(config.option, option) in {"test-results", "off"}:
            setattr(config.option, option, ours)
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadfile"
    expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """One shop for all workers: the given address, else our own."""
    config = session.config
    if hasattr(config, "workerinput"):
        config.stash[_ADDRESS] = config.workerinput["address"]
        return
    stack = config.stash[_SHOP] = ExitStack()
    address = config.option.base_url
    if not address and not config.option.collectonly:
        try:
            address = stack.enter_context(shop.opened())
        except shop.ShopError as cause:
            pytest.exit(str(cause), returncode=pytest.ExitCode.USAGE_ERROR)
    config.stash[_ADDRESS] = (address or "").rstrip("/")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells a worker where the shop is."""
    node.workerinput["address"] = node.config.stash[_ADDRESS]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Closes our own shop."""
    if _SHOP in session.config.stash:
        session.config.stash[_SHOP].close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that stories measured: taps and seconds."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    lines = {
        f"{name}: {value}" for report in reports for name, value in report.user_properties if report.when == "call"
    }
    if lines:
        terminalreporter.section("figures")
    for line in sorted(lines):
        terminalreporter.line(line)


@pytest.fixture(scope="session")
def base_url(pytestconfig: pytest.Config) -> str:
    """The shop's address."""
    return pytestconfig.stash[_ADDRESS]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's Chromium where it has one; as root it only runs without its sandbox."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": QUIET + ["--no-sandbox"] * (os.geteuid() == 0)}


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    """What all browsers of the stories have in common; the device comes with the shopper."""
    return {"base_url": base_url, "locale": "id-ID", "timezone_id": "Asia/Jakarta", "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def members(playwright: Playwright, base_url: str) -> people.Members:
    """Members to play stories with."""
    return people.Members(playwright.request, base_url)


@pytest.fixture
def arrives(new_context: Callable[..., Any], playwright: Playwright, device: str | None) -> Iterator[Arrives]:
    """Brings a shopper in; after the story it is tidied up, and what the browsers complained about fails it."""
    present: list[Shopper] = []

    def arrive(on: str = device or GALAXY, *, scripts: bool = True, account: people.Account | None = None) -> Shopper:
        described = {name: value for name, value in playwright.devices[on].items() if name != "default_browser_type"}
        context = new_context(
            **described, java_script_enabled=scripts, storage_state=account.cookies if account else None
        )
        context.set_default_timeout(PATIENCE)
        complaints = Complaints()
        complaints.listen(context)
        present.append(Shopper(context, complaints, scripts, account))
        return present[-1]

    yield arrive
    complained = [words for shopper in present for words in shopper.complaints.found]
    for shopper in present:
        shopper.tidies_up()
    assert not complained, "\n".join(complained)


@pytest.fixture
def member(arrives: Arrives, members: people.Members, request: pytest.FixtureRequest) -> Iterator[Shopper]:
    """A member with an empty cart, on a small Android phone."""
    shopper = arrives(account=members.borrow())
    yield shopper
    if shopper.tidies_up() and passed(request.node):
        members.give_back(shopper.account)


def passed(item: pytest.Item) -> bool:
    """Whether the story itself went well; pytest-playwright leaves the report on the item."""
    report = getattr(item, "rep_call", None)
    return report is not None and report.passed


@pytest.fixture
def visitor(arrives: Arrives) -> Shopper:
    """Somebody who is not signed in, on a small Android phone."""
    return arrives()
