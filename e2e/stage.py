"""What is decided before the first story: options, browsers, the shop, and who gathers what happens."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from e2e import browsers, choices, driver, shop, suites
from e2e.arrivals import PATIENCE
from e2e.devices import PHONES
from e2e.report.gather import REPORT, Gatherer

NO_FILMS = "not run: Playwright's ffmpeg is not on this machine (playwright install ffmpeg)"
RESULTS = {
    "output": "e2e-results",
    "tracing": "retain-on-failure",
    "screenshot": "only-on-failure",
}  # unless chosen otherwise
DECIDED = ("browser", "webdriver", "video")
ADDRESS = pytest.StashKey[str]()
GATHERER = "e2e-gatherer"
_SHOP = pytest.StashKey[ExitStack]()
_TOLD = pytest.StashKey[list[tuple[str, str]]]()


def configured(config: pytest.Config) -> None:
    """Where results go; the stories of a file share somebody or something, so they stay on one worker."""
    for name, words in suites.MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {words}")
    if not hasattr(config, "workerinput"):
        vars(config.option).update({name: ours for name, ours in RESULTS.items() if not chosen(config, name)})
    config.option.accept = config.option.update == "snapshots"
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadfile"
    driver.keep_apart(os.environ)
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
    if wrong := choices.mistakes(config.option, os.environ):
        raise pytest.UsageError("\n".join(wrong))
    names = browsers.asked(config.option.engines)
    driven = browsers.drivable(names)
    config.option.browser = list(driven)
    config.option.webdriver = browsers.by_webdriver([name for name in names if name not in driven])
    told, config.option.video = [], config.option.films or config.option.video
    if config.option.video != "off" and not browsers.films():
        config.option.video = "off"
        told = [("video", NO_FILMS)]
    config.stash[_TOLD] = told + [(name, browsers.told(name, names, driven)) for name in browsers.ENGINES]


def opened(config: pytest.Config) -> None:
    """One shop for all workers: the given address, else our own."""
    if hasattr(config, "workerinput"):
        config.stash[ADDRESS] = config.workerinput["address"]
        return
    config.stash[ADDRESS] = (config.option.base_url or "").rstrip("/")
    if config.option.collectonly:
        return
    folder = Path(config.option.output)
    clear(folder)
    stack = config.stash[_SHOP] = ExitStack()
    config.stash[ADDRESS] = config.stash[ADDRESS] or our_own(stack, folder)
    if config.option.base_url and (why := shop.stranger(config.stash[ADDRESS])):
        pytest.exit(why, returncode=pytest.ExitCode.USAGE_ERROR)
    gatherer = Gatherer(folder, facts(config), config.stash[_TOLD], config.option.suite or "")
    config.pluginmanager.register(gatherer, GATHERER)


def our_own(stack: ExitStack, folder: Path) -> str:
    """Opens a shop of our own until the stack is closed; its address."""
    try:
        return stack.enter_context(shop.opened(folder / shop.LOG))
    except shop.ShopError as cause:
        return pytest.exit(str(cause), returncode=pytest.ExitCode.USAGE_ERROR)


def clear(folder: Path) -> None:
    """What the run before told must not be taken for what this one tells."""
    if (folder / "review").exists():
        shutil.rmtree(folder / "review")
    for name in (REPORT, shop.LOG):
        (folder / name).unlink(missing_ok=True)


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


def closed(session: pytest.Session) -> None:
    """Closes our own shop, and writes down how the run went; a run without a story is no success."""
    config = session.config
    left = config.stash.get(suites.LEFT_OUT, {})
    if hasattr(config, "workerinput"):
        config.workeroutput["left out"] = left
        return
    try:
        if _SHOP in config.stash:
            config.stash[_SHOP].close()
    finally:
        if gatherer := config.pluginmanager.get_plugin(GATHERER):
            gatherer.leaves_out(left)
            gatherer.write()
            if gatherer.idle() and session.exitstatus == pytest.ExitCode.OK:
                session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED


def add_options(parser: pytest.Parser) -> None:
    """What QA may choose; `make e2e` has a variable for each."""
    group = parser.getgroup("e2e", "the browser tests")
    group.addoption("--suite", help="; ".join(map(": ".join, suites.SUITES.items())))
    group.addoption("--phone", help="play on this device what names none of its own")
    group.addoption("--engines", default="chromium", help="all, or some of chromium,firefox,webkit")
    group.addoption("--pictures", action="store_true", help="a picture after each step, for the report")
    group.addoption("--films", help="on or off: a video of each story")
    group.addoption("--update", help="snapshots: what pages look like now is what they shall look like")


def phones(config: pytest.Config) -> list[str]:
    """The devices of stories that are played on several."""
    return [config.option.phone] if config.option.phone else list(PHONES)
