"""The stories' stage: the shop, the browser, the devices, and who comes in."""

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from e2e import looks, people, stage, tidying
from e2e.arrivals import Arrivals
from e2e.bidi import stock
from e2e.browsers import downloaded, headless_chromium
from e2e.diary import Diary
from e2e.report.gather import KEPT
from e2e.shopper import Arrives, Shopper
from e2e.stage import ADDRESS

QUIET = ["--disable-gpu", "--disable-background-networking"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """What QA may choose."""
    stage.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Options, markers, browsers."""
    stage.configured(config)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """One shop for all workers."""
    stage.opened(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells a worker where the shop is, and what to play it with."""
    stage.tell_worker(node)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Closes our own shop once everybody has tidied up, however that went."""
    try:
        yield
    finally:
        stage.closed(session)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Stories that ask for a phone are played on several, or on the one that was chosen."""
    if "phone" in metafunc.fixturenames:
        metafunc.parametrize("phone", stage.phones(metafunc.config))
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", metafunc.config.option.webdriver)


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
    return pytestconfig.stash[ADDRESS]


@pytest.fixture(scope="session")
def stock_firefox(playwright: Playwright, browser_name: str) -> bool:
    """Whether the browser is the machine's own Firefox, as Playwright has none."""
    return browser_name == "firefox" and not downloaded(playwright, browser_name)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_name: str, *, stock_firefox: bool
) -> dict[str, Any]:
    """The machine's Chromium where it has one, which as root only runs without its sandbox; its Firefox where it has to do."""
    if stock_firefox:
        return {**browser_type_launch_args, **stock.launching()}
    if browser_name != "chromium":
        return browser_type_launch_args
    found = headless_chromium()
    there = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **there, "args": QUIET + ["--no-sandbox"] * (os.geteuid() == 0)}


@pytest.fixture(scope="session")
def browser(
    launch_browser: Callable[..., Browser], browser_name: str, *, stock_firefox: bool
) -> Iterator[Browser | stock.Firefoxes]:
    """The browser that stories are played in."""
    opened = stock.Firefoxes(launch_browser, stock=stock_firefox) if browser_name == "firefox" else launch_browser()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """What all browsers of the stories have in common; device and shop come with the shopper."""
    common = {name: value for name, value in browser_context_args.items() if name != "base_url"}
    return {**common, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture(scope="session")
def members(playwright: Playwright, base_url: str, pytestconfig: pytest.Config) -> Iterator[people.Members]:
    """Members to play stories with; a shop that is not our own is rid of them at the end."""
    found = people.Members(playwright.request, base_url)
    yield found
    if pytestconfig.option.base_url:
        tidying.all_of([partial(tidying.removes, playwright.request, base_url, it) for it in found.everybody()])


@pytest.fixture
def diary(request: pytest.FixtureRequest) -> Iterator[Diary]:
    """The strip of this story; it goes into the report, with what axe judged and on which device."""
    told = Diary(request.config.option.pictures)
    looks.SEEN.clear()
    yield told
    kept = {"steps": told.told(), "axe": looks.SEEN, **told.stage}
    request.node.user_properties.append((KEPT, json.dumps(kept)))


@pytest.fixture
def arrives(
    new_context: Callable[..., Any],
    playwright: Playwright,
    diary: Diary,
    browser_name: str,
    pytestconfig: pytest.Config,
) -> Iterator[Arrives]:
    """Brings people in; after the story they tidy up, and what the browsers complained about fails it."""
    phone, address = pytestconfig.option.phone, pytestconfig.stash[ADDRESS]
    arrivals = Arrivals(new_context, playwright, diary, browser_name, phone, address)
    yield arrivals
    arrivals.leave(for_good=bool(pytestconfig.option.base_url))


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
