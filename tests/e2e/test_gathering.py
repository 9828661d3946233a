"""What the report hears of a story: it passed only where pytest said so, every reason is kept, and what was left out is named."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from e2e.report.gather import Gatherer
from e2e.report.page import written
from e2e.report.played import Played, reason, summed_up
from e2e.suites import LEFT_OUT, pytest_deselected

NODE = "e2e/stories/test_smoke.py::test_an_order[chromium]"
TRACEBACK = """e2e/stories/test_smoke.py:31: in test_an_order
    number = visitor.places_order()
E   ValueError: the first of two

The above exception was the direct cause of the following exception:
e2e/verbs/browsing.py:79: in sees_heading
    expect(heading).to_have_text(words)
E   AssertionError: Locator expected to have text 'Terima kasih'
E   Actual value: Pesananmu
E   Aria snapshot:
E   - heading "Pesananmu"
"""


def gatherer(folder: Path = Path("e2e-results"), asked: str = "") -> Gatherer:
    return Gatherer(folder, {"shop": "our own"}, [("chromium", "run")], asked)


def part(when: str, outcome: str = "passed", longrepr: object = "", **more: object) -> SimpleNamespace:
    state = {name: name == outcome for name in ("passed", "failed", "skipped")}
    return SimpleNamespace(
        nodeid=NODE,
        when=when,
        longrepr=longrepr,
        duration=1.0,
        keywords={"smoke": 1},
        user_properties=[],
        **state,
        **more,
    )


def heard(*parts: SimpleNamespace) -> Played:
    found = gatherer()
    for report in parts:
        found.pytest_runtest_logreport(report)
    return found.played[NODE]


def test_a_story_passed_once_its_call_did() -> None:
    assert heard(part("setup"), part("call"), part("teardown")).outcome == "passed"


def test_an_interrupted_story_has_failed() -> None:
    story = heard(part("setup"))
    assert story.outcome == "broken off"
    assert summed_up([story]) == "1 failed (1 of them broken off) in 1 s"
    page = written(SimpleNamespace(**pages_of(story)))
    assert "✗ 1 failed" in page
    assert "the run ended before the story did" in page


def pages_of(story: Played) -> dict:
    found = gatherer()
    found.played = {NODE: story}
    named = ("folder", "facts", "browsers", "played", "began", "suites", "driven", "left_out", "idle")
    return {name: getattr(found, name) for name in named}


def test_tidying_up_can_fail_a_story_that_passed() -> None:
    assert heard(part("setup"), part("call"), part("teardown", "failed", "E   order 7 is open")).outcome == "failed"


def test_both_reasons_of_a_story_are_told() -> None:
    failed = part("call", "failed", "E   AssertionError: no heading")
    story = heard(part("setup"), failed, part("teardown", "failed", "E   AssertionError: 500 for GET /bantuan"))
    assert story.why == "AssertionError: no heading\n\nAssertionError: 500 for GET /bantuan"


def test_the_reason_is_what_pytest_marks_last() -> None:
    wanted = "AssertionError: Locator expected to have text 'Terima kasih'\nActual value: Pesananmu"
    assert reason(TRACEBACK) == wanted


@pytest.mark.parametrize("crash", ["order 7 is open\nand order 8", None])
def test_a_reason_without_marks_is_what_was_raised(crash: str | None) -> None:
    class Shown(str):
        __slots__ = ("reprcrash",)

    longrepr = Shown("a traceback\nits last line")
    longrepr.reprcrash = SimpleNamespace(message=crash) if crash else None
    assert reason(longrepr) == (crash or "its last line")


def test_a_long_reason_is_cut() -> None:
    assert reason("\n".join(f"E   line {n}" for n in range(40))).splitlines()[-2:] == ["line 11", "…"]


def test_the_failed_step_is_told_first_and_its_picture_once() -> None:
    steps = [
        {"who": "shopper", "verb": verb, "seconds": 0.1, "check": False, "failed": failed, "picture": picture}
        for verb, failed, picture in (("adds “Melati”", False, "AAAA"), ("places_order", True, "BBBB"))
    ]
    page = written(SimpleNamespace(**pages_of(Played("smoke", "buys", "failed", "no", steps=steps, traceback="long"))))
    order = ["The step that failed: <b>shopper</b> places order", ">no</pre>", "BBBB", "<summary>Traceback", "AAAA"]
    assert [page.count(words) for words in order] == [1] * len(order)
    assert sorted(order, key=page.index) == order


@pytest.mark.parametrize(
    ("asked", "counted"), [("", "smoke"), ("smoke", "smoke"), ("purchase", "purchase"), ("desk", "smoke")]
)
def test_a_story_of_two_suites_is_counted_once(asked: str, counted: str) -> None:
    found = gatherer(asked=asked)
    found.played = {NODE: Played("other browsers", "an order", "passed", suites=["smoke", "purchase", "webdriver"])}
    assert [name for name, words in found.suites() if "1 passed" in words] == [f"suite {counted}"]


def test_stories_of_no_suite_have_a_row() -> None:
    found = gatherer()
    found.played = {NODE: Played("snapshots", "cart", "passed", suites=["snapshots"])}
    assert found.suites()[-1] == ("of no suite", "1 passed in 0 s")


def test_what_was_left_out_is_told_with_its_reason() -> None:
    found = gatherer()
    found.played = {NODE: Played("smoke", "buys", "passed", suites=["smoke"])}
    found.leaves_out({"e2e/stories/test_desk.py::test_a_slip": (["desk"], "long"), NODE + "2": (["smoke"], "long")})
    assert dict(found.suites()) == {
        "suite smoke": "1 passed in 0 s; 1 left out: long",
        "suite purchase": "not run: it was not asked for",
        "suite desk": "not run: long",
    }
    page = written(found)
    assert "– 2 left out</b> long" in page
    assert "<li>desk: a slip</li>" in page


def test_every_worker_tells_of_the_same_stories() -> None:
    found, left = gatherer(), {NODE: (["smoke"], "long")}
    for node in ({"workeroutput": {"left out": left}}, {"workeroutput": {"left out": left}}, {}):
        found.pytest_testnodedown(SimpleNamespace(**node))
    assert list(found.left) == [NODE]


def test_a_run_without_a_story_says_so() -> None:
    found = gatherer()
    found.played = {NODE: Played("desk", "packs", "not run", "there is no staff account", suites=["desk"])}
    assert found.idle() == "Nothing was played: there is no staff account."
    assert "<title>Nothing was played" in written(found)
    assert found.driven() == [("chromium", "not run: no story was left for it")]


def test_a_run_with_a_story_does_not() -> None:
    found = gatherer()
    found.played = {NODE: Played("smoke", "buys")}
    assert found.idle() == ""


@pytest.mark.parametrize(("there", "told"), [(True, 1), (False, 0)])
def test_what_the_shop_said_is_linked(tmp_path: Path, there: bool, told: int) -> None:
    if there:
        (tmp_path / "shop.log").write_text("a traceback")
    found = gatherer(tmp_path)
    found.write()
    assert (tmp_path / "report.html").read_text().count('href="shop.log"') == told


@pytest.mark.parametrize(
    ("marks", "options", "why"),
    [
        ({"long"}, {}, "long (SUITE=full plays all)"),
        ({"desk"}, {"suite": "smoke"}, "not of the suite smoke (SUITE=full plays all)"),
        ({"desk"}, {"suite": "desk", "browser": []}, "Playwright drives no browser here that was asked for"),
        ({"desk"}, {"keyword": "slip"}, "the command did not choose it (-k “slip”)"),
        ({"desk"}, {"accept": True}, "UPDATE=snapshots takes pictures only"),
    ],
)
def test_why_a_story_was_left_out(marks: set, options: dict, why: str) -> None:
    common = {"accept": False, "suite": None, "browser": ["chromium"], "webdriver": [], "keyword": "", "markexpr": ""}
    config = SimpleNamespace(option=SimpleNamespace(**common | options), stash=pytest.Stash())
    pytest_deselected(
        [SimpleNamespace(nodeid=NODE, config=config, get_closest_marker=lambda name: name in marks or None)]
    )
    assert config.stash[LEFT_OUT] == {NODE: ([name for name in ("desk", "long") if name in marks], why)}
