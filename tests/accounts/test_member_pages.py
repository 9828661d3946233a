"""Profile, saved addresses, export and deletion."""

import json
import re
from uuid import uuid4

from tests.accounts.conftest import SARI, name_in_header, signed_in
from tests.shopper import ADDRESS, Shopper, field, texts

GETS = [
    "/account",
    "/account/password",
    "/account/addresses",
    "/account/addresses/new",
    "/account/export",
    "/account/deletion",
]
POSTS = [
    "/account",
    "/account/password",
    "/account/addresses",
    "/account/deletion",
    "/account/deletion/withdraw",
    "/account/consent",
    f"/account/addresses/{uuid4()}",
]
FRAGMENT = {"HX-Request": "true"}


def saves(browser, **changes):
    return browser.post("/account/addresses", data={**ADDRESS, "label": "Rumah", **changes})


def ids(database):
    return [row[0] for row in database.rows("select id from addresses order by created_at")]


def test_visitors_are_asked_to_sign_in_and_come_back(client):
    answers = {page: client.get(page) for page in GETS}

    assert {answer.status_code for answer in answers.values()} == {303}
    assert {page: answer.headers["Location"] for page, answer in answers.items()} == {
        page: f"/auth/login?next={page}" for page in GETS
    }


def test_who_is_signed_out_while_writing_sends_it_again(client):
    """Without scripts; the page that they write on was shown to a member. Passwords are typed anew."""
    typed = {**ADDRESS, "address_line": 'Jl. "Dago" <1>', "password": "rahasia-2025"}
    page = client.post("/account/addresses", data=typed, headers={"Referer": "http://localhost/account/addresses/new"})
    assert page.status_code == 401
    assert field(page.text, "address_line") == typed["address_line"]
    assert "rahasia" not in page.text
    assert 'action="/account/addresses"' in page.text
    assert 'href="/auth/login?next=/account/addresses/new"' in page.text


def test_visitors_change_nothing(client, database):
    for page in [*POSTS, POSTS[-1] + "/default", POSTS[-1] + "/remove"]:
        for form in ({}, {**ADDRESS, **SARI, "current_password": "x"}):
            assert (page, client.post(page, data=form).status_code) == (page, 303)
    assert database.value("select count(*) from addresses") == 0


def test_pages_are_private_and_have_their_fragment(sari):
    for page in GETS[:4] + GETS[5:]:
        whole, part = sari.get(page), sari.get(page, headers=FRAGMENT)
        assert (whole.status_code, whole.headers["Cache-Control"]) == (200, "private, no-store")
        assert '<meta name="robots" content="noindex">' in whole.text
        assert "<!DOCTYPE" not in part.text
        assert part.text.split('id="')[1].startswith("accounts-")


def test_the_profile_is_changed_and_shown_in_the_notation_people_use(sari, database):
    assert field(sari.get("/account").text, "full_name") == "Sari Dewi"
    answer = sari.post(
        "/account", data={"full_name": "Sari Baru", "phone_number": "+62 811-222-333", "email": "lain@contoh.id"}
    )

    assert answer.status_code == 303
    assert database.rows("select full_name, phone_number, email from customers") == [
        ("Sari Baru", "+62811222333", SARI["email"])
    ]
    page = sari.get("/account").text
    assert "Profilmu tersimpan." in texts(page, "flash")
    assert 'value="0811-2223-33"' in page


def test_a_refused_profile_keeps_what_was_typed(sari, database):
    answer = sari.post("/account", data={"full_name": "", "phone_number": "12345"}, headers=FRAGMENT)

    assert answer.status_code == 422
    assert 'value="12345"' in answer.text
    assert len(texts(answer.text, "field-error")) == 2
    assert database.value("select full_name from customers") == "Sari Dewi"


def test_addresses_are_saved_changed_and_removed(sari, database):
    assert "Belum ada alamat" in sari.get("/account/addresses").text
    assert saves(sari).headers["Location"] == "/account/addresses"
    saves(sari, label="Kantor", city_name="Kota Cimahi")
    first, second = ids(database)
    assert 'value="0812-3456-7890"' in sari.get(f"/account/addresses/{second}").text

    sari.post(f"/account/addresses/{second}", data={**ADDRESS, "label": "Kantor Baru", "is_default": "ya"})
    assert "Kantor Baru (utama)" in sari.get("/account/addresses").text
    part = sari.post(f"/account/addresses/{first}/default", headers=FRAGMENT)
    assert (part.status_code, "Rumah (utama)" in part.text, "Alamat utama diganti." in part.text) == (200, True, True)
    answer = sari.post(f"/account/addresses/{first}/remove")
    assert (answer.status_code, ids(database)) == (303, [second])
    assert "Kantor Baru (utama)" in sari.get("/account/addresses").text


