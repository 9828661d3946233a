"""The desk's order list: who may see it, the search box, filters in the address, doing the same to many, the export."""

import csv
import io
import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.desk.search import export, queries
from tests.db_server import Clone
from tests.shopper import MEMBER, Shopper, texts

CS = {"email": "cs@sensasiwangi.test", "password": MEMBER["password"]}
HOSTILE = "<script>alert(1)</script>"
IDS = "select id, version from orders where status = %s"


@pytest.fixture
def desk(client: FlaskClient, sample_shop: Clone) -> FlaskClient:
    """Somebody of the staff, signed in."""
    assert client.post("/auth/login", data=CS).status_code == 303
    return client


def numbers(answer: TestResponse) -> list[str]:
    """The order numbers on a page."""
    assert answer.status_code == 200, answer.text
    return re.findall(r'class="queue-number"[^>]*>([^<]+)<', answer.text)


def boxes(database: Clone, status: str) -> list[str]:
    """The boxes of the orders in a status, as the list sends them."""
    return [f"{order}:{version}" for order, version in database.rows(IDS, status)]


def bulk(client: FlaskClient, step: str, action: str, order: list[str], **more: str) -> TestResponse:
    form = MultiDict([("action", action), *(("order", box) for box in order), *more.items()])
    return client.post(f"/admin/orders/bulk{step}", data=form)


@pytest.mark.parametrize("path", ["/admin/orders", "/admin/orders.csv", "/admin/orders?q=sari"])
@pytest.mark.parametrize("who", ["nobody", "a member"])
def test_the_list_is_not_there_for_others(app: Flask, sample_shop: Clone, path: str, who: str) -> None:
    shopper = Shopper(app.test_client(), sample_shop)
    if who == "a member":
        shopper.signs_in()
    assert shopper.client.get(path).status_code == 404
    assert bulk(shopper.client, "", "cancelled", boxes(sample_shop, "paid"), reason="x").status_code == 404
    assert bulk(shopper.client, "/confirm", "cancelled", boxes(sample_shop, "paid"), reason="x").status_code == 404
    assert sample_shop.value("select count(*) from orders where status = 'paid'") == 1


def test_the_box_finds_and_keeps_what_was_typed(desk: FlaskClient, sample_shop: Clone) -> None:
    number = sample_shop.value("select order_number from orders where status = 'shipped'")
    assert numbers(desk.get("/admin/orders", query_string={"q": number.lower().replace("-", "")})) == [number]
    assert numbers(desk.get("/admin/orders?q=JT000612345678")) == [number]
    found = desk.get("/admin/orders?q=pembeli%40sensasiwangi.test")
    assert len(numbers(found)) == sample_shop.value("select count(*) from orders")
    assert 'value="pembeli@sensasiwangi.test"' in found.text


