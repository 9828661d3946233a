"""Pasting a bank statement at the desk: a look, one confirmation, and no line twice."""

import re
from datetime import datetime
from html import unescape

import psycopg
import pytest
from werkzeug.test import TestResponse

from app.desk.paste import batch
from app.format import WIB
from tests.desk.orders import order_in, unquoted
from tests.shopper import Shopper, snapshot, texts

PASTE = "/admin/paste/payments"
ACCOUNT = "1234567890"
DAY = f"{datetime.now(WIB):%d/%m/%Y}"


def total(desk: Shopper, order: str) -> int:
    return desk.database.value("select total_amount - paid_amount from orders where id = %s", order[14:])


def line(amount: int, words: str = "TRSF E-BANKING CR SARI PEMBELI", mark: str = "CR") -> str:
    return f"{DAY}\t{words}\t0000\t{amount:,}.00 {mark}\t99,000,000.00"


def look(desk: Shopper, *lines: str, account: str = ACCOUNT) -> TestResponse:
    return desk.client.post(f"{PASTE}/preview", data={"account": account, "lines": "\n".join(lines)})


def listed(page: str, name: str) -> list[str]:
    """The rows of one of the page's lists, tags left out."""
    found = re.search(rf'data-list="{name}">(.*?)</ul>', page, re.DOTALL)
    rows = re.findall(r"<li[^>]*>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def ticked(page: str) -> dict[str, str]:
    """The confirmation as a browser would send it."""
    fields = re.findall(r'<input type="(?:checkbox|radio)" name="(pick_\d+)" value="([^"]*)" checked>', page)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in [*fields, *hidden]}


def confirm(desk: Shopper, page: str, **changes: str) -> TestResponse:
    return desk.client.post(PASTE, data=ticked(page) | changes)


def test_a_look_books_nothing_and_the_confirmation_books_what_is_ticked(citra: Shopper) -> None:
    first, second = order_in(citra, "awaiting_payment", "unpaid"), order_in(citra, "awaiting_payment", "in_review")
    before = snapshot(citra.database)
    page = look(
        citra,
        line(total(citra, first)),
        line(total(citra, second), "SETOR TUNAI"),
        line(7_000, "X"),
        line(9, mark="DB"),
    )
    assert (page.status_code, snapshot(citra.database)) == (200, before)
    assert len(listed(page.text, "exact")) == 2
    assert len(listed(page.text, "alone")) == 1
    assert "Uang keluar, diabaikan: 1" in page.text
    result = confirm(citra, page.text)
    assert result.status_code == 200
    assert [row.endswith("Masuk.") for row in listed(result.text, "results")] == [True, True]
    assert citra.database.rows(
        "select distinct status, payment_status from orders where id in (%s, %s)", first[14:], second[14:]
    ) == [("paid", "paid")]
    assert citra.database.rows("select * from stock_audit()") == []


def test_pasting_it_again_books_nothing(citra: Shopper, ade: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "unpaid")
    page = look(citra, line(total(citra, order)))
    confirm(citra, page.text)
    number = citra.database.value("select order_number from orders where id = %s", order[14:])
    again = look(ade, line(citra.database.value("select total_amount from orders where id = %s", order[14:])))
    assert number in listed(again.text, "used")[0]
    assert "Citra" in listed(again.text, "used")[0]
    assert [row.split(": ")[1] for row in listed(confirm(ade, page.text).text, "results")] == [
        "Sudah pernah dicatat, tidak dicatat lagi."
    ]
    assert citra.database.value("select count(*) from bank_lines") == 1


def test_one_refusal_stops_nobody_else(citra: Shopper, ade: Shopper) -> None:
    first, second = order_in(citra, "awaiting_payment", "unpaid"), order_in(citra, "awaiting_payment", "in_review")
    page = look(citra, line(total(citra, first)), line(total(citra, second)))
    ade.client.post(f"{first}/claim")
    result = confirm(citra, page.text)
    assert re.findall(r'data-what="(\w+)"', result.text) == ["refused", "booked"]
    assert "Rekan sedang mengerjakan pesanan ini" in result.text
    assert citra.database.rows("select payment_status from orders where id = %s", first[14:]) == [("unpaid",)]


