"""Changing an order before it is paid: what is taken out is for sale again, and the total is the sum of what is left."""

from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from tests.db.orders import COST, order_in, state, timeline, version
from tests.db.people import ADDRESS, Person
from tests.db.shop import Shop


@pytest.fixture
def citra(shop: Shop) -> Person:
    return shop.colleague("citra")


def edit(
    citra: Person, order: UUID, quantities: dict[UUID, int | None], seen: int | None = None, **address: str
) -> None:
    wanted = Jsonb({str(product): quantity for product, quantity in quantities.items()})
    citra.call("edit_order", order, seen, wanted, Jsonb(ADDRESS | address), "botolnya retak")


def test_fewer_pieces_are_for_sale_again_and_the_total_follows(shop: Shop, citra: Person) -> None:
    _, order, product = order_in(shop, "awaiting_payment", quantity=3)
    edit(citra, order, {product: 1}, version(shop, order))
    assert (shop.stock(product), shop.holds(product)) == ((5, 1), [(f"order:{order}", 1)])
    subtotal, total, code = shop.one(
        "select subtotal_amount, total_amount, unique_code from orders where id = %s", order
    )
    assert (subtotal, total) == (100_000, 100_000 + COST + code)
    assert shop.rows("select amount from transfer_amounts where released_at is null") == [(total,)]
    (entry,) = [it for it in timeline(shop, order) if it[0] == "item"]
    assert (entry[1].endswith(" × 3"), entry[2].endswith(" × 1"), entry[3]) == (True, True, "botolnya retak")


def test_a_line_is_taken_out(shop: Shop, citra: Person) -> None:
    sari, kept, gone = shop.member(), shop.listing(), shop.listing()
    sari.adds(kept, 1)
    sari.adds(gone, 2)
    order = sari.places(sari.quotes())
    edit(citra, order, {gone: 0})
    assert (shop.stock(gone), shop.stock(kept)) == ((5, 0), (5, 1))
    assert shop.rows("select product_id, quantity from order_items") == [(kept, 1)]
    assert [it[2] for it in timeline(shop, order) if it[0] == "item"] == [None]


def test_another_address_is_said_and_changes_no_money(shop: Shop, citra: Person) -> None:
    _, order, product = order_in(shop, "awaiting_quote")
    before = shop.one("select total_amount, unique_code from orders")
    edit(citra, order, {product: 2}, city_name="Bantul")
    assert shop.one("select city_name from orders") == "Bantul"
    assert shop.one("select total_amount, unique_code from orders") == before
    assert [it[0] for it in timeline(shop, order)][-1] == "address"


@pytest.mark.parametrize("field", ["province_name", "district_name", "subdistrict_name", "additional_info"])
def test_each_part_of_an_address_is_said(shop: Shop, citra: Person, field: str) -> None:
    _, order, _product = order_in(shop, "awaiting_quote")
    edit(citra, order, {}, **{field: "Lain"})
    assert [it[0] for it in timeline(shop, order)][-1] == "address"
    edit(citra, order, {}, **{field: "Lain"})
    assert [it[0] for it in timeline(shop, order)].count("address") == 1


@pytest.mark.parametrize("quantity", [-1, 3, None])
def test_a_quantity_that_is_none_or_more_is_refused(shop: Shop, citra: Person, quantity: int | None) -> None:
    _, order, product = order_in(shop, "awaiting_quote")
    with shop.refuses("SW003", product_id=product, wanted=quantity, limit="line", maximum=2):
        edit(citra, order, {product: quantity})


def test_an_order_is_never_emptied(shop: Shop, citra: Person) -> None:
    _, order, product = order_in(shop, "awaiting_quote")
    with shop.refuses("SW003", order_id=order, limit="items"):
        edit(citra, order, {product: 0})


@pytest.mark.parametrize("status", ["paid", "processing", "shipped", "completed", "cancelled", "expired"])
def test_what_is_paid_or_closed_stays_as_it_is(shop: Shop, citra: Person, status: str) -> None:
    _, order, product = order_in(shop, status)
    with shop.denies("SW020"):
        edit(citra, order, {product: 1})


def test_a_proof_or_money_ends_the_editing(shop: Shop, citra: Person) -> None:
    sari, order, product = order_in(shop, "awaiting_payment")
    sari.call("submit_payment_proof", order, "image/png", b"x")
    with shop.denies("SW020"):
        edit(citra, order, {product: 1})
    assert state(shop, order) == ("awaiting_payment", "in_review")


def test_an_address_names_nothing_but_an_address(shop: Shop, citra: Person) -> None:
    _, order, product = order_in(shop, "awaiting_quote")
    before = shop.one("select customer_id, status, total_amount, paid_amount, order_number from orders")
    edit(
        citra,
        order,
        {product: 2},
        status="paid",
        total_amount="1",
        paid_amount="9",
        customer_id=str(citra.staff),
        id=str(citra.staff),
    )
    assert shop.one("select customer_id, status, total_amount, paid_amount, order_number from orders") == before


def test_of_two_who_edit_at_once_the_second_sees_what_the_first_did(shop: Shop, citra: Person) -> None:
    _, order, product = order_in(shop, "awaiting_quote", quantity=3)
    made, seen = shop.colleague("made"), version(shop, order)
    wanted = Jsonb({str(product): 2})
    with citra.acting() as first:
        first.execute("select edit_order(%s, %s, %s, %s, 'x')", [order, seen, wanted, Jsonb(ADDRESS)])
        second = made.starts("edit_order", order, seen, Jsonb({str(product): 1}), Jsonb(ADDRESS), "y")
    assert getattr(second.exception(), "sqlstate", "") == "SW021"
    assert shop.stock(product) == (5, 2)