def test_a_refused_address_keeps_what_was_typed(sari, database):
    answer = saves(sari, postal_code="401", phone_number="١٢٣", address_line="Jl. <b>Juanda</b>", is_default="ya")

    assert answer.status_code == 422
    assert len(texts(answer.text, "field-error")) == 2
    assert "Jl. &lt;b&gt;Juanda&lt;/b&gt;" in answer.text
    assert 'value="ya" id="is_default" checked' in answer.text
    assert ids(database) == []


def test_twenty_addresses_are_enough(sari, database):
    saves(sari)
    copied = ", ".join(name for name in (*ADDRESS, "customer_id"))
    database.rows(f"insert into addresses ({copied}) select {copied} from addresses, generate_series(2, 20)")

    answer = saves(sari)

    assert (answer.status_code, len(ids(database))) == (422, 20)
    assert "Paling banyak 20 alamat" in answer.text
    assert 'value="Sari Dewi"' in answer.text


def test_somebody_elses_address_is_not_there(app, sari, database):
    budi = app.test_client()
    budi.post("/auth/register", data={**SARI, "email": "budi@contoh.id"})
    saves(budi)
    (theirs,) = ids(database)
    before = database.rows("select * from addresses")
    for path in (f"/account/addresses/{theirs}", f"/account/addresses/{uuid4()}"):
        assert sari.get(path).status_code == 404
        assert sari.post(path, data=ADDRESS).status_code == 404
        assert sari.post(f"{path}/default").status_code == 404
        assert sari.post(f"{path}/remove").status_code == 404
    assert database.rows("select * from addresses") == before
    assert sari.get("/account/addresses/1").status_code == 404


def test_my_data_is_a_file(sari):
    saves(sari)
    answer = sari.get("/account/export")

    assert answer.headers["Content-Disposition"] == "attachment; filename=data-saya-sensasiwangi.json"
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/json", "private, no-store")
    data = json.loads(answer.text)
    assert (data["profile"]["full_name"], data["addresses"][0]["city_name"]) == ("Sari Dewi", ADDRESS["city_name"])
    assert "argon2" not in answer.text


def test_deleting_the_account_needs_the_password(sari, database):
    for form in ({}, {"password": "salah"}):
        answer = sari.post("/account/deletion", data=form)
        assert (answer.status_code, len(texts(answer.text, "field-error"))) == (422, 1)
    assert database.value("select full_name from customers") == "Sari Dewi"


def test_a_deleted_account_is_gone(app, sari, database):
    other = app.test_client()
    other.post("/auth/login", data=SARI)
    saves(sari)

    answer = sari.post("/account/deletion", data={"password": SARI["password"]})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/login")
    assert not signed_in(sari)
    assert not signed_in(other)
    assert database.rows("select full_name, phone_number from customers") == [("Akun terhapus", None)]
    assert app.test_client().post("/auth/login", data=SARI).status_code == 422
    assert app.test_client().post("/auth/register", data=SARI).status_code == 303


def test_an_account_with_a_running_order_stays(sari, sample_shop):
    Shopper(sari, sample_shop).orders()

    answer = sari.post("/account/deletion", data={"password": SARI["password"]})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/deletion")
    page = sari.get("/account/deletion").text
    assert "1 pesanan yang berjalan" in page
    assert "Permintaanmu tercatat" in page
    assert name_in_header(sari) == "Sari"
    assert sari.post("/account/deletion/withdraw").status_code == 303
    assert sample_shop.value("select deletion_requested_at from customers where email = 'sari@contoh.id'") is None
    assert 'name="password"' in sari.get("/account/deletion").text


def test_the_box_for_news_is_not_ticked_and_counts_only_when_it_is(app, database):
    box = re.search(r'<input type="checkbox" name="wants_news"[^>]*>', app.test_client().get("/auth/register").text)
    assert box is not None
    assert "checked" not in box[0]
    for email, ticked in (("a@contoh.id", {}), ("b@contoh.id", {"wants_news": "ya"})):
        assert app.test_client().post("/auth/register", data={**SARI, "email": email, **ticked}).status_code == 303
    found = (
        "select c.email, k.purpose, k.text_version from consents k join customers c on c.id = customer_id order by 1, 2"
    )
    assert database.rows(found) == [
        ("a@contoh.id", "terms", "2026-11"),
        ("b@contoh.id", "marketing", "2026-11"),
        ("b@contoh.id", "terms", "2026-11"),
    ]


def test_news_are_wanted_or_not_with_one_tap_and_every_yes_stays_on_the_list(sari, database):
    for form in ({"given": "ya"}, {}, {"given": "ya"}, {"given": "ya"}):
        assert sari.post("/account/consent", data=form).status_code == 303
    news = "select withdrawn_at is not null from consents where purpose = 'marketing' order by id"
    assert database.rows(news) == [(True,), (False,)]
    page = sari.get("/account").text
    assert page.count("Kabar dan promo lewat e-mail (versi 2026-11)") == 2
    assert "Jangan kirim kabar dan promo lagi" in page