def test_a_typo_in_a_name_is_told_once_the_worker_learned_the_names(desk: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows("select index_orders(100)")
    answer = desk.get("/admin/orders?q=pembelli")
    assert numbers(answer)
    assert "mirip: pembeli" in answer.text


def test_filters_stand_in_the_address_and_in_the_form(desk: FlaskClient, sample_shop: Clone) -> None:
    number = sample_shop.value("select order_number from orders where status = 'completed'")
    answer = desk.get("/admin/orders?status=completed&payment_status=paid&city=bandung&since=2020-01-01&q=sari")
    assert numbers(answer) == [number]
    assert '<option value="completed" selected>' in answer.text
    assert 'value="2020-01-01"' in answer.text
    assert numbers(desk.get("/admin/orders?status=completed&city=surabaya")) == []


@pytest.mark.parametrize(
    "query",
    [
        "status=x", "since=kemarin", "since=9999-12-31", "after=x", "after=1.9.9",
        "after=0.99999999999999999999.00000000-0000-0000-0000-000000000000",
        "q=%27%29%3B--", "q=" + "x" * 5000,
        "since=2030-01-01&until=2020-01-01", "city=%27", "q=*&product=%27", "q=%E2%80%AE",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_is_no_failure(desk: FlaskClient, query: str) -> None:
    assert desk.get(f"/admin/orders?{query}").status_code == 200


def test_pages_lead_on(desk: FlaskClient, monkeypatch: pytest.MonkeyPatch, sample_shop: Clone) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 4)
    seen, address = [], "/admin/orders?q=sari"
    while address:
        answer = desk.get(address)
        seen += numbers(answer)
        following = re.search(r'rel="next" href="([^"]+)"', answer.text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == [row[0] for row in sample_shop.rows("select order_number from orders order by created_at desc")]


def test_what_shoppers_wrote_is_inert(desk: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows("update orders set recipient_name = %s, city_name = %s", HOSTILE, "\u202eBandung")
    page = desk.get("/admin/orders?q=script").text
    assert "<script>alert" not in page
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>, <bdi>\u202eBandung</bdi>" in page
    preview = bulk(desk, "", "cancelled", boxes(sample_shop, "paid"), reason=HOSTILE).text
    assert "<script>alert" not in preview
    assert "&lt;script&gt;" in preview


def test_bulk_tells_before_it_does_anything(desk: FlaskClient, sample_shop: Clone) -> None:
    paid, shipped = boxes(sample_shop, "paid"), boxes(sample_shop, "shipped")
    answer = bulk(desk, "", "processing", [*paid, *shipped, f"{UUID(int=1)}:1"])
    assert answer.status_code == 200
    assert "1 dari 3 pesanan menjadi dikemas" in answer.text
    assert "Pesanan ini tidak ada." in answer.text
    assert "dari keadaan ini tidak bisa. Bisa: tiba." in answer.text
    assert re.findall(r'name="order" value="([^"]+)"', answer.text) == paid
    assert boxes(sample_shop, "paid") == paid


def test_one_refused_order_stops_no_other(desk: FlaskClient, sample_shop: Clone) -> None:
    paid, processing = boxes(sample_shop, "paid"), boxes(sample_shop, "processing")
    outdated = [processing[0].rpartition(":")[0] + ":1"]
    answer = bulk(desk, "/confirm", "cancelled", [*outdated, *paid], reason="Stok rusak")
    assert answer.status_code == 200
    assert "1 dari 2 pesanan selesai diubah" in answer.text
    assert "Tidak diubah: Ini baru saja berubah." in answer.text
    order = paid[0].partition(":")[0]
    assert sample_shop.value("select status from orders where id = %s", order) == "cancelled"
    assert boxes(sample_shop, "processing") == processing
    assert (
        sample_shop.value("select reason from order_events where order_id = %s order by id desc limit 1", order)
        == "Stok rusak"
    )
    assert sample_shop.value(
        "select actor like 'staff:%%' from audit_trail where order_id = %s order by id desc limit 1", order
    )
    assert sample_shop.rows("select * from stock_audit()") == []


def test_confirming_twice_does_it_once(desk: FlaskClient, sample_shop: Clone) -> None:
    paid = boxes(sample_shop, "paid")
    bulk(desk, "/confirm", "processing", paid)
    events = sample_shop.rows("select * from order_events")
    assert "0 dari 1 pesanan selesai diubah" in bulk(desk, "/confirm", "processing", paid).text
    assert sample_shop.rows("select * from order_events") == events


@pytest.mark.parametrize(
    ("action", "order", "message"),
    [
        ("processing", [], "Centang dulu pesanannya."),
        ("processing", ["x:1", "00000000-0000-0000-0000-000000000001"], "Centang dulu pesanannya."),
        ("processing", [f"{UUID(int=number)}:1" for number in range(101)], "Paling banyak 100 pesanan"),
        ("cancelled", [f"{UUID(int=1)}:1"], "Tulis alasannya"),
        ("shipped", [f"{UUID(int=1)}:1"], "Pilih yang mau dilakukan."),
    ],
)
@pytest.mark.parametrize("step", ["", "/confirm"])
def test_a_bulk_form_that_is_wrong_says_so_above_the_list(
    desk: FlaskClient, step: str, action: str, order: list[str], message: str
) -> None:
    answer = bulk(desk, step, action, order)
    assert answer.status_code == 422
    assert message in answer.text
    assert texts(answer.text, "order-row")


def exported(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of an export by their heads."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=pesanan.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_the_export_is_the_filtered_list(desk: FlaskClient, sample_shop: Clone) -> None:
    (row,) = exported(desk.get("/admin/orders.csv?status=completed"))
    number, total = sample_shop.rows("select order_number, total_amount from orders where status = 'completed'")[0]
    assert (row["Nomor pesanan"], row["Total"], row["HP"], row["E-mail"]) == (
        number,
        str(total),
        "0812-3456-7890",
        MEMBER["email"],
    )
    assert row["Barang"].count(" x ") == 2


@pytest.mark.parametrize("batch", [1, 3, 11, 100])
def test_the_export_leaves_out_nothing_between_its_batches(
    desk: FlaskClient, sample_shop: Clone, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(queries, "BATCH", batch)
    shown = [row["Nomor pesanan"] for row in exported(desk.get("/admin/orders.csv?q=sari"))]
    assert shown == [row[0] for row in sample_shop.rows("select order_number from orders order by created_at desc")]


def test_the_export_ends_somewhere(desk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    monkeypatch.setattr(export, "MOST", 5)
    assert len(exported(desk.get("/admin/orders.csv"))) == 5


def test_no_cell_of_the_export_is_a_formula(desk: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows(
        "update orders set recipient_name = %s, city_name = %s, address_line = %s",
        '=cmd|"/C calc"!A0',
        "@SUM(1)",
        "\u202e-1+1",
    )
    sample_shop.rows("update customers set full_name = '\t=1+1'")
    for row in exported(desk.get("/admin/orders.csv")):
        assert row["Penerima"] == '\'=cmd|"/C calc"!A0'
        assert (row["Kota"], row["Alamat"], row["Pembeli"]) == ("'@SUM(1)", "'-1+1", "'\t=1+1")


def test_ticked_orders_are_printed(desk: FlaskClient, sample_shop: Clone) -> None:
    ticked = boxes(sample_shop, "paid") + boxes(sample_shop, "processing")
    page = desk.get("/admin/print/slips", query_string=MultiDict([("order", box) for box in ticked]))
    printed = sample_shop.rows("select order_number from orders where status in ('paid', 'processing')")
    assert page.status_code == 200
    assert all(number in page.text for (number,) in printed)
