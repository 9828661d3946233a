"""Which changes leave a job to tell of them, when it is due, and that the mail is one."""

from tests.db.orders import COST, order_in
from tests.db.people import TERM
from tests.db.shop import Shop


def told(shop: Shop) -> list[tuple]:
    """What the worker is to tell of orders: kind, to, and after how many seconds; the jobs are taken."""
    found = shop.rows(
        """select e.kind, e.to_value, extract(epoch from j.run_at - j.created_at)::integer
        from jobs j join order_events e on e.id::text = j.subject where j.kind = 'order_mail' order by j.id"""
    )
    shop.run("delete from jobs")
    return found


def test_a_placed_order_leaves_one_small_row(shop: Shop) -> None:
    order_in(shop, "awaiting_quote")
    assert told(shop) == [("status", "awaiting_quote", 0)]


def test_an_order_with_a_known_price_leaves_one_too(shop: Shop) -> None:
    shop.member().orders(shop.listing(), 1, shop.flat_shipping())
    assert told(shop) == [("status", "awaiting_payment", 0)]


def test_a_refused_order_leaves_none(shop: Shop) -> None:
    shop.member().comes_too_late(shop.listing())
    assert shop.rows("select from jobs where kind = 'order_mail'") == []


def test_what_staff_did_is_told_when_it_cannot_be_taken_back_any_more(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    told(shop)
    shop.desk.call("quote_shipping", order, None, "JNE", "REG", COST)
    assert told(shop) == [("shipping", str(COST), 40)]
    sari.call("accept_shipping_quote", order, None, TERM)
    assert told(shop) == [("status", "awaiting_payment", 0)]


def test_a_wish_that_is_refused_is_told_and_one_that_is_granted_ends_the_order(shop: Shop) -> None:
    for is_granted, expected in ((False, ("wish", "refused", 40)), (True, ("status", "cancelled", 40))):
        sari, order, _ = order_in(shop, "paid")
        sari.call("wish_cancellation", order, None, "salah alamat")
        told(shop)
        shop.desk.call("resolve_wish", order, None, is_granted, "sudah dikemas")
        assert told(shop) == [expected]


def test_a_second_part_of_the_money_is_told_too(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    told(shop)
    for amount in (5_000, 6_000):
        shop.desk.call("record_payment", order, None, amount, "")
        assert told(shop) == [("payment", "partial", 40)]


def test_what_takes_back_is_marked(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    colleague = shop.colleague()
    colleague.call("advance_order", order, None, "processing", "")
    colleague.call("undo_last", order, shop.one("select version from orders"))
    assert shop.rows("select to_value, is_undo from order_events where kind = 'status' order by id desc limit 2") == [
        ("paid", True),
        ("processing", False),
    ]


def test_a_mail_is_written_once_to_whose_order_it_is_and_sent_once(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    shop.run("delete from jobs")
    write = ["write_order_mail", "order:1:received:1", order, "Pesanan", "Halo", "<p>Halo"]
    results = shop.at_once(*[lambda: shop.worker.call(*write)] * 8)
    assert set(results) == {None} or results == [""] * 8
    email = shop.one("select email from customers where id = %s", sari.customer)
    assert shop.rows("select recipient, subject, order_id from mail_outbox") == [(email, "Pesanan", order)]
    mail = str(shop.one("select id from mail_outbox"))
    assert shop.rows("select kind, subject from jobs") == [("send_mail", mail)]
    shop.worker.call("mail_was_sent", mail)
    sent = shop.one("select sent_at from mail_outbox")
    shop.later("1 hour")
    shop.worker.call("mail_was_sent", mail)
    assert shop.one("select sent_at from mail_outbox") == sent is not None


def test_a_new_member_is_to_be_welcomed(shop: Shop) -> None:
    sari = shop.member()
    assert shop.rows("select kind, subject from jobs") == [("welcome_mail", str(sari.customer))]
