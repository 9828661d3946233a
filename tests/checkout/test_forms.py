"""The address form and the choices: everything wrong is said at once, and what was typed stays."""

import pytest

from app.checkout.forms import ADDRESS_FIELDS, ChosenAddress, parse_address, parse_choice
from app.checkout.provinces import PROVINCES, canonical_province, zone_of
from app.forms import FormErrors

GOOD = {
    "recipient_name": "Sari Dewi",
    "phone_number": "0812-3456-7890",
    "province_name": "Jawa Barat",
    "city_name": "Kota Bandung",
    "district_name": "Coblong",
    "subdistrict_name": "Dago",
    "postal_code": "40135",
    "address_line": "Jl. Juanda 12\r\nRT 003/RW 005",
    "additional_info": "",
    "save_address": "ya",
}


def test_an_empty_form_names_every_field_that_is_needed() -> None:
    refused = parse_address({})
    assert isinstance(refused, FormErrors)
    assert list(refused.errors) == [name for name in ADDRESS_FIELDS if name != "additional_info"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("phone_number", "12345"),
        ("phone_number", "٠٨١٢٣٤٥٦٧٨٩٠"),
        ("postal_code", "4013"),
        ("postal_code", "٤٠١٣٥"),
        ("province_name", "Atlantis"),
        ("recipient_name", "Sari\x00"),
        ("city_name", "\ud800"),
        ("address_line", "x" * 301),
    ],
)
def test_one_wrong_field_is_the_only_message_and_the_rest_stays(field: str, typed: str) -> None:
    refused = parse_address({**GOOD, field: typed})
    assert isinstance(refused, FormErrors)
    assert list(refused.errors) == [field]
    kept = {name: value for name, value in refused.values.items() if name not in {field, "save_address"}}
    assert kept == {name: GOOD[name] for name in kept}


def test_a_good_address_is_tidied_and_its_phone_is_e164() -> None:
    chosen = parse_address({**GOOD, "price": "1", "customer_id": "x"})
    assert chosen == ChosenAddress(
        {
            **{name: GOOD[name] for name in ADDRESS_FIELDS},
            "phone_number": "+6281234567890",
            "address_line": "Jl. Juanda 12\nRT 003/RW 005",
        },
        save=True,
    )


@pytest.mark.parametrize("typed", ["", "transfer-bca2", "x" * 5000, "\x00"])
def test_a_choice_that_was_not_offered_is_refused(typed: str) -> None:
    refused = parse_choice({"payment_method": typed}, "payment_method", ["transfer-bca"], "Pilih cara pembayarannya.")
    assert isinstance(refused, FormErrors)
    assert refused.errors == {"payment_method": "Pilih cara pembayarannya."}


def test_there_are_38_provinces_and_each_knows_itself() -> None:
    assert len(set(PROVINCES)) == 38
    assert [canonical_province(name.upper()) for name in PROVINCES] == list(PROVINCES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("D.I. Yogyakarta", "DI Yogyakarta"),
        ("Daerah Khusus Ibukota Jakarta", "DKI Jakarta"),
        ("kep. riau", "Kepulauan Riau"),
        ("Provinsi NTB", "Nusa Tenggara Barat"),
    ],
)
def test_a_province_is_known_by_its_other_names(typed: str, meant: str) -> None:
    assert canonical_province(typed) == meant


def test_every_province_has_its_time() -> None:
    zones = [zone_of(province) for province in PROVINCES]
    assert [zones.count(zone) for zone in ("WIB", "WITA", "WIT")] == [18, 12, 8]
    assert [zone_of(name) for name in ("Kalimantan Tengah", "Bali", "Papua Selatan")] == ["WIB", "WITA", "WIT"]
