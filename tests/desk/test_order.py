"""An order at the desk: what can be done now, each thing once, nothing typed lost, nobody overwritten."""

import re
from uuid import uuid4

import pytest

from tests.desk.orders import order_in, unquoted
from tests.shopper import CENDANA, MELATI, Shopper, snapshot, texts


def state(desk: Shopper, order: str) -> tuple[str, str]:
    found: tuple[str, str] = desk.database.rows("select status, payment_status from orders where id = %s", order[14:])[
        0
    ]
    return found


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("awaiting_quote", {"shipping-quote", "cancel"}),
        ("awaiting_payment", {"payment", "cancel"}),
        ("paid", {"status/processing", "cancel", "refund"}),
        ("processing", {"shipment", "cancel", "refund"}),
        ("shipped", {"status/delivered", "refund"}),
        ("delivered", {"status/completed", "refund"}),
        ("completed", {"refund"}),
        ("cancelled", set()),
        ("expired", {"payment"}),
    ],
)
def test_the_steps_that_are_allowed_now_and_no_others(citra: Shopper, status: str, offered: set[str]) -> None:
    order = order_in(citra, status)
    found = set(re.findall(rf'action="{order}/([\w/-]+)"', citra.client.get(order).text))
    assert {it for it in found if not it.startswith(("proofs", "claim", "notes", "messages"))} == offered


def test_quoting_shipping(citra: Shopper) -> None:
    order = unquoted(citra)
    page = citra.client.get(order).text
    form = {"version": version(page), "courier": "SiCepat", "service": "BEST", "cost": "Rp 21.500"}
    assert citra.client.post(f"{order}/shipping-quote", data=form).headers["Location"] == order
    assert citra.database.rows("select courier, shipping_amount from orders where id = %s", order[14:]) == [
        ("SiCepat", 21_500)
    ]


@pytest.mark.parametrize("cost", ["", "gratis", "-5", "1.5", "1,000", "18.00", "100.000.001", "１８０００", "1e3"])
def test_an_amount_is_whole_rupiah_within_bounds(citra: Shopper, cost: str) -> None:
    order = unquoted(citra)
    before = snapshot(citra.database)
    answer = citra.client.post(f"{order}/shipping-quote", data={"courier": "TIKI", "service": "ONS", "cost": cost})
    assert answer.status_code == 422
    assert texts(answer.text, "field-error")
    assert 'value="TIKI"' in answer.text
    assert snapshot(citra.database) == before


def test_a_transfer_is_confirmed_and_taken_back(citra: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "in_review")
    page = citra.client.get(order).text
    (amount,) = re.findall(r'type="hidden" name="amount" value="(\d+)"', page)
    assert citra.client.post(f"{order}/payment", data={"version": version(page), "amount": amount}).status_code == 303
    assert state(citra, order) == ("paid", "paid")
    after = citra.client.get(order).text
    assert "Bisa diurungkan" in after
    assert citra.client.post(f"{order}/undo", data={"version": version(after)}).status_code == 303
    assert state(citra, order) == ("awaiting_payment", "in_review")
    assert "Pencatatan pembayaran dikoreksi" in citra.client.get(order).text


@pytest.mark.parametrize(("difference", "payment"), [(-1_000, "partial"), (5_000, "overpaid")])
def test_too_little_and_too_much(citra: Shopper, difference: int, payment: str) -> None:
    order = order_in(citra, "awaiting_payment", "unpaid")
    total = citra.database.rows("select total_amount from orders where id = %s", order[14:])[0][0]
    citra.client.post(f"{order}/payment", data={"amount": str(total + difference), "payment_note": "mutasi"})
    assert state(citra, order)[1] == payment
    assert re.search(r'data-queue="money">1<', citra.client.get("/admin").text)


def test_packed_sent_arrived_done(citra: Shopper) -> None:
    order = order_in(citra, "paid")
    assert citra.client.post(f"{order}/status/processing").status_code == 303
    refused = citra.client.post(f"{order}/shipment", data={"courier": "JNE", "tracking_number": "12 3"})
    assert refused.status_code == 422
    assert (
        citra.client.post(f"{order}/shipment", data={"courier": "JNE", "tracking_number": "jt 0123-4567"}).status_code
        == 303
    )
    assert citra.database.rows("select tracking_number from orders where id = %s", order[14:]) == [("JT0123-4567",)]
    for status in ("delivered", "completed"):
        assert citra.client.post(f"{order}/status/{status}").status_code == 303
    assert state(citra, order)[0] == "completed"


@pytest.mark.parametrize("status", ["cancelled", "paid", "awaiting_payment", "expired", "nonsense"])
def test_no_address_sets_a_status_past_its_step(citra: Shopper, status: str) -> None:
    order = order_in(citra, "paid")
    assert citra.client.post(f"{order}/status/{status}").status_code == 404


def test_a_step_that_is_not_allowed_says_so_and_shows_what_is(citra: Shopper) -> None:
    order = order_in(citra, "paid")
    before = snapshot(citra.database)
    answer = citra.client.post(f"{order}/shipment", data={"courier": "JNE", "tracking_number": "RESI0001"})
    assert answer.status_code == 409
    assert "Langkah itu tidak bisa lagi" in answer.text
    assert 'href="/admin/manual/ditolak#SW020"' in answer.text
    assert "Sudah dikemas" in answer.text
    assert snapshot(citra.database) == before


