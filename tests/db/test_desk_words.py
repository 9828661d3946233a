"""Messages that staff edited: one version after the other, each in the audit trail, and which one was opened on an order."""

import json
from uuid import uuid4

import pytest

from tests.db.orders import order_in
from tests.db.shop import Shop, codes

EDITED = "select title, body, version from message_templates where key = 'greeting'"
AUDIT = "select actor, action, before, after from audit_trail where table_name = 'message_templates' order by id"
NOTES = "select kind, to_value, is_public, order_version from order_events where order_id = %s and kind = 'message'"


@pytest.mark.parametrize(
    ("title", "body"), [("", "Halo"), ("Salam", ""), ("x" * 61, "Halo"), ("Salam", "x" * 1501), (None, "Halo")]
)
def test_a_text_that_is_empty_too_long_or_half_is_refused(shop: Shop, title: str | None, body: str) -> None:
    with shop.refuses("SW003", limit="message", maximum=1500):
        shop.desk.call("edit_message", "greeting", 0, title, body)


@pytest.mark.parametrize("version", [0, 2, None])
def test_an_outdated_version_is_refused(shop: Shop, version: int | None) -> None:
    shop.desk.call("edit_message", "greeting", 0, "Salam", "Halo {nama}")
    with shop.refuses("SW021", key="greeting", seen=version):
        shop.desk.call("edit_message", "greeting", version, "Lain", "Hai {nama}")


def test_a_version_never_comes_back_when_the_starting_text_does(shop: Shop) -> None:
    assert shop.desk.call("edit_message", "greeting", 0, "Salam", "Halo {nama}") == 1
    assert shop.desk.call("edit_message", "greeting", 1, None, None) == 2
    assert shop.rows(EDITED) == [(None, None, 2)]
    with shop.refuses("SW021", key="greeting", seen=1):
        shop.desk.call("edit_message", "greeting", 1, "Lain", "Hai {nama}")


def test_of_two_who_edit_at_once_one_is_told(shop: Shop) -> None:
    results = shop.at_once(
        *(lambda word=word: shop.desk.call("edit_message", "greeting", 0, "Salam", word) for word in ("Halo", "Hai"))
    )
    assert codes(results) == ["SW021"]
    assert shop.one("select count(*) from message_templates") == 1
    assert shop.rows(EDITED)[0][2] == 1


def test_each_edit_is_in_the_audit_trail(shop: Shop) -> None:
    shop.desk.call("edit_message", "greeting", 0, "Salam", "Halo {nama}")
    shop.desk.call("edit_message", "greeting", 1, "Salam", "Hai {nama}")
    actor = shop.one("select updated_by from message_templates")
    assert actor.startswith("staff:")
    assert shop.rows(AUDIT) == [
        (actor, "update", {"title": None, "body": None, "version": 0}, {"title": "Salam", "body": "Halo {nama}", "version": 1}),
        (actor, "update", {"body": "Halo {nama}", "version": 1}, {"body": "Hai {nama}", "version": 2}),
    ]  # fmt: skip
    assert (
        json.dumps(shop.rows("select row_key from audit_trail where table_name = 'message_templates'")[0])
        == '["greeting"]'
    )


def test_a_message_of_no_order_is_refused(shop: Shop) -> None:
    with shop.refuses("SW040", what="order"):
        shop.desk.call("note_message", uuid4(), "greeting", "Salam pembuka")


def test_an_opened_message_is_a_line_that_only_staff_read(shop: Shop) -> None:
    """It makes no version: forms that are open stay good."""
    sari, order, _ = order_in(shop, "paid")
    seen = sari.rows("select count(*) from order_events where order_id = %s", order)
    shop.desk.call("note_message", order, "greeting", "Salam pembuka")
    assert shop.rows(NOTES, order) == [("message", "Salam pembuka", False, None)]
    assert sari.rows("select count(*) from order_events where order_id = %s", order) == seen


def test_an_opened_message_goes_by_the_title_that_staff_gave_it(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    shop.desk.call("edit_message", "greeting", 0, "Sapaan hangat", "Halo {nama}")
    shop.desk.call("note_message", order, "greeting", "Salam pembuka")
    assert shop.one("select to_value from order_events where kind = 'message'") == "Sapaan hangat"


def test_nobody_but_the_desk_may_edit_or_note(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "paid")
    for who in (sari, shop.worker):
        for call in (("edit_message", "greeting", 0, "Salam", "Halo"), ("note_message", order, "greeting", "Salam")):
            with shop.refuses("42501"):
                who.call(*call)
