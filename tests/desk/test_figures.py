"""The desk's figures, maintenance lists and health: numbers from the shop's own rows, and who may see them."""

import csv
import io
import re
import zipfile
from datetime import date, datetime, timedelta

import psycopg
import pytest

from app.desk.figures import forms, queries
from app.format import WIB
from tests.shopper import Shopper

PAGES = ("/admin/figures", "/admin/figures.csv", "/admin/figures.xlsx", "/admin/maintenance", "/admin/health")
TODAY = date(2026, 11, 26)


def numbers(page: str) -> dict[str, str]:
    """The summary: its words and values."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return {words: " ".join(re.sub(r"<[^>]+>", " ", value).split()) for words, value in found}


def days(desk: Shopper, query: str = "") -> list[list[str]]:
    """The rows of the CSV, its heads left out."""
    text = desk.client.get(f"/admin/figures.csv{query}").text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


@pytest.mark.parametrize("path", PAGES)
def test_figures_are_none_of_a_members_business(sari: Shopper, path: str) -> None:
    assert sari.client.get(path).status_code == 404


@pytest.fixture
def november(citra: Shopper) -> Shopper:
    """The sample shop's orders, put on two days of November 2025."""
    rows = citra.database.rows
    rows("set session_replication_role = replica")
    rows("update orders set created_at = '2025-11-10 20:00+07', total_amount = total_amount")
    rows("update orders set created_at = '2025-11-11 00:30+07' where status in ('expired', 'cancelled')")
    rows("delete from payments; delete from payment_proofs; delete from carts where status <> 'ordered'")
    rows("delete from collected_carts; insert into collected_carts values ('2025-11-10', 6, 2)")
    rows("set session_replication_role = origin")
    return citra


NOVEMBER = "?since=2025-11-10&until=2025-11-11"


def test_orders_money_and_carts_by_day_in_wib(november: Shopper) -> None:
    kept, amount = november.database.rows(
        "select count(*), sum(total_amount)::bigint from orders where status not in ('expired', 'cancelled')"
    )[0]
    lost = november.database.value("select count(*) from orders where status in ('expired', 'cancelled')")
    first, second = days(november, NOVEMBER)
    assert first[:6] == ["2025-11-10", str(kept), "0", str(amount), str(round(amount / kept)), "2"]
    assert float(first[6]) == pytest.approx(kept / (kept + 2))
    assert float(first[8]) == pytest.approx(6 / (kept + 6))
    assert second == ["2025-11-11", str(lost), str(lost), "0", "", "0", "1.0", "0", "0.0"]
    shown = numbers(november.client.get(f"/admin/figures{NOVEMBER}").text)
    assert shown["Pesanan"].startswith(f"{kept + lost} ")
    assert shown["Batal atau kedaluwarsa"].startswith(f"{lost} ")


def test_orders_of_smoke_tests_are_left_out_and_told(november: Shopper) -> None:
    rows = november.database.rows
    before = days(november, NOVEMBER)
    assert "uji coba" not in november.client.get(f"/admin/figures{NOVEMBER}").text
    rows("set session_replication_role = replica")
    rows("update orders set is_test = true where status in ('cancelled', 'shipped')")
    rows("set session_replication_role = origin")
    after = days(november, NOVEMBER)
    assert [int(now[1]) - int(then[1]) for now, then in zip(after, before, strict=True)] == [-1, -1]
    page = november.client.get(f"/admin/figures{NOVEMBER}").text
    assert re.search(r'<a href="/admin/orders[?]q=uji\+coba&amp;[^"]*">2 pesanan uji coba</a> tidak dihitung', page)


