"""Pasting tracking numbers at the desk, and printing slips and labels."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from app.desk.paste.parcels import OTHER, SAME, TAKEN, UNKNOWN, WISH, WRONG
from app.desk.paste.resi import NO_ORDER
from tests.desk.orders import order_in
from tests.desk.test_paste_payments import listed, ticked
from tests.shopper import Shopper, snapshot, texts

PASTE = "/admin/paste/resi"


def number(desk: Shopper, order: str) -> str:
    return desk.database.value("select order_number from orders where id = %s", order[14:])


def look(desk: Shopper, *rows: str) -> TestResponse:
    answer = desk.client.post(f"{PASTE}/preview", data={"rows": "\n".join(rows)})
    assert answer.status_code == 200
    return answer


def confirm(desk: Shopper, page: str, **changes: str) -> TestResponse:
    """Sends what is ticked, with the couriers that stand in the fields."""
    couriers = {name: unescape(it) for name, it in re.findall(r'name="(courier_\d+)" value="([^"]*)"', page)}
    return desk.client.post(PASTE, data=ticked(page) | couriers | changes)


def outcomes(page: str) -> list[str]:
    return re.findall(r'data-what="(\w+)"', page)


def test_a_look_changes_nothing_and_the_confirmation_ships(citra: Shopper, sari: Shopper) -> None:
    packed, unpacked = order_in(citra, "processing"), order_in(citra, "paid")
    before = snapshot(citra.database)
    page = look(citra, f"{number(citra, packed).lower()}\tJP1234567890", f"{number(citra, unpacked)} 000123456789")
    assert snapshot(citra.database) == before
    ready = listed(page.text, "ready")
    assert ["Tandai dikemas dan kirim" in row for row in ready] == [False, True]
    assert outcomes(confirm(citra, page.text).text) == ["shipped", "shipped"]
    found = "select status, courier, tracking_number from orders where id = %s"
    assert citra.database.rows(found, packed[14:]) == [("shipped", "J&T", "JP1234567890")]
    assert citra.database.rows(found, unpacked[14:]) == [("shipped", "SiCepat", "000123456789")]
    assert citra.database.rows("select * from stock_audit()") == []
    assert "JP1234567890" in sari.client.get(f"/order/{packed[14:]}").text


def test_a_guess_can_be_changed_and_a_number_without_a_shape_keeps_the_courier(citra: Shopper) -> None:
    first, second = order_in(citra, "processing"), order_in(citra, "paid")
    page = look(citra, f"{number(citra, first)} JP1234567890", f"{number(citra, second)} 77ABC123")
    assert "Ongkirnya dihitung dengan JNE" in listed(page.text, "ready")[0]
    confirm(citra, page.text, courier_1="Wahana")
    assert citra.database.rows(
        "select courier from orders where id in (%s, %s) order by courier", first[14:], second[14:]
    ) == [("JNE",), ("Wahana",)]


@pytest.mark.parametrize("status", ["awaiting_quote", "awaiting_payment", "cancelled", "expired"])
def test_the_wrong_status_is_said(citra: Shopper, status: str) -> None:
    page = look(citra, f"{number(citra, order_in(citra, status))} JP1234567890")
    assert listed(page.text, "wrong")[0].endswith(WRONG[status])
    assert "Kirim yang dicentang" not in page.text


def test_each_row_says_what_is_wrong_with_it(citra: Shopper) -> None:
    shipped, packed = order_in(citra, "shipped"), order_in(citra, "processing")
    theirs = citra.database.value("select tracking_number from orders where id = %s", shipped[14:])
    page = look(
        citra,
        "SW-260101-ZZZZZ JP1234567890",
        f"{number(citra, shipped)} JP1234567891",
        f"{number(citra, packed)} {theirs}",
        "entah apa 123",
    )
    assert [row.split(") ")[1] for row in listed(page.text, "wrong")] == [
        UNKNOWN,
        OTHER.format(theirs),
        TAKEN.format(number(citra, shipped)),
        NO_ORDER,
    ]


def test_pasting_it_again_ships_nothing(citra: Shopper, ade: Shopper) -> None:
    order = order_in(citra, "processing")
    row = f"{number(citra, order)} JP1234567890"
    page = look(citra, row)
    confirm(citra, page.text)
    before = snapshot(citra.database)
    assert outcomes(confirm(ade, page.text).text) == ["refused"]
    assert "1 baris sudah dikirim dengan resi yang sama." in look(ade, row).text
    assert snapshot(citra.database) == before
    assert SAME not in look(ade, row).text


def test_one_refusal_stops_nobody_else(citra: Shopper, ade: Shopper) -> None:
    first, second = order_in(citra, "processing"), order_in(citra, "paid")
    page = look(citra, f"{number(citra, first)} JP1234567890", f"{number(citra, second)} JP1234567891")
    ade.client.post(f"{first}/claim")
    assert outcomes(confirm(citra, page.text, courier_2="").text) == ["refused", "refused"]
    assert outcomes(confirm(citra, page.text).text) == ["refused", "shipped"]


def test_who_wants_to_cancel_is_not_ticked(citra: Shopper, sari: Shopper) -> None:
    order = order_in(citra, "paid")
    sari.client.post(f"/order/{order[14:]}/cancellation-wish", data={"reason": "Salah alamat"})
    page = look(citra, f"{number(citra, order)} JP1234567890")
    assert WISH in listed(page.text, "ready")[0]
    assert "pick_1" not in ticked(page.text)
    assert confirm(citra, page.text).status_code == 422


@pytest.mark.parametrize(
    "pasted", ["", " \n", "x\n" * 1_001, "a\u202eb 1"], ids=["empty", "blank", "lines", "override"]
)
@pytest.mark.parametrize("step", ["/preview", ""])
def test_a_paste_that_cannot_be_taken_is_kept(citra: Shopper, pasted: str, step: str) -> None:
    answer = citra.client.post(f"{PASTE}{step}", data={"rows": pasted})
    assert (answer.status_code, len(texts(answer.text, "field-error"))) == (422, 1)
    kept = re.search(r'<textarea[^>]*name="rows"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)[1]
    assert kept == pasted.replace("\u202e", "")


def slips(desk: Shopper, *orders: str, **arguments: str) -> str:
    answer = desk.client.get(
        "/admin/print/slips", query_string={"order": [order[14:] for order in orders], **arguments}
    )
    assert answer.status_code == 200
    return answer.text


def test_slips_have_what_the_parcel_needs_and_nothing_of_the_team(citra: Shopper) -> None:
    first, second = order_in(citra, "paid"), order_in(citra, "processing")
    citra.client.post(f"{first}/notes", data={"note": "Pelanggan rewel"})
    page = slips(citra, second, first, first)
    assert re.findall(r'class="slip-number">([^<]+)<', page) == [number(citra, second), number(citra, first)]
    items = citra.database.rows(
        "select product_name from order_items where order_id in (%s, %s)", first[14:], second[14:]
    )
    assert all(name in page for (name,) in items)
    assert page.count('class="slip-box"') == len(items)
    for words in ("Jl. Ir. H. Juanda No. 12", "0812-3456-7890", "40135", "Sensasiwangi, "):
        assert words in page
    assert "Rp" not in page
    assert "rewel" not in page


def test_slips_may_show_prices_or_be_labels_alone(citra: Shopper) -> None:
    order = order_in(citra, "paid")
    total = f"{citra.database.value('select total_amount from orders where id = %s', order[14:]):,}".replace(",", ".")
    assert f"Rp{total}" in slips(citra, order, prices="1")
    label = slips(citra, order, paper="label")
    assert "slip-label-only" in label
    assert "Isi paket" not in label


@pytest.mark.parametrize("query", ["", "?order=", "?order=x", "?order=00000000-0000-4000-8000-000000000000"])
def test_slips_of_nothing_are_not_there(citra: Shopper, query: str) -> None:
    assert citra.client.get(f"/admin/print/slips{query}").status_code == 404


def test_the_order_page_leads_to_its_slip(citra: Shopper) -> None:
    order = order_in(citra, "paid")
    assert f'href="/admin/print/slips?order={order[14:]}"' in citra.client.get(order).text