def test_what_there_was_no_time_for_stays_in_the_form(citra: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SPARE", 99.0)
    page = look(citra, line(total(citra, order_in(citra, "awaiting_payment", "unpaid"))))
    before = snapshot(citra.database)
    result = confirm(citra, page.text)
    assert re.findall(r'data-what="(\w+)"', result.text) == ["unhurried"]
    assert "TRSF E-BANKING CR SARI PEMBELI" in re.search(r"<textarea.*</textarea>", result.text, re.DOTALL)[0]
    assert snapshot(citra.database) == before


def test_an_order_that_somebody_locks_for_long_stops_nobody_else(citra: Shopper) -> None:
    first, second = order_in(citra, "awaiting_payment", "unpaid"), order_in(citra, "awaiting_payment", "in_review")
    page = look(citra, line(total(citra, first)), line(total(citra, second)))
    with psycopg.connect(citra.database) as somebody:
        somebody.execute("select from orders where id = %s for update", [first[14:]])
        result = confirm(citra, page.text)
    assert re.findall(r'data-what="(\w+)"', result.text) == ["unhurried", "booked"]


def test_a_near_miss_is_chosen_by_hand(citra: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "unpaid")
    missing = total(citra, order)
    page = look(citra, line(missing - 300, "TANPA NAMA"))
    assert "kurang Rp300" in page.text
    value = re.search(rf'value="({order[14:]}:\d+)"', page.text)[1]
    assert confirm(citra, page.text).status_code == 422
    result = confirm(citra, page.text, pick_1=value)
    assert re.findall(r'data-what="(\w+)"', result.text) == ["booked"]
    assert citra.database.rows("select paid_amount, payment_status from orders where id = %s", order[14:]) == [
        (missing - 300, "partial")
    ]


def test_the_order_number_and_the_name_find_an_order_whatever_the_amount(citra: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "unpaid")
    number = citra.database.value("select order_number from orders where id = %s", order[14:])
    by_number = look(citra, line(5_000_000, f"BAYAR {number.replace('-', '').lower()}"))
    assert "nomor pesanan ditulis" in by_number.text
    assert "nama cocok" in look(citra, line(5_000_000, "DARI SARI-PEMBELI")).text
    assert "nama cocok" not in look(citra, line(5_000_000, "DARI SARIPEMBELI")).text


def test_money_for_an_expired_order_is_late_and_can_still_be_booked(citra: Shopper) -> None:
    order = order_in(citra, "expired")
    citra.database.rows("update orders set closed_at = now() where id = %s returning 1", order[14:])
    named = look(citra, line(total(citra, order)))
    assert "Terlambat" in listed(named.text, "exact")[0]
    assert "pick_1" in ticked(named.text)
    assert "pick_1" not in ticked(look(citra, line(total(citra, order), "TANPA NAMA")).text)
    assert re.findall(r'data-what="(\w+)"', confirm(citra, named.text).text) == ["booked"]
    assert citra.database.rows("select status from orders where id = %s", order[14:]) == [("paid",)]


def test_an_order_without_a_total_is_never_offered(citra: Shopper) -> None:
    order = unquoted(citra)
    amount = citra.database.value("select total_amount from orders where id = %s", order[14:])
    assert order[14:] not in look(citra, line(amount)).text


def test_another_account_is_another_matter(citra: Shopper) -> None:
    order = order_in(citra, "awaiting_payment", "unpaid")
    page = look(citra, line(total(citra, order)), account="1300012345678")
    assert len(listed(page.text, "alone")) == 1
    assert look(citra, line(5), account="999").status_code == 422


@pytest.mark.parametrize(
    "pasted",
    ["", "   \n", "x\n" * 1_001, "x" * (200 * 1024 + 1), f"{line(5_000)}\x00", "a\u202eb"],
    ids=["empty", "blank", "lines", "size", "nul", "override"],
)
@pytest.mark.parametrize("step", ["/preview", ""])
def test_a_paste_that_cannot_be_taken_is_kept(citra: Shopper, pasted: str, step: str) -> None:
    answer = citra.client.post(f"{PASTE}{step}", data={"account": ACCOUNT, "lines": pasted})
    assert answer.status_code == 422
    assert len(texts(answer.text, "field-error")) == 1
    kept = re.search(r'<textarea[^>]*name="lines"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)[1]
    assert unescape(kept) == pasted.replace("\x00", "").replace("\u202e", "")


def test_what_stands_in_a_statement_is_inert(citra: Shopper) -> None:
    page = look(citra, line(5_000, "<script>alert(1)</script>"), "<img src=x onerror=alert(1)>\t1.000,00 CR")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


@pytest.mark.parametrize(
    "pick", ["x", "00000000-0000-4000-8000-000000000000", ":1", "00000000-0000-4000-8000-000000000000:1", "1:2:3"]
)
def test_a_forged_tick_books_nothing(citra: Shopper, pick: str) -> None:
    before = snapshot(citra.database)
    answer = citra.client.post(PASTE, data={"account": ACCOUNT, "lines": line(5_000), "pick_1": pick, "pick_99": pick})
    assert answer.status_code in {200, 422}
    assert snapshot(citra.database) == before


def test_nobody_else_finds_the_paste(sari: Shopper) -> None:
    for path in (PASTE, "/admin/paste/resi", "/admin/print/slips"):
        assert sari.client.get(path).status_code == 404
    for path in (PASTE, f"{PASTE}/preview", "/admin/paste/resi", "/admin/paste/resi/preview"):
        for data in ({}, {"account": ACCOUNT, "lines": line(5_000), "rows": "SW-261122-K7QMP JP1234567890"}):
            assert sari.client.post(path, data=data).status_code == 404
