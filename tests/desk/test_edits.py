"""Changing an order before it is paid: looked at first, never more, never past somebody else."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.desk.orders import order_in, unquoted
from tests.shopper import ADDRESS, Shopper, snapshot, texts


def lines(desk: Shopper, order: str) -> list[tuple[str, int]]:
    """Product ids and quantities."""
    return desk.database.rows(
        "select product_id::text, quantity from order_items where order_id = %s order by 1", order[14:]
    )


def form(desk: Shopper, order: str, *quantities: int, **more: str) -> dict[str, str]:
    """The edit form with these quantities, line by line."""
    page = desk.client.get(f"{order}/edit").text
    names = [f"quantity_{product}" for product, _ in lines(desk, order)]
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    wanted = dict(zip(names, map(str, quantities), strict=True))
    return {"version": version, "reason": "Botolnya retak", **ADDRESS, **wanted, **more}


def sends(desk: Shopper, order: str, change: dict[str, str], step: str = "") -> TestResponse:
    return desk.client.post(f"{order}/edit{step}", data=change)


def test_a_look_changes_nothing_and_the_change_does_what_it_said(citra: Shopper, sari: Shopper) -> None:
    order = unquoted(citra)
    (kept, _), (gone, quantity) = lines(citra, order)
    change = form(citra, order, 1, 0)
    before = snapshot(citra.database)
    look = sends(citra, order, change, "/preview")
    assert (look.status_code, snapshot(citra.database)) == (200, before)
    assert f"{quantity} kembali dijual" in look.text
    stock = citra.database.rows("select stock_reserved from marketplace_listings where product_id = %s", gone)[0][0]
    assert sends(citra, order, change).headers["Location"] == order
    assert lines(citra, order) == [(kept, 1)]
    assert citra.database.rows("select stock_reserved from marketplace_listings where product_id = %s", gone) == [
        (stock - quantity,)
    ]
    assert citra.database.rows(
        "select recipient_name, total_amount = subtotal_amount + unique_code from orders where id = %s", order[14:]
    ) == [("Sari Dewi", True)]
    assert citra.database.rows("select * from stock_audit()") == []
    told = sari.client.get(f"/order/{order[14:]}").text
    for words in ("dihapus dari pesanan", "Alamat pengiriman diubah", "Botolnya retak"):
        assert words in told


@pytest.mark.parametrize("quantity", ["-1", "1,5", "", "satu", "1e3"])
def test_a_quantity_is_a_whole_number(citra: Shopper, quantity: str) -> None:
    order = unquoted(citra)
    before = snapshot(citra.database)
    change = form(citra, order, 1, 1)
    change[f"quantity_{lines(citra, order)[0][0]}"] = quantity
    for step in ("/preview", ""):
        answer = sends(citra, order, change, step)
        assert answer.status_code == 422
        assert texts(answer.text, "field-error") == ["Isi angka bulat, 0 untuk menghapus barangnya."]
        assert "Botolnya retak" in answer.text
    assert snapshot(citra.database) == before


def test_a_look_at_more_than_was_ordered_says_so_and_keeps_what_was_typed(citra: Shopper) -> None:
    order = unquoted(citra)
    answer = sends(citra, order, form(citra, order, 7, 1), "/preview")
    assert answer.status_code == 422
    assert len(texts(answer.text, "field-error")) == 1
    assert 'value="7"' in answer.text
    assert f'formaction="{order}/edit"' not in answer.text


@pytest.mark.parametrize("quantities", [(2, 1), (0, 0)])
def test_never_more_and_never_nothing(citra: Shopper, quantities: tuple[int, int]) -> None:
    order = unquoted(citra)
    before = snapshot(citra.database)
    answer = sends(citra, order, form(citra, order, *quantities))
    assert (answer.status_code, snapshot(citra.database)) == (409, before)


def test_money_on_it_ends_the_editing(citra: Shopper) -> None:
    for status, payment in (("awaiting_payment", "in_review"), ("paid", ""), ("shipped", ""), ("cancelled", "")):
        order = order_in(citra, status, payment)
        assert f"{order}/edit" not in citra.client.get(order).text
        assert sends(citra, order, form(citra, order, 1, 0)).status_code == 409


def test_who_was_overtaken_loses_nothing(citra: Shopper, ade: Shopper) -> None:
    order = unquoted(citra)
    change = form(citra, order, 1, 0, city_name="Cimahi")
    ade.client.post(f"{order}/shipping-quote", data={"courier": "JNE", "service": "REG", "cost": "18000"})
    answer = sends(citra, order, change)
    assert answer.status_code == 409
    assert 'value="Cimahi"' in answer.text
    assert "Botolnya retak" in answer.text


def test_a_look_does_not_hide_that_a_colleague_changed_the_address(citra: Shopper, ade: Shopper) -> None:
    order = unquoted(citra)
    change = form(citra, order, 1, 1)
    assert sends(ade, order, form(ade, order, 1, 1, address_line="Gang Kenanga 7")).status_code == 303
    before = snapshot(citra.database)
    for step in ("/preview", ""):
        answer = sends(citra, order, change, step)
        assert answer.status_code == 409
        told = answer.text.partition('role="alert"')[2].partition("</div>")[0]
        assert "Ade Admin: Alamat pengiriman diubah" in told
        assert "Gang Kenanga 7" in told
        assert f">{ADDRESS['address_line']}</textarea>" in answer.text.replace("\n", "")
    assert snapshot(citra.database) == before
    change["version"] = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert sends(citra, order, change).status_code == 303


def test_a_field_cannot_name_a_price_or_another_order(citra: Shopper) -> None:
    order = unquoted(citra)
    change = form(citra, order, 1, 1, total_amount="1", subtotal_amount="1", customer_id="x", status="paid")
    before = citra.database.rows("select total_amount, status, customer_id from orders where id = %s", order[14:])
    assert sends(citra, order, change).status_code == 303
    assert (
        citra.database.rows("select total_amount, status, customer_id from orders where id = %s", order[14:]) == before
    )
