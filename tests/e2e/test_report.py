"""The report says what was played and what was not, and why; nothing of it is loaded from elsewhere."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from e2e.browsers import asked, told
from e2e.complaints import Complaints
from e2e.diary import Diary, Step, spoken
from e2e.measures.lighthouse import multiplier_for
from e2e.people import newcomer
from e2e.report.gather import Gatherer
from e2e.report.page import strip, written
from e2e.report.played import Played, summed_up
from e2e.suites import foreign, unplayable


def gathered(*stories: Played) -> Gatherer:
    found = Gatherer(Path("e2e-results"), {"shop": "our own"}, [("webkit", "not run: it is not here")])
    found.played = {story.title: story for story in stories}
    return found


def test_a_failed_story_is_open_with_its_reason_and_its_trace() -> None:
    page = written(
        gathered(
            Played("purchase", "buys", "failed", "it <broke>", links=[("trace", "buys/trace.zip")]),
            Played("cart", "adds", "passed"),
        )
    )
    assert "✗ 1 failed" in page
    assert re.search(r"<details open>\s*<summary><b class=\"failed\">✗ failed</b> buys", page)
    assert "it &lt;broke&gt;" in page
    assert '<a href="buys/trace.zip">trace</a>' in page
    assert page.count("<details open>") == 1


def test_artifacts_are_linked_from_where_the_report_is(tmp_path: Path) -> None:
    found, story = Gatherer(tmp_path / "out" / "e2e", {}, []), Played("cart", "adds")
    found.finish(story, [("playwright_trace", str(tmp_path / "out" / "e2e" / "adds" / "trace.zip")), ("taps", "2")])
    assert story.links == [("trace", "adds/trace.zip")]
    assert story.figures == [("taps", "2")]


def test_what_was_not_run_is_said_with_its_reason() -> None:
    page = written(gathered(Played("desk", "packs", "not run", "there is no staff account", suites=["desk"])))
    assert "not run: it is not here" in page
    assert "not run: there is no staff account" in page
    assert "not run: it was not asked for" in page


def test_the_page_loads_nothing() -> None:
    story = Played("cart", "adds", steps=[vars(Step("shopper", "adds “Melati”", 0.1, check=False, picture="AAAA"))])
    page = written(gathered(story))
    assert 'src="data:image/webp;base64,AAAA"' in page
    assert not re.search(r"<script|<link|https?://", page)


def test_checks_stand_under_the_step_before_them() -> None:
    steps = [
        vars(Step("shopper", verb, 0.1, check=check))
        for verb, check in (("adds", False), ("sees", True), ("buys", False))
    ]
    assert [(step["verb"], [check["verb"] for check in checks]) for step, checks in strip(steps)] == [
        ("adds", ["sees"]),
        ("buys", []),
    ]


def test_a_suite_in_words() -> None:
    assert summed_up([Played("a", "b", "passed", seconds=2), Played("a", "c", "not run", "no staff")]) == (
        "1 passed, 1 not run in 2 s; not run: no staff"
    )


def test_a_verb_that_fails_is_written_down_once() -> None:
    diary = Diary()
    with (
        pytest.raises(ValueError, match="no"),
        diary.step("shopper", "buys", None),
        diary.step("shopper", "adds", None),
    ):
        raise ValueError("no")
    assert [(step.verb, step.failed) for step in diary.steps] == [("adds", True)]


def test_no_password_is_shown() -> None:
    person = newcomer()
    assert spoken(person) == person.full_name
    assert spoken("Melati") == "“Melati”"
    assert spoken(Path("/anywhere/bukti.png")) == "bukti.png"


def test_a_browser_is_never_left_out_silently() -> None:
    assert told("chromium", ["chromium"], {"chromium": "run"}) == "run"
    assert told("webkit", ["chromium"], {"chromium": "run"}).startswith("not run: it was not asked for")
    assert "not run" in told("firefox", ["firefox"], {})
    assert asked("all") == ["chromium", "firefox", "webkit"]
    with pytest.raises(ValueError, match="opera"):
        asked("opera")


@pytest.mark.parametrize(("browser", "why"), [("chromium", ""), ("firefox", "firefox: other letters")])
def test_what_only_chromium_can_play_is_not_run_elsewhere(browser: str, why: str) -> None:
    mark, cells = SimpleNamespace(args=["other letters"]), SimpleNamespace(params={"browser_name": browser})
    parametrized = SimpleNamespace(get_closest_marker=lambda _: mark, callspec=cells)
    alone = SimpleNamespace(get_closest_marker=lambda _: mark)
    assert unplayable(parametrized, SimpleNamespace(browser=["firefox", "chromium"])) == why
    assert unplayable(alone, SimpleNamespace(browser=[browser])) == why
    assert unplayable(SimpleNamespace(get_closest_marker=lambda _: None), SimpleNamespace(browser=[browser])) == ""


@pytest.mark.parametrize(
    ("address", "answer"), [("", False), ("http://127.0.0.1:80", False), ("https://toko.example", True)]
)
def test_where_sample_accounts_are_known(address: str, answer: bool) -> None:
    assert foreign(address) is answer


@pytest.mark.parametrize(("index", "factor"), [(1700, 4.0), (900, 2.0), (435, 1.0)])
def test_a_slow_machine_is_slowed_down_less(index: float, factor: float) -> None:
    assert multiplier_for(index) == factor


POLICY = "Content-Security-Policy: The page’s settings blocked an inline style (style-src-elem): consider a hash ('sha256-%s=')"


@pytest.mark.parametrize(
    ("digest", "complaints"), [("YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA", 0), ("MmzusYjaKGiklmzC6wjXA513HA", 1)]
)
def test_only_the_style_of_a_picture_may_be_refused(digest: str, complaints: int) -> None:
    found = Complaints()
    found._note(SimpleNamespace(error=POLICY % digest))
    assert len(found.found) == complaints
