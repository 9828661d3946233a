"""What shopper and desk do to an order: refusal first, then success with its timeline, its stock and its version."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.db.orders import COST, STATUSES, order_in, state, timeline, version
from tests.db.people import DESK, TERM, Person
from tests.db.shop import Shop

PROOF = ("image/png", b"\x89PNG")
SHOPPER = {
    "accept_shipping_quote": (None, TERM),
    "cancel_own_order": (None, "salah pilih"),
    "submit_payment_proof": PROOF,
    "confirm_received": (None,),
}
DESKWORK = {
    "quote_shipping": ("JNE", "REG", COST),
    "record_payment": (100, "mutasi"),
    "revive_order": ("{}", "stok datang"),
    "ship_order": ("JNE", "RESI0001"),
    "advance_order": ("processing", ""),
}
ALLOWED = {
    "accept_shipping_quote": {"awaiting_payment"},  # nothing to accept before CS has quoted, and once is enough
    "cancel_own_order": {"awaiting_quote", "awaiting_payment", "cancelled"},
    "submit_payment_proof": {"awaiting_payment", "expired"},
    "confirm_received": {"shipped", "delivered", "completed"},
    "quote_shipping": {"awaiting_quote"},
    "record_payment": set(STATUSES) - {"awaiting_quote"},  # money is never dropped
    "revive_order": set(),  # nothing to revive while no money came late
    "ship_order": {"processing"},
    "advance_order": {"paid"},
}
each_of_the_shopper = pytest.mark.parametrize("function", SHOPPER)


@each_of_the_shopper
def test_an_order_of_somebody_else_is_not_there(shop: Shop, function: str) -> None:
    _, order, _ = order_in(shop, "shipped" if function == "confirm_received" else "awaiting_payment")
    thief = shop.member()
    for target in (order, uuid4()):
        with shop.refuses("SW040", what="order"):
            thief.call(function, target, *SHOPPER[function])


@each_of_the_shopper
def test_a_visitor_has_no_orders(shop: Shop, function: str) -> None:
    _, order, _ = order_in(shop, "shipped" if function == "confirm_received" else "awaiting_payment")
    with shop.refuses("SW030"):
        shop.visitor().call(function, order, *SHOPPER[function])


@pytest.mark.parametrize("function", DESKWORK)
def test_the_desk_is_told_when_there_is_no_such_order(shop: Shop, function: str) -> None:
    with shop.refuses("SW040", what="order"):
        shop.desk.call(function, uuid4(), None, *DESKWORK[function])


@pytest.mark.parametrize("function", DESKWORK)
def test_a_shopper_cannot_do_the_work_of_the_desk(shop: Shop, function: str) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sari.call(function, order, None, *DESKWORK[function])


@pytest.mark.parametrize("function", [*DESKWORK, "accept_shipping_quote", "cancel_own_order", "confirm_received"])
def test_an_outdated_version_is_refused(shop: Shop, function: str) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    now = version(shop, order)
    person, arguments = (shop.desk, DESKWORK[function]) if function in DESKWORK else (sari, SHOPPER[function][1:])
    for seen in (now - 1, now + 1):
        with shop.refuses("SW021", order_id=order, version=now, seen=seen):
            person.call(function, order, seen, *arguments)


@pytest.mark.parametrize("function", ALLOWED)
@pytest.mark.parametrize("status", STATUSES)
def test_a_step_in_another_status_is_refused_with_both_statuses(shop: Shop, function: str, status: str) -> None:
    sari, order, _ = order_in(shop, status)
    person = shop.desk if function in DESKWORK else sari
    arguments = (None, *DESKWORK[function]) if function in DESKWORK else SHOPPER[function]
    if status in ALLOWED[function]:
        person.call(function, order, *arguments)
        return
    target = {
        "accept_shipping_quote": "awaiting_payment",
        "cancel_own_order": "cancelled",
        "submit_payment_proof": "in_review",
        "confirm_received": "completed",
        "quote_shipping": "awaiting_payment",
        "record_payment": "paid",
        "revive_order": "paid",
        "ship_order": "shipped",
        "advance_order": "processing",
    }[function]
    with shop.refuses("SW020", **{"order_id": order, "from": status, "to": target}):
        person.call(function, order, *arguments)


def test_a_second_tap_on_a_quote_finds_it_taken_and_gives_no_more_time(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    before = (
        shop.rows("select version, payment_due_at from orders"),
        timeline(shop, order),
        shop.rows("select * from stock_holds"),
    )
    shop.later("5 minutes")
    sari.call("accept_shipping_quote", order, None, TERM)
    assert (
        shop.rows("select version, payment_due_at from orders"),
        timeline(shop, order),
        shop.rows("select * from stock_holds"),
    ) == before


@pytest.mark.parametrize(
    "target", ["new", "awaiting_quote", "awaiting_payment", "paid", "shipped", "expired", "nonsense", None]
)
def test_the_desk_cannot_advance_to_what_has_its_own_function(shop: Shop, target: str | None) -> None:
    _, order, _ = order_in(shop, "awaiting_payment")
    with shop.refuses("SW020", order_id=order, to=target):
        shop.desk.call("advance_order", order, None, target, "")


def test_from_quote_to_completion_everything_is_on_the_timeline(shop: Shop) -> None:
    sari, order, product = order_in(shop, "awaiting_quote")
    desk, me = "staff:7d4a3c1e-0000-4000-8000-000000000001", f"customer:{sari.customer}"
    shop.desk.call("quote_shipping", order, 1, "JNE", "REG", COST)
    sari.call("accept_shipping_quote", order, 2, TERM)
    sari.call("submit_payment_proof", order, *PROOF)
    shop.desk.call("record_payment", order, 4, shop.one("select total_amount from orders"), "mutasi BCA")
    shop.desk.call("advance_order", order, 6, "processing", "dikemas Dewi")
    shop.desk.call("ship_order", order, 7, "JNE", "RESI0001")
    sari.call("confirm_received", order, None)
    assert timeline(shop, order) == [
        ("status", None, "awaiting_quote", "", me),
        ("shipping", None, str(COST), "", desk),
        ("status", "awaiting_quote", "awaiting_payment", "", me),
        ("payment", "unpaid", "in_review", "", me),
        ("payment", "in_review", "paid", "mutasi BCA", desk),
        ("status", "awaiting_payment", "paid", "mutasi BCA", desk),
        ("status", "paid", "processing", "dikemas Dewi", desk),
        ("tracking", None, "RESI0001", "", desk),
        ("status", "processing", "shipped", "", desk),
        ("status", "shipped", "delivered", "", me),
        ("status", "delivered", "completed", "", me),
    ]
    assert shop.ledger(product) == [("reserve", 0, 2, f"cart:{sari.cart}"), ("commit", -2, -2, f"order:{order}")]
    assert shop.one("select status from payment_proofs") == "accepted"


@pytest.mark.parametrize("status", ["awaiting_quote", "awaiting_payment", "paid", "processing"])
def test_a_cancelled_order_gives_its_stock_back_with_the_reason(shop: Shop, status: str) -> None:
    sari, order, product = order_in(shop, status)
    shop.desk.call("advance_order", order, None, "cancelled", "pembeli minta batal")
    assert (shop.stock(product), shop.holds(product, "released")) == ((5, 0), [(f"order:{order}", 2)])
    assert timeline(shop, order)[-1][:4] == ("status", status, "cancelled", "pembeli minta batal")


def test_a_shopper_cancels_once_and_a_second_tap_changes_nothing(shop: Shop) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    sari.call("cancel_own_order", order, None, "salah pilih")
    before = shop.contents()
    sari.call("cancel_own_order", order, None, "salah pilih")
    assert shop.contents() == before
    assert shop.stock(product) == (5, 0)


@pytest.mark.parametrize("money", ["in_review", "partial"])
def test_a_shopper_cannot_cancel_while_money_is_on_its_way(shop: Shop, money: str) -> None:
    sari, order, _ = order_in(shop, "awaiting_payment")
    if money == "in_review":
        sari.call("submit_payment_proof", order, *PROOF)
    else:
        shop.desk.call("record_payment", order, None, 5_000, "")
    with shop.refuses("SW020", **{"order_id": order, "from": "awaiting_payment", "to": "cancelled"}):
        sari.call("cancel_own_order", order, None, "")


def test_what_left_the_house_is_sold(shop: Shop) -> None:
    _, order, product = order_in(shop, "shipped")
    assert (shop.stock(product), shop.holds(product, "committed")) == ((3, 0), [(f"order:{order}", 2)])
    assert shop.one("select courier, tracking_number from orders") == ("JNE", "RESI0001")


def test_a_refused_shipment_leaves_no_tracking_number(shop: Shop) -> None:
    _, order, _ = order_in(shop, "paid")
    with shop.refuses("SW020", **{"order_id": order, "from": "paid", "to": "shipped"}):
        shop.desk.call("ship_order", order, None, "JNE", "RESI0001")


def test_two_desks_never_overwrite_each_other(shop: Shop) -> None:
    _, order, _ = order_in(shop, "awaiting_quote")
    seen, other = version(shop, order), Person(shop, DESK)
    with shop.desk.acting() as desk:
        desk.execute("select quote_shipping(%s, %s, 'JNE', 'REG', 18000)", [order, seen])
        waiting = other.starts("quote_shipping", order, seen, "SiCepat", "BEST", 12_000)
    with shop.refuses("SW021", order_id=order, version=seen + 1, seen=seen):
        waiting.result()
    assert shop.one("select courier, shipping_amount from orders") == ("JNE", 18_000)


def test_a_received_order_of_which_the_desk_knew_first_is_just_completed(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "delivered")
    sari.call("confirm_received", order, None)
    sari.call("confirm_received", order, None)
    assert state(shop, order) == ("completed", "paid")
    assert [entry[2] for entry in timeline(shop, order)][-2:] == ["delivered", "completed"]


def test_an_order_id_is_no_authority_over_its_parts(shop: Shop) -> None:
    """Timeline, items and proofs of another's order are as invisible as the order."""
    sari, order, _ = order_in(shop, "awaiting_payment")
    sari.call("submit_payment_proof", order, *PROOF)
    thief = shop.member()
    for table in ("orders", "order_items", "order_events", "payment_proofs"):
        assert sari.rows(f"select count(*) from {table}")[0][0] > 0
        assert thief.rows(f"select count(*) from {table}") == [(0,)]


def test_the_internal_timeline_stays_internal(shop: Shop) -> None:
    sari, order, _ = order_in(shop, "awaiting_quote")
    shop.run(
        "insert into order_events (order_id, kind, to_value, actor, is_public) values (%s, 'note', 'rahasia', 'staff:x', false)",
        order,
    )
    assert ("rahasia",) not in sari.rows("select to_value from order_events")
    assert isinstance(order, UUID)
