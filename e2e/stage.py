"""What is decided before the first story: options, browsers, the shop, and who gathers what happens."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from e2e import browsers, shop, suites
from e2e.arrivals import PATIENCE
from e2e.devices import DEVICES, PHONES
from e2e.report.gather import Gatherer

NO_FILMS = "not run: Playwright's ffmpeg is not on this machine (playwright install ffmpeg)"
RESULTS = {
    "output": "e2e-results",
    "tracing": "retain-on-failure",
    "screenshot": "only-on-failure",
}  # unless chosen otherwise
DECIDED = ("browser", "webdriver", "video")
ADDRESS = pytest.StashKey[str]()
_SHOP = pytest.StashKey[ExitStack]()
_TOLD = pytest.StashKey[list[tuple[str, str]]]()


def configured(config: pytest.Config) -> None:
    """Where results go; the stories of a file share somebody or something, so they stay on one worker."""
    for name, words in suites.MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {words}")
    if not hasattr(config, "workerinput"):
        vars(config.option).update({name: ours for name, ours in RESULTS.items() if not chosen(config, name)})
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadfile"
    expect.set_options(timeout=PATIENCE)
    config.pluginmanager.register(suites)
    choose_browsers(config)


def chosen(config: pytest.Config, option: str) -> bool:
    """Whether the command names it; its default may be chosen as well."""
    return any(word.split("=")[0] == f"--{option}" for word in config.invocation_params.args)


def choose_browsers(config: pytest.Config) -> None:
    """Playwright gets those that it can drive; what becomes of the others is told at the end."""
    if hasattr(config, "workerinput"):
        vars(config.option).update(config.workerinput["options"])
        return
    try:
        names = browsers.asked(config.option.engines)
    except ValueError as mistake:
        raise pytest.UsageError(str(mistake)) from None
    driven = browsers.drivable(names)
    config.option.browser = list(driven)
    config.option.webdriver = browsers.by_webdriver([name for name in names if name not in driven])
    told = []
    if config.option.video != "off" and not browsers.films():
        config.option.video = "off"
        told = [("video", NO_FILMS)]
    config.stash[_TOLD] = told + [(name, browsers.told(name, names, driven)) for name in browsers.ENGINES]


def opened(config: pytest.Config) -> None:
    """One shop for all workers: the given address, else our own."""
    if hasattr(config, "workerinput"):
        config.stash[ADDRESS] = config.workerinput["address"]
        return
    stack = config.stash[_SHOP] = ExitStack()
    address = config.option.base_url
    if not address and not config.option.collectonly:
        try:
            address = stack.enter_context(shop.opened())
        except shop.ShopError as cause:
            pytest.exit(str(cause), returncode=pytest.ExitCode.USAGE_ERROR)
    config.stash[ADDRESS] = (address or "").rstrip("/")
    if not config.option.collectonly:
        config.pluginmanager.register(Gatherer(Path(config.option.output), facts(config), config.stash[_TOLD]))


def facts(config: pytest.Config) -> dict[str, str]:
    """What the report says about the run."""
    return {
        "shop": config.option.base_url or "our own",
        "suite": config.option.suite or "short stories of all",
        "device": config.option.phone or "each story's own",
    }


def tell_worker(node: Any) -> None:
    """Where the shop is, and what to play it with."""
    node.workerinput["address"] = node.config.stash[ADDRESS]
    node.workerinput["options"] = {name: getattr(node.config.option, name) for name in (*RESULTS, *DECIDED)}


def closed(config: pytest.Config) -> None:
    """Closes our own shop."""
    if _SHOP in config.stash:
        config.stash[_SHOP].close()


def add_options(parser: pytest.Parser) -> None:
    """What QA may choose; `make e2e` has a variable for each."""
    group = parser.getgroup("e2e", "the browser tests")
    group.addoption("--suite", choices=list(suites.SUITES), help="; ".join(map(": ".join, suites.SUITES.items())))
    group.addoption("--phone", choices=list(DEVICES), help="play on this device what names none of its own")
    group.addoption("--engines", default="chromium", help="all, or some of chromium,firefox,webkit")
    group.addoption("--pictures", action="store_true", help="a picture after each step, for the report")
    group.addoption("--accept", action="store_true", help="keep what pages look like now as what they shall look like")


def phones(config: pytest.Config) -> list[str]:
    """The devices of stories that are played on several."""
    return [config.option.phone] if config.option.phone else list(PHONES)
