"""Orders over HTTP: confirmation, page, history, and what a shopper can still do."""

import io
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from tests.shopper import MELATI, Shopper, snapshot, texts

PATHS = ("/order/{}", "/order/confirmation/{}")
ACTIONS = ("accept-quote", "payment-proof", "cancel", "cancellation-wish", "received")


def quoted(shopper: Shopper, cost: int = 18_000) -> UUID:
    """An order whose shipping CS has quoted."""
    order_id = shopper.orders()
    shopper.database.rows("select quote_shipping(%s, null, 'JNE', 'REG', %s)", order_id, cost)
    return order_id


def payable(shopper: Shopper) -> UUID:
    order_id = quoted(shopper)
    assert act(shopper, order_id, "accept-quote").status_code == 303
    return order_id


def act(shopper: Shopper, order_id: UUID, action: str, **form: object) -> TestResponse:
    return shopper.client.post(f"/order/{order_id}/{action}", data=form)


def status(shopper: Shopper, order_id: UUID) -> tuple[str, str]:
    found: tuple[str, str] = shopper.database.rows("select status, payment_status from orders where id = %s", order_id)[
        0
    ]
    return found


def receipt() -> tuple[io.BytesIO, str]:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 600), "white").save(drawn, "JPEG")
    drawn.seek(0)
    return drawn, "bukti.jpg"


@pytest.mark.parametrize("path", PATHS)
def test_not_yours_and_not_there_are_the_same_answer(shopper: Shopper, stranger: Shopper, path: str) -> None:
    order_id = shopper.orders()
    foreign, missing = stranger.client.get(path.format(order_id)), stranger.client.get(path.format(uuid4()))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.text == missing.text


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_acts_on_an_order_of_another(shopper: Shopper, stranger: Shopper, action: str) -> None:
    order_id = quoted(shopper)
    before = snapshot(shopper.database)
    foreign = stranger.client.post(f"/order/{order_id}/{action}", data={"proof": receipt()})
    missing = stranger.client.post(f"/order/{uuid4()}/{action}", data={"proof": receipt()})
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.text == missing.text
    assert snapshot(shopper.database) == before


@pytest.mark.parametrize("action", ACTIONS)
def test_a_visitor_is_asked_to_sign_in(app: Flask, shopper: Shopper, action: str) -> None:
    order_id = quoted(shopper)
    before = snapshot(shopper.database)
    answer = app.test_client().post(f"/order/{order_id}/{action}", data={"proof": receipt()})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/auth/login?next=")
    assert snapshot(shopper.database) == before


