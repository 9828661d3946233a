"""Numbers for the desk and for machines: what is counted, and what stays countable."""

from unittest.mock import ANY

import pytest

from app.smoke.visit import MARK
from tests.db.shop import Shop

EVER = "select carts, checkouts from abandoned_carts('2000-01-01', '2100-01-01')"


def abandoned(shop: Shop) -> list[tuple[int, int]]:
    """Carts and checkouts by day, as the desk asks."""
    return shop.desk.rows(EVER)


def test_a_cart_is_abandoned_an_hour_after_the_last_touch(shop: Shop) -> None:
    visitor, member, buyer = shop.visitor(), shop.member(), shop.member()
    for person in (visitor, member, buyer):
        person.adds(shop.listing())
    member.call("start_checkout")
    buyer.places(buyer.quotes())
    shop.later("59 minutes")
    assert abandoned(shop) == []
    shop.later("61 minutes")
    assert abandoned(shop) == [(2, 1)]


TODAY = """
    select coalesce(sum(carts), 0), coalesce(sum(checkouts), 0)
    from abandoned_carts(app_now() - interval '12 hours', app_now())"""


def test_a_checkout_counts_when_it_was_begun_and_its_cart_when_that_was(shop: Shop) -> None:
    """As its order would have: yesterday's cart that is left at today's checkout is one of today's checkouts."""
    sari, siti = shop.member(), shop.member()
    for person in (sari, siti):
        person.adds(shop.listing())
    siti.call("start_checkout")
    shop.later("1 day")
    sari.call("start_checkout")
    shop.later("1 day 59 minutes")
    assert shop.desk.rows(TODAY) == [(0, 0)]
    shop.later("1 day 2 hours")
    assert shop.desk.rows(TODAY) == [(0, 1)]
    assert ("checkouts", "abandoned", 1) in shop.worker.rows("select * from shop_facts()")
    assert sorted(abandoned(shop)) == [(0, 1), (2, 1)]
    siti.call("start_checkout")
    shop.later("1 day 4 hours")
    assert shop.desk.rows(TODAY) == [(0, 2)]
    siti.places(siti.quotes())
    assert shop.desk.rows(TODAY) == [(0, 1)]


def test_going_on_with_a_checkout_is_no_new_beginning(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    sari.call("start_checkout")
    begun = shop.one("select begun_at from checkouts")
    shop.later("10 minutes")
    sari.call("renew_hold")
    sari.call("start_checkout")
    assert shop.one("select begun_at from checkouts") == begun
    shop.later("30 minutes")
    sari.call("renew_hold")
    assert shop.one("select begun_at from checkouts") > begun


def test_a_forgotten_checkout_stays_on_the_day_it_was_begun(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    shop.later("1 day")
    sari.call("start_checkout")
    shop.later("92 days")
    before = sorted(abandoned(shop))
    shop.worker.call("expire_holds", 10)
    assert shop.worker.call("collect_carts", 10) == 1
    assert sorted(abandoned(shop)) == before == [(0, 1), (1, 0)]


def test_a_forgotten_cart_stays_a_number(shop: Shop) -> None:
    for person in (shop.visitor(), shop.visitor()):
        person.adds(shop.listing())
    member = shop.member()
    member.adds(shop.listing())
    member.quotes()
    shop.later("91 days")
    before = abandoned(shop)
    shop.worker.call("expire_holds", 10)
    shop.run("update transfer_amounts set released_at = now()")
    assert shop.worker.call("collect_carts", 10) == 3
    assert abandoned(shop) == before == [(3, 1)]
    assert shop.rows("select carts, checkouts from collected_carts") == [(3, 1)]


def test_two_days_of_forgetting_add_up(shop: Shop) -> None:
    carts = [shop.visitor().adds(shop.listing()) for _ in range(4)]
    shop.at_once(*[lambda cart=cart: shop.run("delete from carts where id = %s", cart) for cart in carts])
    assert shop.rows("select carts, checkouts from collected_carts") == [(4, 0)]


def test_an_order_of_a_smoke_test_is_known_by_its_name_and_stays_one(shop: Shop) -> None:
    buyer, tester = shop.member(), shop.member()
    buyer.orders(shop.listing())
    tester.adds(shop.listing())
    tested = tester.places(tester.quotes(recipient_name=f"{MARK} 4f1c"))
    tester.call("cancel_own_order", tested, None, MARK)
    tester.call("request_deletion")
    assert shop.rows("select recipient_name, is_test from orders order by created_at") == [
        ("Sari Wulandari", False),
        ("Akun terhapus", True),
    ]
    shop.later("2 hours")
    facts = shop.worker.rows("select * from shop_facts()")
    assert ("checkouts", "ordered", 1) in facts
    assert [fact for fact in facts if fact[:2] == ("orders", "cancelled")] == []


@pytest.mark.parametrize("who", ["worker", "desk"])
def test_facts_of_an_empty_shop(shop: Shop, who: str) -> None:
    facts = {name: value for name, _, value in getattr(shop, who).rows("select * from shop_facts()")}
    assert facts.keys() >= {"holds", "jobs_parked", "mails_unsent", "checkouts", "connections", "overdue_orders"}
    assert facts["jobs_parked"] == facts["mails_unsent"] == 0


def test_facts_of_what_is_late(shop: Shop) -> None:
    buyer = shop.member()
    buyer.adds(shop.listing())
    buyer.call("start_checkout")
    shop.later("20 minutes")
    assert ("holds", "overdue", 0) in shop.worker.rows("select * from shop_facts()")
    shop.later("26 minutes")
    facts = shop.worker.rows("select * from shop_facts()")
    assert ("holds", "overdue", 1) in facts
    assert ("holds", "live", 0) in facts
    shop.worker.call("run_audit")
    audit = [row for row in shop.worker.rows("select * from shop_facts()") if row[0].startswith("audit")]
    assert audit == [("audit_broken", "", 0), ("audit_age_seconds", "", ANY)]
