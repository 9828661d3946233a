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