def test_the_confirmation_says_what_happens_next_and_survives_a_reload(shopper: Shopper) -> None:
    order_id = shopper.orders()
    first, second = (shopper.client.get(f"/order/confirmation/{order_id}") for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert texts(first.text, "order-number") == texts(second.text, "order-number")
    assert "CS menghitung ongkir" in first.text
    assert "wa.me/" in first.text


def test_an_order_without_a_quote_cannot_be_accepted_or_paid(shopper: Shopper) -> None:
    order_id = shopper.orders()
    before = snapshot(shopper.database)
    assert act(shopper, order_id, "accept-quote").status_code == 409
    assert act(shopper, order_id, "payment-proof", proof=receipt()).status_code == 409
    assert snapshot(shopper.database) == before


def test_who_has_paid_asks_cs_to_cancel(shopper: Shopper) -> None:
    order_id = payable(shopper)
    assert (
        act(shopper, order_id, "cancellation-wish").status_code == 409
    )  # cancelling is still in the shopper's own hands
    assert act(shopper, order_id, "payment-proof", proof=receipt()).status_code == 303
    assert "Minta pembatalan" in shopper.client.get(f"/order/{order_id}").text
    assert act(shopper, order_id, "cancellation-wish", reason="salah alamat").status_code == 303
    assert shopper.database.rows("select reason from cancellation_wishes") == [("salah alamat",)]
    page = shopper.client.get(f"/order/{order_id}").text
    assert "Permintaan batalmu sudah sampai" in page
    assert "Pembatalan diminta" in page


def test_accepting_the_quote_starts_the_payment_term(shopper: Shopper) -> None:
    order_id = quoted(shopper)
    page = shopper.client.get(f"/order/{order_id}").text
    assert "Setuju, total" in page
    assert act(shopper, order_id, "accept-quote").status_code == 303
    assert status(shopper, order_id) == ("awaiting_payment", "unpaid")
    paying = shopper.client.get(f"/order/{order_id}").text
    assert texts(paying, "payment-countdown")
    assert "1234567890" in paying


def test_a_version_that_is_outdated_is_refused(shopper: Shopper) -> None:
    order_id = quoted(shopper)
    before = snapshot(shopper.database)
    assert act(shopper, order_id, "accept-quote", version="1").status_code == 409
    assert snapshot(shopper.database) == before


def test_a_proof_pauses_the_term(shopper: Shopper) -> None:
    order_id = payable(shopper)
    answer = shopper.client.post(f"/order/{order_id}/payment-proof", data={"proof": receipt()})
    assert answer.status_code == 303
    assert status(shopper, order_id) == ("awaiting_payment", "in_review")
    assert (
        shopper.database.value("select expires_at from stock_holds where owner = 'order:' || %s", str(order_id)) is None
    )
    assert (
        shopper.database.value("select content_type from payment_proofs where order_id = %s", order_id) == "image/jpeg"
    )


@pytest.mark.parametrize(
    "proof",
    [
        None,
        (io.BytesIO(b""), "kosong.jpg"),
        (io.BytesIO(b"<svg/>"), "bukti.jpg"),
        (io.BytesIO(b"MZ" * 50), "bukti.pdf"),
    ],
    ids=["nothing", "empty", "svg", "program"],
)
def test_a_proof_that_is_none_is_refused(shopper: Shopper, proof: object) -> None:
    order_id = payable(shopper)
    before = snapshot(shopper.database)
    answer = shopper.client.post(f"/order/{order_id}/payment-proof", data={"proof": proof} if proof else {})
    assert answer.status_code == 422
    assert texts(answer.text, "field-error")
    assert snapshot(shopper.database) == before


def test_who_paid_too_late_is_told_that_the_money_is_safe(shopper: Shopper) -> None:
    order_id = payable(shopper)
    shopper.database.rows("select move_order(%s, 'expired', 'Batas waktu lewat')", order_id)
    assert "Terlanjur transfer?" in shopper.client.get(f"/order/{order_id}").text
    assert act(shopper, order_id, "payment-proof", proof=receipt()).status_code == 303
    assert status(shopper, order_id) == ("expired", "in_review")
    assert "Bukti transfermu sudah kami terima" in shopper.client.get(f"/order/{order_id}").text
    shopper.database.rows("select record_payment(%s, null, 5000, 'terlambat')", order_id)
    page = shopper.client.get(f"/order/{order_id}").text
    assert "Rp5.000 darimu ada pada kami" in page
    assert "Terlanjur transfer?" not in page


def test_ten_megabytes_are_too_many(shopper: Shopper) -> None:
    order_id = payable(shopper)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="proof"; filename="a.jpg"\r\n\r\n'
        + b"x" * 10_000_000
        + b"\r\n--x--\r\n"
    )
    answer = shopper.client.post(
        f"/order/{order_id}/payment-proof", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413


def test_cancelling_gives_the_stock_back_once(shopper: Shopper) -> None:
    order_id = shopper.orders(MELATI, 3)
    reserved = "select stock_reserved from marketplace_listings where slug = %s"
    held = shopper.database.value(reserved, MELATI)
    answers = [act(shopper, order_id, "cancel", reason="Salah ukuran").status_code for _ in range(2)]
    assert answers == [303, 303]
    assert shopper.database.value(reserved, MELATI) == held - 3
    assert status(shopper, order_id) == ("cancelled", "unpaid")
    assert "Salah ukuran" in shopper.client.get(f"/order/{order_id}").text


def test_an_order_under_review_is_not_cancelled_by_the_shopper(shopper: Shopper) -> None:
    order_id = payable(shopper)
    shopper.client.post(f"/order/{order_id}/payment-proof", data={"proof": receipt()})
    before = snapshot(shopper.database)
    assert act(shopper, order_id, "cancel").status_code == 409
    assert snapshot(shopper.database) == before


def test_a_reason_that_cannot_be_stored_is_refused(shopper: Shopper) -> None:
    order_id = shopper.orders()
    before = snapshot(shopper.database)
    assert act(shopper, order_id, "cancel", reason="a\x00b").status_code == 422
    assert act(shopper, order_id, "cancel", reason="x" * 5_000).status_code == 422
    assert snapshot(shopper.database) == before


def test_what_a_shopper_wrote_is_shown_inert(shopper: Shopper) -> None:
    order_id = shopper.orders()
    act(shopper, order_id, "cancel", reason="<script>alert(1)</script>")
    page = shopper.client.get(f"/order/{order_id}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_receiving_completes_a_shipped_order(shopper: Shopper) -> None:
    order_id = payable(shopper)
    assert act(shopper, order_id, "received").status_code == 409
    for statement in (
        "select record_payment(%s, null, (select total_amount from orders where id = %s), 'cocok')",
        "select advance_order(%s, null, 'processing', ''), %s::uuid",
        "select ship_order(%s, null, 'JNE', 'JT0123456789'), %s::uuid",
    ):
        shopper.database.rows(statement, order_id, order_id)
    assert "JT0123456789" in shopper.client.get(f"/order/{order_id}").text
    assert act(shopper, order_id, "received").status_code == 303
    assert status(shopper, order_id) == ("completed", "paid")
