"""The manual explains every queue, every status and every refusal, in the words that people see; its links lead somewhere."""

import re

import pytest

from app import errors, render
from app.desk.manual import pages
from app.desk.queue.queries import QUEUES
from app.desk.words.messages import STARTING
from tests.rules.source import TEMPLATES, migrations, templates

SECTIONS = {page.name: {section.id: section for section in page.sections} for page in pages.pages()}
SCHEMA = "\n".join(path.read_text(encoding="utf-8") for path in migrations())
REFUSAL = re.compile(r"\*\*Yang tampak:\*\* (.+)\n\n\*\*Kenapa:\*\* (.+)\n\n\*\*Yang dilakukan:\*\* (.+)")
SHORTEST = 60  # characters of an explanation


def statuses(table: str) -> list[str]:
    """Every value of a column whose transitions stand in a table."""
    rows = "".join(re.findall(rf"^insert into {table} .*?;", SCHEMA, re.MULTILINE | re.DOTALL))
    return sorted({word for pair in re.findall(r"\('(\w+)', '(\w+)'", rows) for word in pair} - {"new"})


def words(table: str) -> dict[str, str]:
    """What people read for the stored values of ORDER_STATUS, PAYMENT_STATUS or QUEUES."""
    texts = "".join((TEMPLATES / "macros" / name).read_text(encoding="utf-8") for name in ("words.html", "desk.html"))
    found = re.search(rf"set {table} = \{{(.*?)\}}", texts, re.DOTALL)
    assert found
    return dict(re.findall(r'"(\w+)": "([^"]+)"', found[1]))


ORDER, PAYMENT = statuses("order_transitions"), statuses("payment_transitions")


def test_the_statuses_are_found() -> None:
    """Should the tables be written differently one day, the rules below must not pass by finding none."""
    assert len(ORDER) == 9
    assert len(PAYMENT) == 8


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_is_explained_under_its_name(queue: str) -> None:
    assert SECTIONS["antrean"][queue].title == words("QUEUES")[queue]
    assert len(SECTIONS["antrean"][queue].text) > SHORTEST


@pytest.mark.parametrize("status", ORDER)
def test_an_order_status_is_explained_under_its_name(status: str) -> None:
    section = SECTIONS["pesanan"][f"status-{status}"]
    assert section.title == words("ORDER_STATUS")[status]
    assert len(section.text) > SHORTEST


@pytest.mark.parametrize("status", PAYMENT)
def test_a_payment_status_is_explained_under_its_name(status: str) -> None:
    section = SECTIONS["pesanan"][f"payment-{status}"]
    assert section.title == words("PAYMENT_STATUS")[status]
    assert len(section.text) > SHORTEST


@pytest.mark.parametrize("code", sorted(errors.SW))
def test_a_refusal_is_explained_what_is_seen_why_and_what_to_do(code: str) -> None:
    found = REFUSAL.fullmatch(SECTIONS["ditolak"][code].text)
    assert found
    assert found[1] == errors.SW[code].sentence


def test_nothing_is_explained_that_is_not_there() -> None:
    explained = {it.partition("-")[2] for it in SECTIONS["pesanan"] if it.startswith(("status-", "payment-"))}
    assert explained == {*ORDER, *PAYMENT}
    assert set(SECTIONS["ditolak"]) == set(errors.SW)


def test_the_pages_are_those_of_the_folder() -> None:
    assert sorted(pages.NAMES) == sorted(path.stem for path in pages.FOLDER.glob("*.md"))


@pytest.mark.parametrize("name", pages.NAMES)
def test_a_link_of_the_manual_leads_to_a_section(name: str) -> None:
    for target in re.findall(r'href="([^"]+)"', pages.page(name).body):
        page, _, section = target.partition("#")
        assert page in SECTIONS, target
        assert not section or section in SECTIONS[page], target


@pytest.mark.parametrize("name", pages.NAMES)
def test_a_page_has_one_title_and_no_mark_left_over(name: str) -> None:
    body = pages.page(name).body
    assert body.count("<h1>") == 1
    assert "{#" not in body


def test_a_link_of_a_template_to_the_manual_leads_to_a_section() -> None:
    asked = [
        found
        for path in templates()
        for found in re.findall(r'guide\("([\w-]+)"(?:, "([\w-]+)"(?! ~))?', path.read_text(encoding="utf-8"))
        if path.name != "desk.html"
    ]
    assert len(asked) >= 4
    assert [it for it in asked if it[0] not in SECTIONS or (it[1] and it[1] not in SECTIONS[it[0]])] == []


def test_words_in_bold_stand_on_the_screen() -> None:
    """Bold is what people press or read: a button that is renamed is renamed in the manual. Labels of our own end with a colon."""
    texts = [path.read_text(encoding="utf-8") for path in templates()]
    screen = "\n".join([*texts, *(message.title for message in STARTING.values())])
    bold = [
        found
        for path in pages.FOLDER.glob("*.md")
        for found in re.findall(r"\*\*([A-Z][^*]*[^*:])\*\*", path.read_text(encoding="utf-8"))
    ]
    assert len(bold) > 40
    assert sorted({it for it in bold if it not in screen}) == []


def test_the_desk_answers_with_the_shops_own_words_for_nothing_there() -> None:
    assert errors.NotStaff.sentence == render.FAILURES[404][1]
