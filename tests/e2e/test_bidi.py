"""The relay before the machine's own Firefox: does what that browser has no command for, and passes everything else on."""

import asyncio
import json
from types import SimpleNamespace

import pytest

from e2e.bidi.firefox import WITHOUT_SCRIPTS
from e2e.bidi.frames import Frame, heard, spoken
from e2e.bidi.relay import COLOURS, OWN, Relay, RelayError
from e2e.bidi.stock import CALM, OURS, Firefoxes

CREATED = {"type": "event", "method": "browsingContext.contextCreated"}
UNKNOWN = {"type": "error", "id": 7, "error": "unknown command"}


class Line:
    """Keeps what is written to one side."""

    def __init__(self):
        self.said = []

    def write(self, raw: bytes) -> None:
        self.said.append(raw)


def frame(message: dict) -> Frame:
    return Frame(json.dumps(message).encode(), message)


def relay(**more) -> Relay:
    found = Relay(Line(), Line(), window="chrome", **more)
    found.commands[7] = {"id": 7, "method": COLOURS, "params": {"features": {"prefers-color-scheme": "dark"}, **WHERE}}
    return found


WHERE = {"contexts": ["page", "a frame of it"], "userContexts": ["rini"]}


def asked(found: Relay) -> list:
    """What the relay asked of the browser: page, colours, flags."""
    messages = [listen(raw).message["params"] for raw in found.browser.said]
    return [[word["value"] for word in message["arguments"]] for message in messages]


def listen(*raw: bytes) -> Frame:
    async def one() -> Frame:
        line = asyncio.StreamReader()
        line.feed_data(b"".join(raw))
        return await heard(line)

    return asyncio.run(one())


class Launched:
    """Keeps how browsers were started, and what contexts were opened with."""

    def __init__(self):
        self.starts, self.opened = [], []
        self.tracing = SimpleNamespace(start=lambda **_: None)

    def __call__(self, **words):
        self.starts.append(words)
        return self

    def new_context(self, **options):
        self.opened.append(options)
        return self


def test_there_is_a_browser_for_each_set_of_preferences() -> None:
    launched = Launched()
    browsers = Firefoxes(launched, stock=True)
    for words in ({}, {}, {"firefox_user_prefs": {"font": 32}}, {"reduced_motion": "reduce"}):
        browsers.new_context(user_agent="a phone", locale="id-ID", **words)
    own = [dict(set(start["firefox_user_prefs"].items()) - set(OURS.items())) for start in launched.starts]
    assert own == [{CALM: 0}, {CALM: 0, "font": 32}, {CALM: 1}]
    assert launched.opened == [{"java_script_enabled": True, "locale": "id-ID"}] * 4


@pytest.mark.parametrize(("stock", "arguments"), [(True, [WITHOUT_SCRIPTS]), (False, [])])
def test_only_the_machines_own_needs_the_relay_to_be_without_scripts(*, stock: bool, arguments: list) -> None:
    launched = Launched()
    Firefoxes(launched, stock=stock).new_context(java_script_enabled=False)
    assert launched.starts[0]["args"] == arguments
    assert launched.opened == [{"java_script_enabled": False}]


@pytest.mark.parametrize("size", [0, 100, 125, 126, 65_535, 65_536, 200_000])
@pytest.mark.parametrize("by_client", [True, False])
def test_a_message_of_any_size_arrives(size: int, *, by_client: bool) -> None:
    message = {"text": "é" * (size // 6)}
    raw = spoken(message, by_client=by_client)
    found = listen(raw, b"what follows")
    assert (found.raw, found.message) == (raw, message)


def test_what_is_no_text_is_passed_on_as_it_came() -> None:
    assert listen(b"\x89\x02{}") == Frame(b"\x89\x02{}", {})


def test_what_concerns_nobody_is_passed_on_untouched() -> None:
    found = relay()
    for said in ({"type": "event", "method": "log.entryAdded"}, {"type": "error", "id": 9, "error": "unknown command"}):
        found.judges(frame(said))
    assert [json.loads(raw)["type"] for raw in found.driver.said] == ["event", "error"]
    assert found.browser.said == []


def test_colours_are_set_by_the_browser_itself_where_it_knows_how() -> None:
    found = relay()
    found.judges(frame({"type": "success", "id": 7, "result": {}}))
    assert (len(found.driver.said), found.browser.said) == (1, [])


def test_colours_are_in_force_before_the_driver_is_told() -> None:
    found = relay()
    found.judges(frame(UNKNOWN))
    assert asked(found) == [["page", "dark", 0]]
    assert found.driver.said == []
    found.judges(frame({"type": "success", "id": OWN + 1, "result": {"type": "success"}}))
    assert listen(*found.driver.said).message == {"type": "success", "id": 7, "result": {}}


@pytest.mark.parametrize(("scripts", "flags"), [(True, 0), (False, 128)])
def test_a_new_page_is_ready_before_the_driver_hears_of_it(*, scripts: bool, flags: int) -> None:
    found = relay(scripts=scripts)
    found.schemes["rini"] = "dark"
    for page in ({"context": "first", "userContext": "rini"}, {"context": "second", "userContext": "sari"}):
        found.judges(frame({**CREATED, "params": page}))
    assert asked(found) == [["first", "dark", flags], ["second", "none", flags]]
    found.judges(frame({"type": "success", "id": OWN + 1, "result": {"type": "success"}}))
    assert found.driver.said == []
    found.judges(frame({"type": "success", "id": OWN + 2, "result": {"type": "success"}}))
    assert b"".join(found.driver.said).count(b"contextCreated") == 2


@pytest.mark.parametrize(("scheme", "commands"), [("dark", 1), ("none", 0)])
def test_colours_stay_through_a_navigation(scheme: str, commands: int) -> None:
    found = relay()
    found.schemes["page"] = scheme
    found.judges(
        frame({"type": "event", "method": "browsingContext.navigationCommitted", "params": {"context": "page"}})
    )
    assert asked(found) == [["page", scheme, 0]] * commands
    assert len(found.driver.said) == 1 - commands


@pytest.mark.parametrize("answer", [{"type": "error"}, {"type": "success", "result": {"type": "exception"}}])
def test_what_the_browser_refuses_ends_the_story(answer: dict) -> None:
    found = relay()
    found.judges(frame({**CREATED, "params": {"context": "page", "userContext": "rini"}}))
    with pytest.raises(RelayError):
        found.judges(frame({"id": OWN + 1, **answer}))
    assert found.driver.said == []
