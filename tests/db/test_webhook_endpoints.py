"""Who may change endpoints, when one is switched off by itself, and sending again."""

import pytest

from tests.db.people import Person
from tests.db.shop import Shop, codes
from tests.db.webhooks import ALL, OTHER, SECRET, delivery, endpoint, fails, state

DUE = """
    select e.type, j.run_at > now() from jobs j join webhook_deliveries d on d.id::text = j.subject
    join webhook_events e on e.id = d.event_id order by j.id"""


@pytest.fixture
def ade(shop: Shop) -> Person:
    return shop.colleague("ade", "admin")


@pytest.fixture
def citra(shop: Shop) -> Person:
    return shop.colleague("citra")


def test_staff_without_the_role_change_nothing(shop: Shop, citra: Person) -> None:
    found = endpoint(shop)
    for call in (
        ("save_endpoint", None, None, "https://x.contoh", ALL, True, SECRET),
        ("rotate_endpoint_secret", found, 1, OTHER),
        ("replay_delivery", 1),
    ):
        with shop.refuses("SW041"):
            citra.call(*call)


def test_an_admin_registers_changes_and_nobody_overwrites_anybody(shop: Shop, ade: Person) -> None:
    found = ade.call("save_endpoint", None, None, "https://x.contoh", ["stock.low"], True, SECRET)
    with shop.refuses("SW003", limit="webhook_address"):
        ade.call("save_endpoint", None, None, "https://x.contoh", ALL, True, OTHER)
    with shop.refuses("SW021", webhook=found, version=1, seen=7):
        ade.call("save_endpoint", found, 7, "https://y.contoh", ALL, True, None)
    with shop.refuses("SW040", what="webhook"):
        ade.call("save_endpoint", ade.staff, 1, "https://y.contoh", ALL, True, None)
    results = shop.at_once(*[lambda: ade.call("save_endpoint", found, 1, "https://y.contoh", ALL, False, None)] * 4)
    assert results.count(found) == 1
    assert shop.one("select address, is_on, version, secret from webhook_endpoints") == (
        "https://y.contoh",
        False,
        2,
        SECRET,
    )


def test_of_two_who_register_one_address_at_once_one_is_told(shop: Shop, ade: Person) -> None:
    results = shop.at_once(*[lambda: ade.call("save_endpoint", None, None, "https://x.contoh", ALL, True, SECRET)] * 8)
    assert codes(results) == ["SW003"] * 7
    assert shop.one("select count(*) from webhook_endpoints") == 1


def test_an_address_of_another_is_nobodys_choice(shop: Shop, ade: Person) -> None:
    found = endpoint(shop)
    endpoint(shop, "buku")
    with shop.refuses("SW003", limit="webhook_address"):
        ade.call("save_endpoint", found, 1, "https://buku.contoh", ALL, True, None)


def test_the_earlier_secret_lasts_a_day_and_neither_is_in_the_audit_trail(shop: Shop, ade: Person) -> None:
    found = ade.call("save_endpoint", None, None, "https://x.contoh", ALL, True, SECRET)
    ade.call("rotate_endpoint_secret", found, 1, OTHER)
    assert shop.one(
        "select secret, earlier_secret, earlier_until between now() + '23 hours' and now() + '24 hours' from webhook_endpoints"
    ) == (OTHER, SECRET, True)
    with shop.refuses("SW021", webhook=found, version=2, seen=1):
        ade.call("rotate_endpoint_secret", found, 1, SECRET)
    trail = shop.rows(
        "select actor, action, before::text, after::text from audit_trail where table_name = 'webhook_endpoints' order by id"
    )
    assert [row[:2] for row in trail] == [(f"staff:{ade.staff}", "insert"), (f"staff:{ade.staff}", "update")]
    assert "whsec_" not in str(trail)


def test_the_desk_does_not_read_secrets(shop: Shop) -> None:
    endpoint(shop)
    for column in ("secret", "earlier_secret"):
        with shop.denies("42501"):
            shop.desk.rows(f"select {column} from webhook_endpoints")


