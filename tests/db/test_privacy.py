"""Consent to marketing, and deletion that waits for a member's orders: what goes, what stays, and who wins a race."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.db.orders import expire, order_in
from tests.db.people import ADDRESS, SHOP, TERM, Person
from tests.db.shop import Shop

NEWS = "select text_version, withdrawn_at is not null from consents where purpose = 'marketing' order by id"
WHOLE = "select o::text from orders o where id = %s"
AMOUNTS = "select order_number, total_amount, paid_amount, refunded_amount, status, city_name from orders where id = %s"


def gone(shop: Shop, sari: Person) -> bool:
    found: bool = shop.one("select deleted_at is not null from customers where id = %s", sari.customer)
    return found


def test_a_visitor_agrees_to_nothing(shop: Shop) -> None:
    with shop.refuses("SW030"):
        shop.visitor().call("set_marketing_consent", "1", True)


def test_each_yes_is_a_row_and_a_no_ends_it_once(shop: Shop) -> None:
    sari = shop.member()
    sari.call("set_marketing_consent", "1", True)
    sari.call("set_marketing_consent", "1", True)
    sari.call("set_marketing_consent", "1", False)
    ended = shop.one("select withdrawn_at from consents")
    shop.later("1 hour")
    sari.call("set_marketing_consent", "2", True)
    sari.call("set_marketing_consent", "2", False)
    assert shop.rows(NEWS) == [("1", True), ("2", True)]
    assert shop.one("select min(withdrawn_at) from consents") == ended


def test_two_taps_at_once_are_one_yes(shop: Shop) -> None:
    sari = shop.member()
    shop.at_once(*[lambda: sari.call("set_marketing_consent", "1", True)] * 4)
    assert shop.rows(NEWS) == [("1", False)]


def test_a_request_is_carried_out_once_the_orders_are_closed(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "awaiting_payment")
    assert sari.call("request_deletion") == 1
    assert shop.worker.call("carry_out_deletions", 10) == 0
    asked = shop.one("select deletion_requested_at from customers")
    shop.later("1 hour")
    assert sari.call("request_deletion") == 1
    assert shop.one("select deletion_requested_at from customers") == asked
    sari.call("cancel_own_order", order, None, "")
    assert shop.worker.call("carry_out_deletions", 10) == 1
    assert gone(shop, sari)
    assert shop.worker.call("carry_out_deletions", 10) == 0


def test_orders_lose_the_person_and_keep_the_amounts(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "completed")
    budi, other, _product = order_in(shop, "completed")
    amounts, untouched = shop.rows(AMOUNTS, order), shop.one(WHOLE, other)
    assert sari.call("request_deletion") == 0
    assert shop.rows(AMOUNTS, order) == amounts
    assert shop.one(WHOLE, other) == untouched
    assert not gone(shop, budi)
    kept = shop.one(WHOLE, order) + shop.one("select q::text from quotes q where customer_id = %s", sari.customer)
    personal = ("recipient_name", "phone_number", "subdistrict_name", "postal_code", "address_line")
    assert [name for name in personal if ADDRESS[name] in kept] == []
    assert shop.rows("select * from audit_trail where before::text like '%%Sari%%'") == []


def test_an_address_that_staff_changed_goes_from_the_audit_trail_and_the_change_stays(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "awaiting_quote")
    citra = shop.colleague("citra")
    citra.call("edit_order", order, None, Jsonb({}), Jsonb(ADDRESS | {"address_line": "Gang Kenanga 7"}), "pindah")
    changed = "select id, actor, after - 'address_line' from audit_trail where table_name = 'orders' order by id"
    seen = shop.rows(changed)
    assert ("Gang Kenanga 7",) in shop.rows("select after ->> 'address_line' from audit_trail")
    sari.call("cancel_own_order", order, None, "")
    sari.call("request_deletion")
    assert shop.rows("select 1 from audit_trail t where t::text ~ 'Kenanga 7|Kaliurang'") == []
    assert shop.rows(changed) == seen


@pytest.mark.parametrize(
    "attempt",
    [
        "delete from audit_trail",
        "truncate audit_trail",
        "update audit_trail set actor = 'staff:nobody'",
        "update audit_trail set at = at - interval '1 day'",
        'update audit_trail set after = after || \'{"courier": "JNE"}\'',
        "update audit_trail set before = '{\"version\": 7}'",
    ],
)
def test_a_trail_that_forgets_people_still_cannot_be_rewritten(shop: Shop, attempt: str) -> None:
    order_in(shop, "awaiting_payment")
    before = shop.rows("select * from audit_trail")
    assert before
    with pytest.raises(psycopg.errors.InsufficientPrivilege), shop.console.acting() as console:
        console.execute("select set_config('app.erasing', 'on', true)")
        console.execute(attempt)
    assert shop.rows("select * from audit_trail") == before


def test_pictures_of_transfers_go_with_the_person_who_sent_them(shop: Shop) -> None:
    (sari, order, _), (budi, other, _) = (order_in(shop, "awaiting_payment") for _ in range(2))
    for person, own in ((sari, order), (budi, other)):
        person.call("submit_payment_proof", own, "image/png", b"x")
    shop.desk.call("advance_order", order, None, "cancelled", "Pembeli minta batal")
    assert sari.call("request_deletion") == 0
    proofs = shop.rows("select order_id, content from payment_proofs order by order_id = %s", order)
    assert proofs == [(other, b"x"), (order, None)]


def test_the_link_of_an_erased_order_leads_nowhere(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "completed")
    assert shop.visitor().call("order_behind_link", order)[1] == "completed"
    sari.call("request_deletion")
    assert shop.visitor().rows("select * from order_behind_link(%s)", order) == []
    with shop.refuses("SW040", what="order"):
        shop.visitor().call("prove_order_link", order, "")


def test_money_that_has_to_go_back_keeps_the_account(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "awaiting_payment")
    shop.desk.call("record_payment", order, None, 5_000, "sebagian")
    shop.desk.call("advance_order", order, None, "cancelled", "Pembeli minta batal")
    assert sari.call("request_deletion") == 1
    assert not gone(shop, sari)
    shop.desk.call("record_refund", order, None, 5_000, "dikembalikan")
    assert shop.worker.call("carry_out_deletions", 10) == 1


def test_a_request_is_taken_back_while_it_waits_and_not_after(shop: Shop) -> None:
    sari, _order, _product = order_in(shop, "awaiting_payment")
    sari.call("request_deletion")
    sari.call("withdraw_deletion")
    assert shop.one("select deletion_requested_at from customers") is None
    sari.call("request_deletion")
    expire(shop)
    assert shop.worker.call("carry_out_deletions", 10) == 1
    sari.call("withdraw_deletion")
    assert shop.one("select deletion_requested_at is not null from customers")


def test_a_request_withdrawn_or_an_order_placed_meanwhile_wins(shop: Shop) -> None:
    sari, order, _product = order_in(shop, "awaiting_payment")
    sari.call("request_deletion")
    sari.cart = None
    sari.adds(shop.listing())
    quote = sari.quotes()
    sari.call("cancel_own_order", order, None, "")
    with Person(shop, SHOP, customer=sari.customer).acting() as placing:
        placing.execute("select start_checkout()")
        sweeping = shop.worker.starts("carry_out_deletions", 10)
        placing.execute("select place_order(%s, %s)", [quote, TERM])
    assert sweeping.result() == 0
    assert not gone(shop, sari)


def test_only_the_worker_carries_out(shop: Shop) -> None:
    for person in (shop.member(), shop.desk):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.call("carry_out_deletions", 10)
