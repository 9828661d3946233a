"""Orders of the sample shop as they reach their buyer: which mails, in which words."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.mail.couriers import tracking_page
from app.settings import Settings
from tests.db_server import Clone
from tests.desk.orders import order_in
from tests.mail_server import MailServer
from tests.shopper import Shopper

ORDER_MAILS = """
    select o.status, array_agg(split_part(m.event_key, ':', 3) order by split_part(m.event_key, ':', 4)::integer)
    from mail_outbox m join orders o on o.id = m.order_id group by o.id, o.status"""
RECEIVED = "select body from mail_outbox where event_key like '%%:received:%%' limit 1"
WISH = "select recipient, body from mail_outbox where event_key like '%%:wish_refused:%%'"


def by_status(database: Clone) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for status, names in database.rows(ORDER_MAILS):
        found.setdefault(status, set()).update(names)
    return found


def test_every_sample_order_is_told_as_far_as_it_came(
    sample_shop: Clone, smtp: MailServer, work: Callable[[], None]
) -> None:
    work()
    told = by_status(sample_shop)
    assert told["awaiting_quote"] == {"received", "shipping_quoted"}
    assert told["awaiting_payment"] == {"received", "payment_instruction", "proof_received"}
    assert told["shipped"] == {"received", "payment_confirmed", "shipped"}
    assert told["delivered"] == {"received", "payment_confirmed", "shipped", "delivered"}
    assert "cancelled" in told["cancelled"]
    assert "expired" in told["expired"]
    assert len(smtp.received) == sample_shop.value("select count(*) from mail_outbox where sent_at is not null")
    work()
    assert len(smtp.ids()) == len(set(smtp.ids())) == len(smtp.received)


def test_the_first_mail_is_the_contract(sample_shop: Clone, work: Callable[[], None]) -> None:
    """PP 80/2019, pasal 53: parties, goods, legality, value, payment, delivery, return, cancellation, law."""
    work()
    body = sample_shop.value(RECEIVED)
    for words in ("Penjual: PT Sensasiwangi", "Pembeli: Sari Pembeli", "Barang:", "boleh diperdagangkan", "Total", "Pembayaran:",
                  "Pengiriman:", "Batal:", "2 hari kerja", "hukum Indonesia", "Rupiah"):  # fmt: skip
        assert words in body, words


def test_the_link_of_a_mail_opens_its_order_for_who_is_not_signed_in(
    app: Flask, sample_shop: Clone, work: Callable[[], None]
) -> None:
    work()
    body, number = sample_shop.rows(
        "select m.body, o.order_number from mail_outbox m join orders o on o.id = m.order_id where o.status = 'paid' limit 1"
    )[0]
    (path,) = set(re.findall(r"\{site\}(/o/\w+)", body))
    glimpse = app.test_client().get(path)
    assert glimpse.status_code == 200
    assert number in glimpse.text


def test_what_to_pay_is_exact_and_the_deadline_is_that_of_the_buyers_clock(
    sample_shop: Clone, work: Callable[[], None]
) -> None:
    sample_shop.rows("update orders set province_name = 'Papua Tengah'")
    work()
    body, total, due = sample_shop.rows(
        """select m.body, replace(to_char(o.total_amount, 'FM999,999,999'), ',', '.'),
            to_char(o.payment_due_at at time zone 'Asia/Jayapura', 'HH24.MI')
        from mail_outbox m join orders o on o.id = m.order_id where m.event_key like '%%:payment_instruction:%%'"""
    )[0]
    assert f"Transfer persis: Rp{total}\n" in body
    assert f", {due} WIT\n" in body


def test_who_wished_to_cancel_reads_why_it_goes_on(app: Flask, sample_shop: Clone, work: Callable[[], None]) -> None:
    citra = Shopper(app.test_client(), sample_shop).enters_the_desk()
    path = order_in(citra, "processing")
    wish = "insert into cancellation_wishes (order_id, reason) values (%s, 'salah alamat') returning id"
    sample_shop.rows(wish, path.rpartition("/")[2])
    answer = {"decision": "refuse", "answer": "Paketnya sudah di tangan kurir"}
    assert citra.client.post(f"{path}/wish", data=answer).status_code == 303
    work()
    assert sample_shop.rows(WISH) == []
    sample_shop.rows("update jobs set run_at = run_at - interval '40 seconds'")
    work()
    ((recipient, body),) = sample_shop.rows(WISH)
    assert recipient == "pembeli@sensasiwangi.test"
    assert "Alasannya: Paketnya sudah di tangan kurir" in body


def test_names_are_not_markup(sample_shop: Clone, smtp: MailServer, work: Callable[[], None]) -> None:
    sample_shop.rows("update orders set recipient_name = '<b>Sari</b> & {{ 7 * 7 }}'")
    work()
    html = sample_shop.value("select html from mail_outbox where order_id is not null limit 1")
    assert "Halo &lt;b&gt;Sari&lt;/b&gt; &amp; {{ 7 * 7 }}," in html
    assert "Halo <b>Sari</b> & {{ 7 * 7 }}," in sample_shop.value(RECEIVED)


def test_html_needs_no_pictures_no_scripts_and_no_other_servers_styles(
    sample_shop: Clone, work: Callable[[], None]
) -> None:
    work()
    for (html,) in sample_shop.rows("select html from mail_outbox where html is not null"):
        assert not re.search(r"<(img|script|link|iframe)|url\(", html)


def test_without_a_mail_server_mail_is_written_and_not_sent(app: Flask, sample_shop: Clone, settings: Settings) -> None:
    app.config["SETTINGS"] = replace(settings, mail_url="")
    done = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 0, done.output
    assert sample_shop.rows("select count(*) > 20, count(sent_at) from mail_outbox") == [(True, 0)]
    assert sample_shop.rows("select from jobs") == []


def test_staff_each_get_the_digest_the_low_stock_and_the_alarm(sample_shop: Clone, work: Callable[[], None]) -> None:
    sample_shop.rows("alter table marketplace_listings disable trigger user")
    sample_shop.rows("update marketplace_listings set stock_on_hand = 499 where slug = 'melati-senja-50ml'")
    sample_shop.rows("insert into jobs (kind, subject) values ('digest_mail', '2026-11-26')")
    work()
    for word in ("digest", "low-stock", "alarm"):
        found = sample_shop.rows("select recipient from mail_outbox where event_key like %s order by 1", f"{word}:%")
        assert {row[0] for row in found} == {"admin@sensasiwangi.test", "cs@sensasiwangi.test"}, word


@pytest.mark.parametrize(
    ("courier", "host"),
    [
        ("JNE", "jne.co.id"),
        ("J&T Express", "jet.co.id"),
        ("SiCepat", "sicepat.com"),
        ("Pos Indonesia", "posindonesia.co.id"),
    ],
)
def test_known_couriers_have_a_page(courier: str, host: str) -> None:
    assert host in (tracking_page(courier) or "")


def test_an_unknown_courier_has_none() -> None:
    assert tracking_page("Pak Budi") is tracking_page(None) is None
