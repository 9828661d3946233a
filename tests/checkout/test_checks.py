"""A form that is still being written is checked as soon as a field is left; nothing is kept, and nobody is told of empty fields."""

import re
from html import unescape

from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import ADDRESS, Shopper, snapshot

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
PARTIAL = re.compile(
    r'<hx-partial hx-target="#(\w+)-error" hx-swap="outerMorph"><p class="field-error" [^>]*>([^<]*)</p></hx-partial>'
)


def messages(page: str) -> dict[str, str]:
    """What is said of each field."""
    assert PARTIAL.sub("", page) == ""
    return {name: unescape(words) for name, words in PARTIAL.findall(page)}


def test_only_filled_fields_are_spoken_of(client: FlaskClient, sample_shop: Clone) -> None:
    shopper = Shopper(client, sample_shop).signs_in()
    shopper.adds()
    client.post("/checkout")
    before = snapshot(sample_shop)
    typed = {"recipient_name": "Sari", "phone_number": "12", "postal_code": "", "city_name": "   ", "q": "<b>"}
    for path in ("/checkout/address/check", "/account/addresses/check"):
        said = messages(client.post(path, data=typed, headers=HX).text)
        assert said == {
            "recipient_name": "",
            "phone_number": "Tulis nomor HP Indonesia, contoh 0812 3456 7890.",
            "city_name": "Tulis kota atau kabupaten, contoh Kota Bandung.",
        }
        fine = messages(client.post(path, data=ADDRESS, headers=HX).text)
        assert set(fine.values()) == {""}
    assert snapshot(sample_shop) == before


def test_a_check_of_a_registration_says_nothing_about_members(client: FlaskClient, sample_shop: Clone) -> None:
    typed = {"full_name": "Orang Baru", "password": "wangi"}
    for email in ("pembeli@sensasiwangi.test", "belum@sensasiwangi.test"):
        said = messages(client.post("/auth/check", data={**typed, "email": email}, headers=HX).text)
        assert (said["full_name"], said["email"]) == ("", "")
        assert said["password"] != ""


def test_every_control_knows_where_its_message_will_be(client: FlaskClient, sample_shop: Clone) -> None:
    page = client.get("/auth/register").text
    for name in ("full_name", "email", "phone_number", "password"):
        assert re.search(rf'id="{name}"[^>]*aria-describedby="{name}-error', page), name
        assert f'<p class="field-error" id="{name}-error" aria-live="polite"></p>' in page


def test_forms_about_a_member_are_checked_while_they_are_written(client: FlaskClient, sample_shop: Clone) -> None:
    asks = re.compile(r'hx-post="/auth/check" hx-trigger="change"(?:(?!</form>).)*', re.DOTALL)
    found = {"/auth/register": "full_name email phone_number password", "/auth/forgot": "email"}
    for path, names in found.items():
        assert re.findall(r'<input[^>]* name="(\w+)"', asks.search(client.get(path).text)[0])[:4] == names.split()
    Shopper(client, sample_shop).signs_in()
    found = {"/account": "full_name phone_number", "/account/password": "password"}
    for path, names in found.items():
        assert re.findall(r'<input[^>]* name="(\w+)"', asks.search(client.get(path).text)[0]) == names.split()
    said = messages(client.post("/auth/check", data={"password": "pendek", "current_password": "x"}, headers=HX).text)
    assert set(said) == {"password"}
    assert "8" in said["password"]
