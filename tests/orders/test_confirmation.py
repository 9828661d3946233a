"""The confirmation, opened again later: it says what is true by then, and asks for no money that is not owed."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from tests.shopper import Shopper

QUOTED = "select quote_shipping(%s, null, 'JNE', 'REG', 18000)"
ACCEPTED = "accept-quote"
OVERDUE = "update orders set payment_due_at = app_now() - interval '1 minute' where id = %s"
PROVEN = "update orders set payment_status = 'in_review' where id = %s"
SOME = "select record_payment(%s, null, 5000, 'sebagian')"
REST = "select record_payment(id, null, total_amount - paid_amount, 'cocok') from orders where id = %s"
PACKED = "select advance_order(%s, null, 'processing', '')"
SHIPPED = "select ship_order(%s, null, 'JNE', 'JT0123456789')"
DELIVERED = "select advance_order(%s, null, 'delivered', '')"
RECEIVED = "select move_order(%s, 'completed', '')"
EXPIRED = "select move_order(%s, 'expired', 'Batas waktu lewat')"
CANCELLED = "select move_order(%s, 'cancelled', 'Salah ukuran')"
REFUNDED = "select record_refund(id, null, paid_amount, 'kembali') from orders where id = %s"
ASKED = re.compile(r"<li>Transfer (?:sisanya, )?tepat <strong>Rp([\d.]+)</strong>")
LIVES = {
    "to its end": (
        (None, "CS menghitung ongkir ke ", False),
        (QUOTED, "Ongkirmu sudah dihitung. Total akhirnya <strong>Rp", False),
        (ACCEPTED, "Unggah bukti transfer", True),
        (PROVEN, "Bukti transfermu sudah kami terima.", False),
        (SOME, "Transfer sisanya, tepat", True),
        (REST, "Pembayaranmu sudah kami terima.", False),
        (PACKED, "Pembayaranmu sudah kami terima.", False),
        (SHIPPED, "Paketmu di jalan.", False),
        (DELIVERED, "Paketmu sudah tiba.", False),
        (RECEIVED, "Pesanan ini selesai.", False),
    ),
    "past its term": (
        (QUOTED, "Setujui di halaman pesanan.", False),
        (ACCEPTED, "Unggah bukti transfer", True),
        (OVERDUE, "Batas waktu transfernya lewat.", False),
        (EXPIRED, "Jangan transfer untuk pesanan ini lagi. Terlanjur transfer?", False),
        (PROVEN, "Kalau uangnya masuk, pesananmu dikirim", False),
    ),
    "called off": (
        (QUOTED, "Setujui di halaman pesanan.", False),
        (ACCEPTED, "Unggah bukti transfer", True),
        (REST, "Pembayaranmu sudah kami terima.", False),
        (CANCELLED, "ada pada kami, tetapi pesanan ini sudah ditutup.", False),
        (REFUNDED, "Jangan transfer untuk pesanan ini lagi.</p>", False),
    ),
}


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_it_says_what_is_true_of_the_order(shopper: Shopper, life: tuple[tuple[str | None, str, bool], ...]) -> None:
    """Money is asked for where some is owed, and then as much as that."""
    order_id = shopper.orders()
    for step, says, asks in life:
        if step == ACCEPTED:
            assert shopper.client.post(f"/order/{order_id}/{step}").status_code == 303
        elif step:
            shopper.database.rows(step, order_id)
        owed = shopper.database.value("select total_amount - paid_amount from orders where id = %s", order_id)
        page = shopper.client.get(f"/order/confirmation/{order_id}").text
        assert says in page, step
        assert [int(found.replace(".", "")) for found in ASKED.findall(page)] == [owed] * asks, step
        assert ("CS menghitung ongkir" in page) is (step is None)


def test_the_term_is_the_shops_own(app: Flask, shopper: Shopper) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], payment_term_hours=48)
    assert "48 jam untuk transfer" in shopper.client.get(f"/order/confirmation/{shopper.orders()}").text
