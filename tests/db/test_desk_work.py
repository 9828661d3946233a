"""What waits for the desk and who works on it; the audit trail behind every change."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.db.orders import advance, order_in, timeline
from tests.db.people import TERM
from tests.db.shop import Shop


def queues(shop: Shop, order: UUID) -> set[str]:
    """Where an order waits."""
    return {row[0] for row in shop.desk.rows("select queue from work_queue() where order_id = %s", order)}


@pytest.mark.parametrize(
    ("status", "where"),
    [
        ("awaiting_quote", {"quote"}),
        ("awaiting_payment", set()),
        ("paid", {"pack"}),
        ("processing", {"ship"}),
        ("shipped", set()),
        ("delivered", set()),
        ("completed", set()),
        ("cancelled", set()),
        ("expired", set()),
    ],
)
def test_an_order_waits_where_its_status_says(shop: Shop, status: str, where: set[str]) -> None:
    _, order, _ = order_in(shop, status)
    assert queues(shop, order) == where


def test_a_quoted_order_waits_for_its_shopper_and_not_for_us(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_quote")
    shop.desk.call("quote_shipping", order, None, "JNE", "REG", 18_000)
    assert queues(shop, order) == set()


def test_proofs_and_odd_money_and_wishes_wait(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    total = shop.one("select total_amount from orders where id = %s", order)
    sari.call("submit_payment_proof", order, "image/png", b"x")
    assert queues(shop, order) == {"transfer"}
    shop.desk.call("record_payment", order, None, total - 1, "")
    assert queues(shop, order) == {"money"}
    sari.call("wish_cancellation", order, None, "salah alamat")
    assert queues(shop, order) == {"money", "wish"}
    shop.desk.call("record_payment", order, None, 5, "")
    assert queues(shop, order) == {"money", "pack", "wish"}  # four Rupiah too much
    shop.desk.call("resolve_wish", order, None, False, "sudah dikemas")
    shop.desk.call("record_refund", order, None, 4, "")
    assert queues(shop, order) == {"pack"}


def test_money_of_a_closed_order_waits_until_it_went_back(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    shop.desk.call("advance_order", order, None, "cancelled", "pecah")
    assert queues(shop, order) == {"money"}
    shop.desk.call("record_refund", order, None, shop.one("select paid_amount from orders"), "")
    assert queues(shop, order) == set()


def test_a_step_starts_the_clock_of_the_next_one(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    shop.later("3 hours")
    shop.desk.call("add_note", order, "x")
    advance(shop, order, "awaiting_payment")  # nothing
    since = "select round(extract(epoch from since - app_now()) / 3600) from work_queue()"
    assert shop.desk.rows(since) == [(-3,)]
    shop.desk.call("advance_order", order, None, "processing", "")
    assert shop.desk.rows(since) == [(0,)]


def test_two_never_work_on_the_same_order(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    citra, made = shop.colleague("citra"), shop.colleague("made")
    citra.call("claim_order", order, False)
    with shop.denies("SW022"):
        made.call("claim_order", order, False)
    with shop.denies("SW022"):
        made.call("advance_order", order, None, "processing", "")
    assert made.call("claim_next", "pack") is None
    citra.call("advance_order", order, None, "processing", "")


def test_a_claim_ends_after_a_quarter_of_an_hour_or_when_it_is_let_go(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    citra, made = shop.colleague("citra"), shop.colleague("made")
    citra.call("claim_order", order, False)
    made.call("release_claim", order)  # not made's
    with shop.denies("SW022"):
        made.call("claim_order", order, False)
    shop.later("15 minutes")
    made.call("claim_order", order, False)
    made.call("release_claim", order)
    citra.call("claim_order", order, False)


def test_who_works_on_a_claimed_order_keeps_it(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    citra, made = shop.colleague("citra"), shop.colleague("made")
    citra.call("claim_order", order, False)
    shop.later("14 minutes")
    citra.call("add_note", order, "Pembeli minta kertas kado")
    shop.later("28 minutes")
    with shop.denies("SW022"):
        made.call("claim_order", order, False)
    shop.later("29 minutes")
    made.call("claim_order", order, False)
    citra.call("add_note", order, "Kertas kado sudah ada")
    assert shop.one("select staff_id from order_claims") == made.staff


def test_taking_over_is_said_on_the_timeline(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    citra, made = shop.colleague("citra"), shop.colleague("made")
    citra.call("claim_order", order, False)
    made.call("claim_order", order, True)
    assert timeline(shop, order)[-1] == ("takeover", None, str(citra.staff), "", f"staff:{made.staff}")
    with shop.denies("SW022"):
        citra.call("claim_order", order, False)


def test_next_is_the_oldest_that_nobody_works_on_and_two_who_ask_get_two(shop: Shop) -> None:
    orders = [order_in(shop, "paid")[1] for _ in range(3)]
    oldest = [row[0] for row in shop.desk.rows("select order_id from work_queue() order by due_at, order_id")]
    assert set(oldest) == set(orders)
    citra, made = shop.colleague("citra"), shop.colleague("made")
    with citra.acting() as first:
        assert first.execute("select claim_next('pack')").fetchone() == (oldest[0],)
        second = made.starts("claim_next", "pack")
    assert second.result() == oldest[1]
    assert made.call("claim_next", "quote") is None


def test_a_claim_of_an_order_that_is_not_there(shop: Shop) -> None:
    citra = shop.colleague("citra")
    with shop.denies("SW040"):
        citra.call("claim_order", uuid4(), False)


def test_a_note_is_for_the_team_only(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "paid")
    citra = shop.colleague("citra")
    for text in ("", "   ", None, "x" * 2001):
        with shop.denies("SW003"):
            citra.call("add_note", order, text)
    with shop.denies("SW040"):
        citra.call("add_note", uuid4(), "halo")
    citra.call("add_note", order, " Minta dikirim Senin ")
    assert timeline(shop, order)[-1] == ("note", None, "Minta dikirim Senin", "", f"staff:{citra.staff}")
    assert sari.rows("select from order_events where kind = 'note'") == []


def test_a_wish_to_cancel_is_for_orders_with_money_on_them(shop: Shop) -> None:
    for status in ("awaiting_quote", "awaiting_payment", "shipped", "completed", "cancelled"):
        sari, order, _ = order_in(shop, status)
        with shop.denies("SW020"):
            sari.call("wish_cancellation", order, None, "x")
    sari, order, _ = order_in(shop, "processing")
    budi = shop.member()
    with shop.denies("SW040"):
        budi.call("wish_cancellation", order, None, "x")
    for _ in range(2):
        sari.call("wish_cancellation", order, None, "salah alamat")
    assert shop.rows("select reason from cancellation_wishes") == [("salah alamat",)]
    assert timeline(shop, order)[-1][:4] == ("wish", None, "asked", "salah alamat")


def test_what_staff_change_is_audited_with_before_and_after(shop: Shop) -> None:
    sari, order, product = order_in(shop, "awaiting_quote")
    assert (
        shop.rows("select from audit_trail where order_id = %s", order) == []
    )  # a shopper's changes are on the timeline
    citra = shop.colleague("citra")
    citra.settings["app.request_id"] = "anfrage-1"
    citra.call("quote_shipping", order, None, "JNE", "REG", 18_000)
    sari.call("accept_shipping_quote", order, None, TERM)
    found = shop.rows("select actor, request_id, before, after from audit_trail where order_id = %s", order)
    assert [it[:2] for it in found] == [(f"staff:{citra.staff}", "anfrage-1")]
    before, after = found[0][2:]
    assert (before["courier"], after["courier"], after["shipping_amount"]) == (None, "JNE", 18_000)
    assert "status" not in after
    citra.call("adjust_stock", product, 3, "retur")
    last = "select after from audit_trail where table_name = 'marketplace_listings' and row_key = %s order by id desc limit 1"
    assert shop.rows(last, str(product)) == [({"stock_on_hand": 8},)]


def test_a_console_is_audited_too_and_nobody_rewrites_the_trail(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    shop.run("update orders set courier = 'TIKI' where id = %s", order)
    assert shop.rows("select after ->> 'courier' from audit_trail order by id desc limit 1") == [("TIKI",)]
    forgotten = "update audit_trail set before = before - 'courier'"
    for verb in ("update audit_trail set actor = ''", forgotten, "delete from audit_trail", "truncate audit_trail"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shop.run(verb)