def test_how_long_confirming_took(november: Shopper) -> None:
    orders = [row[0] for row in november.database.rows("select id from orders order by id limit 4")]
    for order, minutes in zip(orders, (10, 20, 30, None), strict=True):
        november.database.rows(
            "insert into payment_proofs (order_id, content_type, content, created_at) values (%s, 'image/png', 'x', '2025-11-10 10:00+07')",
            order,
        )
        if minutes:
            november.database.rows(
                "insert into payments (order_id, kind, amount, actor, created_at) "
                "values (%s, 'payment', 1, 'cs', '2025-11-10 10:00+07'::timestamptz + make_interval(mins => %s))",
                order,
                minutes,
            )
    shown = numbers(november.client.get(f"/admin/figures{NOVEMBER}").text)
    assert shown["Konfirmasi bayar"] == "20 mnt 9 dari 10 dalam 28 mnt"


def test_of_very_many_a_fair_sample_is_measured(november: Shopper) -> None:
    rows = november.database.rows
    rows("set session_replication_role = replica")
    rows(
        "create temporary table many as select gen_random_uuid() as id, n, '2025-11-10 10:00+07'::timestamptz as at from generate_series(1, 12000) n"
    )
    rows("insert into payment_proofs (order_id, content_type, created_at) select id, 'image/png', at from many")
    rows(
        "insert into payments (order_id, kind, amount, actor, created_at) "
        "select id, 'payment', 1, 'cs', at + case when n % 4 = 0 then interval '1 hour' else interval '10 minutes' end from many"
    )
    rows("set session_replication_role = origin")
    asked = queries.confirmations(forms.parse_period({"since": "2025-11-10", "until": "2025-11-10"}, TODAY))
    with psycopg.connect(november.database) as connection:
        found = asked.shape(connection.execute(asked.text, asked.params))
    assert (found.median, found.slow, found.waiting) == (600, 3600, 12_000)
    assert 4_500 < found.confirmed < 5_500


def test_stock_that_turned_over_and_stock_that_was_off(november: Shopper) -> None:
    rows = november.database.rows
    product = november.product_id("melati-senja-50ml")
    rows("set session_replication_role = replica")
    rows("delete from stock_ledger")
    for kind, change, at in (("commit", -40, 10), ("uncommit", 4, 11), ("count", -3, 11), ("restock", 100, 20)):
        moved(november, kind, change, f"2025-11-{at}")
    now = november.database.value("select sum(stock_on_hand) from marketplace_listings")
    rows("set session_replication_role = origin")
    page = november.client.get(f"/admin/figures{NOVEMBER}").text
    shown = numbers(page)
    at_last = now - 100
    average = (at_last + at_last + 39) / 2
    assert shown["Perputaran stok"] == f"{36 / average:.2f}× 36 barang terkirim".replace(".", ",")
    assert shown["Selisih stok"] == "3 barang dikoreksi"
    assert f'href="/admin/stock/{product}"' in page


def moved(desk: Shopper, kind: str, change: int, day: str) -> None:
    """A line of the ledger at noon."""
    desk.database.rows(
        "insert into stock_ledger (product_id, kind, on_hand_change, reserved_change, owner, actor, created_at) "
        "values (%s, %s, %s, 0, 'manual', 'cs', %s)",
        desk.product_id("melati-senja-50ml"),
        kind,
        change,
        f"{day} 12:00+07",
    )


def test_a_drawing_has_words_and_every_bar_has_its_number(november: Shopper) -> None:
    page = november.client.get(f"/admin/figures{NOVEMBER}").text
    for name in ("orders", "average", "completion"):
        assert f'aria-labelledby="chart-{name}-title chart-{name}-words"' in page
    bars = re.findall(r"<rect[^>]*><title>(.*?)</title>", page)
    assert "11 Nov 2025: 2 pesanan, 2 batal atau kedaluwarsa" in bars
    assert "style=" not in page


