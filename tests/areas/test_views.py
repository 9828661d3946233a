"""The search for places over HTTP: as fragments, and without scripts as the form drawn anew."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.areas import loading, queries
from tests.areas.places import some
from tests.db_server import Clone
from tests.shopper import ADDRESS, Shopper, snapshot

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
DAGO = "32.73.02.1004"
LEVELS = {"subdistrict_name": "Dago", "district_name": "Coblong", "city_name": "Kota Bandung"}


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    loading.load(sample_shop, some())
    return Shopper(client, sample_shop)


def value(page: str, name: str) -> str:
    """What a form's text field holds."""
    found = re.search(rf'<input class="control" name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def places(page: str) -> list[str]:
    return re.findall(r'name="area_code" value="([^"]+)"', page)


def status(page: str) -> str:
    found = re.search(r'role="status">([^<]*)<', page[page.index('id="areas-found"') :])
    assert found
    return unescape(found[1])


def test_a_fragment_of_buttons_answers_the_search(shopper: Shopper) -> None:
    answer = shopper.client.get("/areas?q=dago+bandung", headers=HX)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert places(answer.text) == [DAGO]
    assert status(answer.text) == "1 tempat cocok. Pilih satu:"
    assert status(shopper.client.get("/areas?q=sekelao").text).startswith("Tidak ada yang persis")
    assert status(shopper.client.get("/areas?q=xqzw").text).startswith("Tidak ketemu")
    assert status(shopper.client.get("/areas").text) == ""
    assert "<b>" not in shopper.client.get("/areas?q=<b>dago").text


def test_all_of_a_district_is_found_and_more_is_said_to_be_more(shopper: Shopper) -> None:
    """One more is asked for than is shown, so exactly as many are not too many; any of too many is found by its name."""
    districts = {"Dua Lima": queries.MOST, "Dua Enam": queries.MOST + 1}
    made = [
        (f"99.01.0{place}.{2000 + number}", f"Desa{chr(97 + number)}", district, "Kota Uji", "Jawa Barat")
        for place, (district, count) in enumerate(districts.items())
        for number in range(count)
    ]
    loading.load(shopper.database, made)
    whole, cut, last = (
        shopper.client.get(f"/areas?q={text}").text for text in ("dua lima", "dua enam", "desaz dua enam")
    )
    assert len(places(whole)) == len(places(cut)) == 25
    assert status(whole) == "25 tempat cocok. Pilih satu:"
    assert status(cut) == "Banyak yang cocok, ini 25 yang pertama. Tambahkan nama kelurahan atau kotanya."
    assert (made[-1][0] in places(cut), places(last)) == (False, [made[-1][0]])


def test_a_chosen_place_fills_the_fields_and_keeps_the_postcode(shopper: Shopper) -> None:
    page = shopper.client.get(f"/areas/{DAGO}?postal_code=40135", headers=HX).text
    assert {name: value(page, name) for name in LEVELS} == LEVELS
    assert 'value="Jawa Barat" selected' in page
    assert value(page, "postal_code") == "40135"
    assert status(page) == "Terisi: Dago, Coblong, Kota Bandung. Tinggal kode pos."
    for code in ("32.73.02.9999", "32.73", "x", "٣٢.73.02.1004"):
        assert shopper.client.get(f"/areas/{code}").status_code == 404


def test_without_scripts_the_form_is_drawn_anew_and_nothing_typed_is_lost(shopper: Shopper) -> None:
    shopper.signs_in().adds()
    shopper.client.post("/checkout")
    shopper.client.post("/account/addresses", data=ADDRESS)
    saved = shopper.database.value("select id from addresses limit 1")
    for start in ("/checkout/address", "/account/addresses/new", f"/account/addresses/{saved}"):
        before = snapshot(shopper.database)
        draft = re.search(r'formaction="([^"]+/draft[^"]*)"', shopper.client.get(start).text)
        assert draft, start
        typed = {**ADDRESS, "recipient_name": "Budi & Sari", "city_name": "", "q": "dago bandung"}
        drawn = shopper.client.post(draft[1], data=typed)
        assert (drawn.status_code, places(drawn.text)) == (200, [DAGO])
        assert value(drawn.text, "recipient_name") == "Budi & Sari"
        assert 'data-testid="error-summary"' not in drawn.text
        filled = shopper.client.post(draft[1], data={**typed, "area_code": DAGO}).text
        assert {name: value(filled, name) for name in LEVELS} == LEVELS
        assert value(filled, "recipient_name") == "Budi & Sari"
        assert snapshot(shopper.database) == before


def test_a_refused_form_shows_what_was_searched_too(shopper: Shopper) -> None:
    shopper.signs_in().adds()
    shopper.client.post("/checkout")
    answer = shopper.client.post("/checkout/address", data={**ADDRESS, "city_name": "", "q": "dago bandung"})
    assert (answer.status_code, places(answer.text)) == (422, [DAGO])


def test_a_shop_without_areas_says_so_and_takes_addresses(client: FlaskClient, sample_shop: Clone) -> None:
    assert status(client.get("/areas?q=dago").text).startswith("Tidak ketemu")
    Shopper(client, sample_shop).signs_in().adds()
    client.post("/checkout")
    assert client.post("/checkout/address", data=ADDRESS).status_code == 303
