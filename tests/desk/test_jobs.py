"""Jobs at the desk: what is stuck, a button to try again, and which mails went out on an order's timeline."""

from tests.desk.orders import order_in
from tests.shopper import Shopper


def park(desk: Shopper, kind: str, subject: str) -> int:
    """A job that failed for good."""
    desk.database.rows("delete from jobs")
    found: int = desk.database.value(
        "insert into jobs (kind, subject, failures, parked_at, last_error) values (%s, %s, 5, now(), '451 nanti') returning id",
        kind,
        subject,
    )
    return found


def test_nothing_is_stuck(citra: Shopper) -> None:
    citra.database.rows("delete from jobs")
    page = citra.client.get("/admin/jobs").text
    assert "Tidak ada yang macet" in page
    assert "menunggu" not in page


def test_a_worker_that_does_nothing_is_seen(citra: Shopper) -> None:
    citra.database.rows("update jobs set run_at = now() - interval '1 hour'")
    assert "Mungkin <code>flask worker</code> mati" in citra.client.get("/admin/jobs").text


def test_a_stuck_mail_is_named_with_its_order_and_tried_again(citra: Shopper) -> None:
    order = order_in(citra, "shipped").rpartition("/")[2]
    mail = citra.database.value(
        "insert into mail_outbox (event_key, order_id, recipient, subject, body) "
        "values ('x', %s, 'sari@contoh.test', 'Pesanan dikirim', 'x') returning id::text",
        order,
    )
    job = park(citra, "send_mail", mail)
    page = citra.client.get("/admin/jobs").text
    for words in ("Pesanan dikirim, kepada sari@contoh.test", "451 nanti", f'href="/admin/orders/{order}"'):
        assert words in page
    answer = citra.client.post(f"/admin/jobs/{job}/retry")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/jobs")
    assert citra.database.rows("select parked_at, failures from jobs") == [(None, 0)]
    assert "Surat ditulis, belum terkirim" in citra.client.get(f"/admin/orders/{order}").text
    citra.database.rows("update mail_outbox set sent_at = now()")
    assert "Surat terkirim" in citra.client.get(f"/admin/orders/{order}").text


def test_a_private_mail_that_is_stuck_tells_nothing_of_itself(citra: Shopper) -> None:
    mail = citra.database.value(
        "insert into mail_outbox (event_key, recipient, subject, body) "
        "values ('x', 'sari@contoh.test', 'Buat kata sandi baru', 'rahasia') returning id::text"
    )
    park(citra, "send_mail", mail)
    page = citra.client.get("/admin/jobs").text
    assert "Mengirim surat" in page
    assert "sari@contoh.test" not in page
    assert "kata sandi" not in page


def test_jobs_are_none_of_a_members_business(sari: Shopper) -> None:
    assert sari.client.get("/admin/jobs").status_code == 404
    assert sari.client.post("/admin/jobs/1/retry").status_code == 404
