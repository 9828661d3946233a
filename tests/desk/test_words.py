"""Messages at the desk: reading, editing, conflicts, filled from an order, and noted when they were opened; the manual and the help page."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.desk.manual import pages
from app.desk.words import blanks, messages
from tests.db_server import Clone
from tests.shopper import Shopper, field

GREETING, BODY = "/admin/words/greeting", "Halo {nama}, apa kabar?"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
EDITED = "select title, body, version from message_templates where key = 'greeting'"
NOTED = "select to_value, actor from order_events where order_id = %s and kind = 'message' and not is_public"
SHIPPED = "status = 'shipped'"
PATHS = ("/admin/words", GREETING, "/admin/manual", "/admin/manual/antrean")


def signed_in(app: Flask, email: str) -> FlaskClient:
    browser = app.test_client()
    answer = browser.post("/auth/login", data={"email": email, "password": "wangi-sekali-2025"})
    assert answer.status_code == 303
    return browser


@pytest.fixture
def citra(app: Flask, sample_shop: Clone) -> FlaskClient:
    return signed_in(app, "cs@sensasiwangi.test")


@pytest.fixture
def ade(app: Flask, sample_shop: Clone) -> FlaskClient:
    return signed_in(app, "admin@sensasiwangi.test")


def an_order(shop: Clone, condition: str) -> UUID:
    """An order of the sample shop."""
    found: UUID = shop.value(f"select id from orders where {condition} order by created_at desc limit 1")
    return found


def edits(browser: FlaskClient, version: str = "0", title: str = "Salam", body: str = BODY):
    return browser.post(GREETING, data={"version": version, "title": title, "body": body})


def messages_of(page: str) -> dict[str, str]:
    """The text of each WhatsApp link of an order page by its key, in order."""
    links = re.findall(r'action="/admin/orders/[^"]+/messages/(\w+)".*?href="(https://wa\.me/[^"]+)"', page, re.DOTALL)
    return {key: parse_qs(urlsplit(unescape(link)).query)["text"][0] for key, link in links}


@pytest.mark.parametrize("path", PATHS)
def test_strangers_and_shoppers_see_nothing_there(app: Flask, sample_shop: Clone, path: str) -> None:
    member = Shopper(app.test_client(), sample_shop).signs_in().client
    for browser in (app.test_client(), member):
        answer, nothing = browser.get(path), browser.get("/admin/tidak-ada")
        assert (answer.status_code, answer.text) == (404, nothing.text)


@pytest.mark.parametrize("path", [GREETING, f"{GREETING}/restore", f"{GREETING}/preview"])
def test_strangers_change_nothing(app: Flask, sample_shop: Clone, path: str) -> None:
    answer = app.test_client().post(path, data={"version": "0", "title": "Salam", "body": BODY})
    assert answer.status_code == 404
    assert sample_shop.rows(EDITED) == []


def test_every_message_can_be_read_and_opened(citra: FlaskClient) -> None:
    page = unescape(citra.get("/admin/words").text)
    for key, message in messages.STARTING.items():
        assert message.body in page
        assert citra.get(f"/admin/words/{key}").status_code == 200
    assert citra.get("/admin/words/entah").status_code == 404


def test_an_edit_is_what_everybody_reads_from_then_on(citra: FlaskClient, ade: FlaskClient, sample_shop: Clone) -> None:
    assert edits(citra).status_code == 303
    assert sample_shop.rows(EDITED) == [("Salam", BODY, 1)]
    assert BODY in unescape(ade.get("/admin/words").text)
    assert "Citra CS" in ade.get("/admin/words").text
    assert field(ade.get(GREETING).text, "version") == "1"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Isi teksnya."),
        ("Halo {nma}", "Tidak ada isian {nma}"),
        ("Halo {nama", "kurung kurawal tanpa pasangannya"),
        ("Halo nama}", "kurung kurawal tanpa pasangannya"),
        ("Halo {{nama}}", "kurung kurawal tanpa pasangannya"),
        ("Halo {}", "Tidak ada isian {}"),
        ("x" * 1501, "Paling banyak 1500 karakter."),
    ],
)
def test_a_text_that_would_not_fill_is_refused_and_kept(
    citra: FlaskClient, sample_shop: Clone, body: str, said: str
) -> None:
    answer = edits(citra, body=body)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert said in page
    assert body in page
    assert sample_shop.rows(EDITED) == []


def test_an_unknown_blank_is_told_which_there_are(citra: FlaskClient) -> None:
    page = unescape(edits(citra, body="Halo {nma}").text)
    assert all(f"{{{name}}}" in page for name in blanks.BLANKS)


def test_a_conflict_shows_both_texts_and_who_and_overwrites_nothing(
    citra: FlaskClient, ade: FlaskClient, sample_shop: Clone
) -> None:
    assert edits(ade, body="Punya Ade {nama}").status_code == 303
    answer = edits(citra, body="Punya Citra {nama}")
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert all(words in page for words in ("Ade Admin baru saja mengubah", "Punya Ade {nama}", "Punya Citra {nama}"))
    assert sample_shop.rows(EDITED) == [("Salam", "Punya Ade {nama}", 1)]
    assert edits(citra, version=field(answer.text, "version"), body="Punya Citra {nama}").status_code == 303
    assert sample_shop.rows(EDITED) == [("Salam", "Punya Citra {nama}", 2)]


@pytest.mark.parametrize("change", [{"body": "Punya Citra {nama}"}, {}], ids=["edited", "restored"])
def test_a_form_of_a_message_that_nobody_ever_edited_can_be_outdated(
    citra: FlaskClient, sample_shop: Clone, change: dict[str, str]
) -> None:
    path = GREETING if change else f"{GREETING}/restore"
    for version in ({}, {"version": "7"}):
        answer = citra.post(path, data={"title": "Salam", **change, **version})
        assert (answer.status_code, "masih teks awalnya" in answer.text) == (409, True)
        assert change.get("body", "") in unescape(answer.text)
    assert sample_shop.rows(EDITED) == []


def test_the_starting_text_comes_back(citra: FlaskClient, sample_shop: Clone) -> None:
    edits(citra)
    assert citra.post(f"{GREETING}/restore", data={"version": "0"}).status_code == 409
    assert citra.post(f"{GREETING}/restore", data={"version": "1"}).status_code == 303
    assert sample_shop.rows(EDITED) == [(None, None, 2)]
    assert messages.STARTING["greeting"].body in unescape(citra.get("/admin/words").text)


def test_a_preview_fills_what_was_typed_and_saves_nothing(citra: FlaskClient, sample_shop: Clone) -> None:
    form = {"version": "0", "title": "Salam", "body": "Hai {nama}, resimu {resi}."}
    page, part = (citra.post(f"{GREETING}/preview", data=form, headers=it) for it in ({}, HTMX))
    for answer in (page, part):
        assert answer.status_code == 200
        assert "Hai Sari Wulandari, resimu JT00812345678." in answer.text
    assert part.text.lstrip().startswith('<div id="desk-preview"') or 'id="desk-preview"' in part.text
    assert "<html" not in part.text
    assert "Hai {nama}, resimu {resi}." in page.text
    assert sample_shop.rows(EDITED) == []


def test_a_preview_of_a_wrong_text_says_what_is_wrong(citra: FlaskClient) -> None:
    form = {"version": "0", "title": "Salam", "body": "Hai {nma}"}
    answer = citra.post(f"{GREETING}/preview", data=form, headers=HTMX)
    assert answer.status_code == 422
    assert "Tidak ada isian {nma}" in unescape(answer.text)


def test_an_order_offers_what_suits_its_state_first(citra: FlaskClient, sample_shop: Clone) -> None:
    page = citra.get(f"/admin/orders/{an_order(sample_shop, SHIPPED)}").text
    found = messages_of(page)
    number, resi = sample_shop.rows("select order_number, tracking_number from orders where status = 'shipped'")[0]
    assert next(iter(found)) == "shipped"
    text = found["shipped"]
    assert all(words in text for words in ("Sari Pembeli", number, resi, "JNE REG", "http://localhost/o/"))
    assert "https://wa.me/6281234567890?text=" in page
    assert "None" not in text


def test_what_an_order_lacks_is_said_instead_of_sent(citra: FlaskClient, sample_shop: Clone) -> None:
    order = an_order(sample_shop, "status = 'awaiting_quote' and shipping_amount is null")
    page = citra.get(f"/admin/orders/{order}").text
    assert "shipped" not in messages_of(page)
    assert "Pesanan ini belum punya kurir, nomor resi." in page


def test_what_a_shopper_wrote_is_inert_in_a_message(citra: FlaskClient, sample_shop: Clone) -> None:
    order = an_order(sample_shop, SHIPPED)
    sample_shop.rows("update orders set recipient_name = '<b>{total}&text=x' where id = %s", order)
    page = citra.get(f"/admin/orders/{order}").text
    assert "Halo <b>{total}&text=x, pesanan" in messages_of(page)["shipped"]
    assert "<b>{total}" not in page


def test_opening_a_message_is_noted_for_staff_alone(citra: FlaskClient, sample_shop: Clone) -> None:
    order = an_order(sample_shop, SHIPPED)
    plain = citra.post(f"/admin/orders/{order}/messages/shipped")
    assert (plain.status_code, plain.headers["Location"]) == (303, f"/admin/orders/{order}")
    part = citra.post(f"/admin/orders/{order}/messages/shipped", headers=HTMX)
    assert 'id="desk-noted-shipped"' in part.text
    assert "Dicatat" in part.text
    assert part.text.partition('id="desk-entries"')[2].count("Pesan dibuka") == 2
    citra_id = sample_shop.value("select id from staff where email = 'cs@sensasiwangi.test'")
    assert sample_shop.rows(NOTED, order) == [("Dikirim, dengan resi", f"staff:{citra_id}")] * 2
    assert "Pesan dibuka" in citra.get(f"/admin/orders/{order}").text


def test_a_message_of_no_order_or_of_no_name_is_not_there(citra: FlaskClient, sample_shop: Clone) -> None:
    order = an_order(sample_shop, SHIPPED)
    assert citra.post(f"/admin/orders/{uuid4()}/messages/shipped").status_code == 404
    assert citra.post(f"/admin/orders/{order}/messages/entah").status_code == 404
    assert sample_shop.rows(NOTED, order) == []


def test_the_manual_is_read_beside_the_work(citra: FlaskClient) -> None:
    contents = citra.get("/admin/manual").text
    for page in pages.pages():
        assert f"/admin/manual/{page.name}" in contents
        assert citra.get(f"/admin/manual/{page.name}").status_code == 200
    assert citra.get("/admin/manual/entah").status_code == 404
    assert "/admin/manual/antrean#pack" in citra.get("/admin?queue=pack").text


def test_the_help_page_is_public_and_the_same_for_everyone(citra: FlaskClient, client: FlaskClient) -> None:
    answer = client.get("/bantuan")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.text == citra.get("/bantuan").text
    assert "24 jam" in answer.text
    assert 'href="/bantuan"' in client.get("/marketplace").text
    targets = re.findall(r'<a href="#([\w-]+)"', answer.text)
    assert len(targets) > 8
    assert all(f'id="{target}"' in answer.text for target in targets)
