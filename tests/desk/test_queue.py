"""The work queue: what waits, who takes it, and counts that ask for themselves."""

import re

from flask import Flask

from tests.shopper import Shopper

ROW = re.compile(r'data-testid="order-row" data-queue="(\w+)"')


def test_the_home_shows_what_waits_with_its_counts(citra: Shopper) -> None:
    page = citra.client.get("/admin").text
    assert set(ROW.findall(page)) == {"quote", "transfer", "pack", "ship"}
    for name in ("quote", "transfer", "pack", "ship"):
        assert f'data-queue="{name}">1<' in page
        one = citra.client.get(f"/admin?queue={name}").text
        assert ROW.findall(one) == [name]
    assert ROW.findall(citra.client.get("/admin?queue=nonsense").text) == ROW.findall(page)


def test_an_empty_queue_says_so(citra: Shopper) -> None:
    assert "Tidak ada yang menunggu" in citra.client.get("/admin?queue=money").text
    answer = citra.client.post("/admin/queue/next", data={"queue": "money"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin?queue=money")


def test_the_counts_ask_for_themselves_and_cost_nothing_while_nothing_changed(citra: Shopper) -> None:
    first = citra.client.get("/admin/queues", headers={"HX-Request": "true"})
    tag = first.headers["HX-PTag"]
    again = citra.client.get("/admin/queues", headers={"HX-Request": "true", "HX-PTag": tag})
    assert (again.status_code, again.data) == (304, b"")
    citra.database.rows("update orders set status = 'cancelled' where status = 'paid'")
    assert citra.client.get("/admin/queues", headers={"HX-PTag": tag}).status_code == 200


def test_taking_an_order_shows_who_works_on_it(citra: Shopper, ade: Shopper) -> None:
    answer = citra.client.post("/admin/queue/next", data={"queue": "pack"})
    order = answer.headers["Location"]
    assert "Kamu mengerjakan ini" in citra.client.get(order).text
    assert "Citra CS sedang mengerjakan" in ade.client.get("/admin?queue=pack").text
    assert "Citra CS mengerjakan ini" in ade.client.get(order).text
    refused = ade.client.post(f"{order}/claim")
    assert refused.status_code == 409
    assert "Citra CS mengerjakan ini" in refused.text
    assert "Ambil alih" in refused.text
    assert ade.client.post("/admin/queue/next", data={"queue": "pack"}).headers["Location"] == "/admin?queue=pack"
    assert ade.client.post(f"{order}/claim", data={"take_over": "ya"}).headers["Location"] == order
    page = citra.client.get(order).text
    assert "Ade Admin mengerjakan ini" in page
    assert "Diambil alih dari rekan" in page


def test_a_colleague_who_works_on_it_is_not_overtaken(citra: Shopper, ade: Shopper) -> None:
    order = citra.client.post("/admin/queue/next", data={"queue": "pack"}).headers["Location"]
    answer = ade.client.post(f"{order}/status/processing", data={"version": "9"})
    assert answer.status_code == 409
    assert "Rekan sedang mengerjakan" in answer.text
    citra.client.post(f"{order}/release")
    assert ade.client.post(f"{order}/status/processing").status_code == 303


def test_old_and_late_work_is_marked(app: Flask, citra: Shopper) -> None:
    page = citra.client.get("/admin?queue=ship").text  # packed two days ago in the sample shop
    assert "terlambat" in page
    assert "menunggu 2 hari" in page