def test_three_days_without_a_success_are_enough(shop: Shop) -> None:
    endpoint(shop)
    fails(shop, delivery(shop))
    shop.later("2 days 23 hours")
    fails(shop, delivery(shop, "y"))
    assert state(shop) == (True, None)
    shop.later("3 days 1 minute")
    of = delivery(shop, "z")
    shop.worker.call("delivery_succeeded", of[0], 200, "")
    fails(shop, delivery(shop, "w"))
    assert state(shop) == (True, None), "a success begins anew"
    shop.later("6 days 2 minutes")
    fails(shop, delivery(shop, "v"))
    assert state(shop) == (False, "failing")
    assert shop.one("select count(*) from jobs where kind = 'webhook_off_mail'") == 1


def test_twenty_parked_deliveries_are_enough(shop: Shop) -> None:
    endpoint(shop)
    for number in range(20):
        assert state(shop) == (True, None)
        fails(shop, delivery(shop, str(number)), is_final=True)
    assert state(shop) == (False, "parked")
    assert shop.rows("select distinct status, tries from webhook_deliveries") == [("parked", 1)]


def test_one_that_fails_has_its_others_put_off_and_nobody_elses(shop: Shop) -> None:
    endpoint(shop, events=["order.paid"])
    endpoint(shop, "buku", ["stock.low"])
    of = delivery(shop)
    shop.call("publish_event", "order.paid", "y", "{}", "now", "now")
    shop.call("publish_event", "stock.low", "z", "{}", "now", "now")
    fails(shop, of)
    assert shop.rows(DUE) == [("order.paid", True), ("order.paid", True), ("stock.low", False)]


def test_who_was_overtaken_by_a_success_does_not_undo_it(shop: Shop) -> None:
    endpoint(shop)
    of = delivery(shop)
    shop.worker.call("delivery_succeeded", of[0], 204, "")
    fails(shop, of)
    shop.worker.call("delivery_dropped", of[0], False, "")
    assert shop.one("select status, response_status, tries from webhook_deliveries") == ("delivered", 204, 1)
    assert shop.one("select failing_since from webhook_endpoints") is None


def test_an_admin_has_it_sent_again_once_however_often_asked(shop: Shop, ade: Person) -> None:
    found = endpoint(shop)
    with shop.refuses("SW040", what="delivery"):
        ade.call("replay_delivery", 1)
    of = delivery(shop)
    fails(shop, of, is_final=True)
    assert shop.at_once(*[lambda: ade.call("replay_delivery", of[0])] * 4) == [found] * 4
    assert shop.rows("select subject, failures, parked_at from jobs where kind = 'webhook'") == [(str(of[0]), 0, None)]
    shop.run("update webhook_endpoints set is_on = false")
    shop.run("update webhook_deliveries set status = 'parked'")
    with shop.refuses("SW020", **{"from": "off", "to": "replayed"}):
        ade.call("replay_delivery", of[0])


@pytest.mark.parametrize("is_on", [True, False])
def test_who_saves_has_read_why_it_was_off(shop: Shop, ade: Person, *, is_on: bool) -> None:
    found = endpoint(shop)
    shop.worker.call("delivery_dropped", delivery(shop)[0], True, "bye")
    assert state(shop) == (False, "gone")
    ade.call("save_endpoint", found, 2, "https://gudang.contoh", ALL, is_on, None)
    assert state(shop) == (is_on, None)
    assert shop.one("select failing_since, disabled_at from webhook_endpoints") == (None, None)


def test_events_of_a_month_ago_are_forgotten_unless_somebody_waits_for_them(shop: Shop) -> None:
    endpoint(shop)
    of = delivery(shop)
    shop.worker.call("delivery_succeeded", of[0], 200, "")
    shop.later("29 days")
    assert shop.worker.call("forget_events", 10) == 0
    delivery(shop, "y")
    shop.later("60 days")
    assert shop.worker.call("forget_events", 10) == 1
    assert shop.rows("select source from webhook_events") == [("y",)]
