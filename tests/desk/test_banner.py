"""The banner: set by an admin, part of every page of the shop, the same for everybody, and costing no round trip."""

import re

import pytest
from flask import Flask

from tests.db_server import Clone
from tests.shopper import Shopper, field, texts

PATH = "/admin/banner"
WISH = {
    "version": "0", "text": "Coba checkout baru kami", "link": "/marketplace?tab=parfum", "starts_at": "2020-01-01T08:00", "ends_at": "",
    "is_on": "ya",
}  # fmt: skip
MARK = 'id="layout-banner"'


def fresh(app: Flask, database: Clone) -> Shopper:
    """Another process would ask the database: here what this one keeps is forgotten."""
    app.extensions["banner"].forget()
    return Shopper(app.test_client(), database)


def test_it_is_for_admins_and_for_nobody_else_there(app: Flask, citra: Shopper, sari: Shopper) -> None:
    for browser in (citra.client, sari.client, app.test_client()):
        assert browser.get(PATH).status_code == 404
        assert browser.post(PATH, data=WISH).status_code == 404
    assert citra.database.value("select count(*) from banners") == 0


def test_it_is_on_every_page_but_the_checkouts_and_the_same_for_everybody(app: Flask, ade: Shopper) -> None:
    assert MARK not in ade.client.get("/marketplace").text
    assert ade.client.post(PATH, data=WISH).headers["Location"] == PATH
    visitor = Shopper(app.test_client(), ade.database)
    pages = [visitor.client.get(path) for path in ("/marketplace?q=melati", "/bantuan", "/cart", "/auth/login")]
    assert [page.text.count(MARK) for page in pages] == [1] * 4
    assert pages[0].headers["Cache-Control"] == "public, max-age=60"
    assert pages[0].text == Shopper(app.test_client(), ade.database).signs_in().client.get("/marketplace?q=melati").text
    assert 'href="/marketplace?tab=parfum"' in pages[0].text
    visitor.signs_in().adds()
    visitor.client.post("/checkout")
    assert MARK not in visitor.client.get("/checkout/address").text


def test_no_page_waits_for_it_and_none_moves_when_it_goes(ade: Shopper) -> None:
    """It stands in the dock, at the edge that everything else hangs from; its script comes when the page is read."""
    ade.client.post(PATH, data=WISH)
    page = ade.client.get("/marketplace").text
    assert page.index('<div class="dock dock-with-banner">') < page.index(MARK) < page.index('id="layout-footer"')
    assert re.search(r'<script src="/static/js/banner\.[0-9a-f]+\.js" defer></script>\s', page.partition("</head>")[0])


def test_another_process_learns_of_it_with_what_it_reads(app: Flask, ade: Shopper) -> None:
    text = "insert into banners select 1, 'Libur dulu', '', now() - interval '1 day', null, true, 'cs' returning id"
    ade.database.rows(text)
    assert "Libur dulu" in fresh(app, ade.database).client.get("/marketplace?q=gaharu").text


def test_switching_it_off_takes_it_away(app: Flask, ade: Shopper) -> None:
    ade.client.post(PATH, data=WISH)
    assert field(ade.client.get(PATH).text, "version") == "1"
    ade.client.post(PATH, data=WISH | {"version": "1", "is_on": ""})
    assert MARK not in fresh(app, ade.database).client.get("/marketplace?q=cendana").text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("text", value) for value in ("", "x" * 121)),
        *(("link", value) for value in ("https://evil.example", "//evil.example", "/%2fevil.example", "/auth/login", "marketplace")),
        *(("starts_at", value) for value in ("", "besok", "2026-13-01T08:00")),
        *(("ends_at", value) for value in ("besok", "2019-01-01T08:00")),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_and_kept_in_the_form(ade: Shopper, name: str, value: str) -> None:
    answer = ade.client.post(PATH, data=WISH | {name: value})
    assert answer.status_code == 422
    assert len(texts(answer.text, "field-error")) == 1
    assert ade.database.value("select count(*) from banners") == 0


def test_a_conflict_shows_both_and_who(ade: Shopper) -> None:
    ade.client.post(PATH, data=WISH)
    answer = ade.client.post(PATH, data=WISH | {"text": "Kalimatku"})
    assert answer.status_code == 409
    assert "baru saja menyimpan spanduk lain" in answer.text
    assert 'value="Kalimatku"' in answer.text
    assert "Coba checkout baru kami" in answer.text
    assert ade.database.value("select count(*) from banners") == 1


def test_times_are_wib(ade: Shopper) -> None:
    ade.client.post(PATH, data=WISH | {"starts_at": "2026-11-30T08:00", "ends_at": "2026-12-01T08:00"})
    when = "select starts_at = '2026-11-30 01:00+00', ends_at = '2026-12-01 01:00+00' from banners"
    assert ade.database.rows(when) == [(True, True)]
    assert 'value="2026-11-30T08:00"' in ade.client.get(PATH).text
