"""Requests for deletion at the desk, with their clock."""

import re

from flask import Flask

from tests.shopper import Shopper

PATH = "/admin/privacy"


def test_strangers_and_shoppers_see_nothing_there(app: Flask, sari: Shopper) -> None:
    assert [browser.get(PATH).status_code for browser in (sari.client, app.test_client())] == [404, 404]


def test_a_request_is_listed_with_its_three_days(citra: Shopper, sari: Shopper) -> None:
    assert "pembeli@sensasiwangi.test" not in citra.client.get(PATH).text
    assert sari.client.post("/account/deletion", data={"password": "wangi-sekali-2025"}).status_code == 303
    page = citra.client.get(PATH).text
    assert "pembeli@sensasiwangi.test" in page
    assert re.search(r"Sisa 7[12] jam", page)
    assert "pesanan belum ditutup" in page


def test_a_request_that_is_late_says_so(citra: Shopper, sari: Shopper) -> None:
    sari.client.post("/account/deletion", data={"password": "wangi-sekali-2025"})
    citra.database.rows(
        "update customers set deletion_requested_at = now() - interval '75 hours' where deletion_requested_at is not null returning 1"
    )
    assert "Lewat 3 jam" in citra.client.get(PATH).text