def test_two_people_never_overwrite_each_other_and_lose_nothing_they_typed(citra: Shopper, ade: Shopper) -> None:
    order = unquoted(citra)
    seen = version(citra.client.get(order).text)
    ade.client.post(
        f"{order}/shipping-quote", data={"version": seen, "courier": "JNE", "service": "REG", "cost": "18000"}
    )
    form = {"version": seen, "courier": "SiCepat", "service": "BEST", "cost": "21500"}
    answer = citra.client.post(f"{order}/shipping-quote", data=form)
    assert answer.status_code == 409
    assert "Ade Admin: Ongkir dihitung: Rp18.000." in answer.text
    for typed in ("SiCepat", "BEST", "21500"):
        assert f'value="{typed}"' in answer.text
    assert version(answer.text) != seen
    assert (
        citra.client.post(f"{order}/shipping-quote", data=form | {"version": version(answer.text)}).status_code == 303
    )


def test_cancelling_needs_a_reason_and_gives_the_stock_back(citra: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "unpaid")
    assert citra.client.post(f"{order}/cancel").status_code == 422
    assert citra.client.post(f"{order}/cancel", data={"cancel_reason": "Botolnya pecah"}).status_code == 303
    assert state(citra, order)[0] == "cancelled"
    assert (
        citra.database.rows("select from stock_holds where state = 'held' and owner = 'order:' || %s", order[14:]) == []
    )


def test_late_money_is_refunded_or_revives_the_order(citra: Shopper) -> None:
    order = order_in(citra, "paid")
    citra.client.post(f"{order}/cancel", data={"cancel_reason": "x"})
    page = citra.client.get(order).text
    assert "Uang ada, pesanan tertutup" in page
    assert citra.client.post(f"{order}/revive", data={}).status_code == 422
    assert citra.client.post(f"{order}/revive", data={"revive_note": "Jadi, ya"}).status_code == 303
    assert state(citra, order) == ("paid", "paid")
    citra.client.post(f"{order}/cancel", data={"cancel_reason": "x"})
    paid = citra.database.rows("select paid_amount from orders where id = %s", order[14:])[0][0]
    assert citra.client.post(f"{order}/refund", data={"refund_amount": str(paid + 1)}).status_code == 409
    assert citra.client.post(f"{order}/refund", data={"refund_amount": str(paid)}).status_code == 303
    assert state(citra, order) == ("cancelled", "refunded")


def test_other_goods_are_sent_instead(citra: Shopper) -> None:
    order = order_in(citra, "paid")
    citra.client.post(f"{order}/cancel", data={"cancel_reason": "pecah"})
    page = citra.client.get(order).text
    fields = re.findall(r'name="(instead_[\w-]+)"', page)
    assert len(fields) == 2
    assert f'<option value="{citra.product_id(MELATI)}">Melati Senja 50 ml</option>' in page
    form = {"revive_note": "Mau Melati Senja"}
    before = snapshot(citra.database)
    refused = citra.client.post(f"{order}/revive", data=form | {fields[0]: citra.product_id(CENDANA)})
    assert (refused.status_code, snapshot(citra.database)) == (409, before)  # sold out
    assert "Mau Melati Senja" in refused.text
    assert citra.client.post(f"{order}/revive", data=form | {fields[0]: citra.product_id(MELATI)}).status_code == 303
    assert state(citra, order)[0] == "paid"
    assert "diganti Melati Senja 50 ml." in citra.client.get(order).text


def test_a_wish_to_cancel_is_answered(sari: Shopper, citra: Shopper) -> None:
    order = order_in(citra, "paid")
    sari.client.post(f"/order/{order[14:]}/cancellation-wish", data={"reason": "salah alamat"})
    page = citra.client.get(order).text
    assert "Pembeli minta batal" in page
    assert "salah alamat" in page
    assert citra.client.post(f"{order}/wish", data={"decision": "refuse"}).status_code == 422
    answer = {"decision": "refuse", "answer": "Sudah di kurir"}
    assert citra.client.post(f"{order}/wish", data=answer).status_code == 303
    told = sari.client.get(f"/order/{order[14:]}").text
    assert "Permintaan batal tidak bisa dipenuhi." in told
    assert "Sudah di kurir" in told


def test_notes_are_for_the_team(sari: Shopper, citra: Shopper) -> None:
    order = order_in(citra, "paid")
    assert citra.client.post(f"{order}/notes", data={"note": " "}).status_code == 422
    assert citra.client.post(f"{order}/notes", data={"note": "Pelanggan setia"}).status_code == 303
    assert "Pelanggan setia" in citra.client.get(order).text
    assert "Pelanggan setia" not in sari.client.get(f"/order/{order[14:]}").text


def test_what_shoppers_wrote_is_shown_inert(sari: Shopper, citra: Shopper) -> None:
    order = order_in(citra, "paid")
    citra.database.rows(
        "update orders set recipient_name = '<script>alert(1)</script>', additional_info = '\"><img src=x>'"
    )
    sari.client.post(f"/order/{order[14:]}/cancellation-wish", data={"reason": "<b>tebal</b>"})
    for page in (citra.client.get(order).text, citra.client.get("/admin").text, citra.client.get("/admin/orders").text):
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "<b>tebal" not in page


def test_for_htmx_an_action_answers_with_the_order_and_the_counts(citra: Shopper) -> None:
    order = order_in(citra, "paid")
    answer = citra.client.get(order, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert 'id="desk-order"' in answer.text
    assert 'hx-target="#desk-queues"' in answer.text
    assert "<!DOCTYPE" not in answer.text


def test_an_order_that_is_not_there(citra: Shopper) -> None:
    assert citra.client.get(f"/admin/orders/{uuid4()}").status_code == 404
    assert citra.client.post(f"/admin/orders/{uuid4()}/payment", data={"amount": "5"}).status_code == 404
