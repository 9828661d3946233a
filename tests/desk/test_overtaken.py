"""A page that is shown again, for a look or for what was wrong in it, never hides what a colleague did meanwhile."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.desk.orders import unquoted
from tests.desk.shelf import adjusts, edits, listing
from tests.shopper import Shopper, field, snapshot

WORDS = "/admin/words/greeting"
BANNER = {"version": "0", "text": "Libur dulu", "starts_at": "2020-01-01T08:00", "is_on": "ya"}


def told(answer: TestResponse) -> str:
    """The notice above a page."""
    return answer.text.partition('<div class="callout callout-bad" role="alert"')[2].partition("</div>")[0]


def test_of_an_order(citra: Shopper, ade: Shopper) -> None:
    order = unquoted(citra)
    seen = {"version": re.search(r'name="version" value="(\d+)"', citra.client.get(order).text)[1], "courier": "JNE"}
    assert ade.client.post(f"{order}/shipping-quote", data=seen | {"cost": "18000"}).status_code == 303
    answer = citra.client.post(f"{order}/shipping-quote", data=seen | {"cost": "gratis"})
    assert answer.status_code == 422
    assert "Ade Admin: Ongkir dihitung: Rp18.000." in told(answer)


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999"])
def test_what_is_no_version_passes_for_none(citra: Shopper, version: str) -> None:
    order = unquoted(citra)
    form = {"version": version, "courier": "JNE", "service": "REG", "cost": "18000"}
    before = snapshot(citra.database)
    assert citra.client.post(f"{order}/shipping-quote", data=form).status_code == 409
    assert snapshot(citra.database) == before


def test_of_a_listing(citra: Shopper, ade: Shopper) -> None:
    page = listing(citra)
    assert edits(ade, page, list_price="250000").status_code == 303
    assert adjusts(ade, page, kind="count", pieces="498").status_code == 303
    wrong = edits(citra, page, list_price="murah"), adjusts(citra, page, pieces="banyak")
    assert [answer.status_code for answer in wrong] == [422, 422]
    assert "Ade Admin mengubahnya" in told(wrong[0])
    assert "Ade Admin: Hitung ulang" in told(wrong[1])


def test_of_a_message(citra: Shopper, ade: Shopper) -> None:
    mine = {"version": "0", "title": "Salam", "body": "Punya Citra"}
    assert ade.client.post(WORDS, data=mine | {"body": "Punya Ade"}).status_code == 303
    looks = citra.client.post(f"{WORDS}/preview", data=mine), citra.client.post(WORDS, data=mine | {"body": "{x}"})
    assert [answer.status_code for answer in looks] == [409, 422]
    assert all("Punya Ade" in told(answer) and "Ade Admin" in told(answer) for answer in looks)
    assert field(looks[0].text, "version") == "1"


def test_of_a_banner(ade: Shopper) -> None:
    assert ade.client.post("/admin/banner", data=BANNER).status_code == 303
    answer = ade.client.post("/admin/banner", data=BANNER | {"text": ""})
    assert answer.status_code == 422
    assert "Libur dulu" in told(answer)


def test_a_version_of_what_was_never_written(ade: Shopper) -> None:
    message = {"version": "7", "title": "Salam", "body": "Halo"}
    for path, form in ((WORDS, message), ("/admin/banner", BANNER | {"version": "7"})):
        answer = ade.client.post(path, data=form)
        assert answer.status_code == 409
        assert "masih ada di formulir" in told(answer)