def test_a_workbook_holds_texts_as_texts(november: Shopper) -> None:
    rows = november.database.rows
    product = november.product_id("melati-senja-50ml")
    rows("update products set name = '=HYPERLINK(\"http://jahat.test\")' where id = %s", product)
    moved(november, "count", -3, "2025-11-10")
    answer = november.client.get(f"/admin/figures.xlsx{NOVEMBER}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=angka-2025-11-10-2025-11-11.xlsx"
    book = zipfile.ZipFile(io.BytesIO(answer.data))
    sheets = {name: book.read(name).decode() for name in book.namelist()}
    assert "=HYPERLINK" in sheets["xl/sharedStrings.xml"]
    assert [name for name, text in sheets.items() if "<f>" in text or "<hyperlink" in text] == []
    names = re.findall(r'<sheet name="([^"]+)"', sheets["xl/workbook.xml"])
    assert names == ["Ringkasan", "Per hari", "Status", "Selisih stok"]


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ({}, "2026-10-28", "2026-11-26"),
        ({"since": "x", "until": "2026-13-01"}, "2026-10-28", "2026-11-26"),
        ({"since": "2026-11-20", "until": "2026-11-01"}, "2026-11-01", "2026-11-20"),
        ({"since": "2026-11-20", "until": "2030-01-01"}, "2026-11-20", "2026-11-26"),
        ({"since": "0001-01-01"}, "2025-11-26", "2026-11-26"),
        ({"since": "2030-01-01"}, "2026-11-26", "2026-11-26"),
        ({"until": "0001-01-01"}, "1999-12-03", "2000-01-01"),
    ],
)
def test_the_days_of_an_address(query: dict[str, str], since: str, until: str) -> None:
    period = forms.parse_period(query, TODAY)
    assert (str(period.since), str(period.until)) == (since, until)
    assert period.ends - period.begins == timedelta(days=period.days)


def test_a_year_goes_by_week(citra: Shopper) -> None:
    rows = days(citra, "?since=2025-01-01&until=2025-12-31")
    assert [row[0] for row in rows[:2]] == ["2025-01-01", "2025-01-08"]
    assert len(rows) == 53


def test_maintenance_opens_on_what_needs_somebody(citra: Shopper) -> None:
    citra.database.rows("insert into audit_runs (at, actor, broken, details) values (now(), 'worker', 2, '[]')")
    page = citra.client.get("/admin/maintenance").text
    daily, weekly, monthly = re.split(r"Setiap (?:hari|minggu|bulan)", page)[1:]
    assert daily.index("Lewat waktu di antrean") < daily.index("Pesanan yang masuk")
    assert "2 janji dilanggar" in weekly.split("perlu dilihat")[0] + weekly.split("perlu dilihat")[1]
    assert "perlu dilihat" not in monthly
    for path in re.findall(r'<li class="upkeep-item[^>]*>\s*<a href="([^"]+)"', page):
        assert citra.client.get(path.replace("&amp;", "&")).status_code == 200, path


def test_an_order_of_today_is_in_todays_figures(citra: Shopper) -> None:
    today = datetime.now(WIB).date()
    citra.database.rows("update orders set created_at = now() where status = 'paid'")
    assert int(days(citra, f"?since={today}&until={today}")[0][1]) >= 1


def test_health_says_what_to_do(citra: Shopper) -> None:
    rows = citra.database.rows
    rows(
        "delete from jobs; insert into jobs (kind, subject, run_at) values ('order_mail', '1', now() - interval '1 hour')"
    )
    rows("insert into audit_runs (at, actor, broken, details) values (now(), 'worker', 2, '[]')")
    page = citra.client.get("/admin/health").text
    bad = re.findall(r'<li class="health-check health-bad">\s*<h2>(?:<a[^>]*>)?([^<]+)', page)
    assert bad == ["Antrean pekerjaan", "Audit stok"]
    assert "yang tertua menunggu 60 mnt (order_mail)" in page
    assert "Pastikan flask worker hidup" in page
    assert "MAIL_URL kosong" not in page  # then nothing waits
    rows("delete from jobs; delete from audit_runs")
    rows("insert into audit_runs (at, actor, broken, details) values (now(), 'worker', 0, '[]')")
    assert "health-bad" not in citra.client.get("/admin/health").text
