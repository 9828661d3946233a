"""The search for places: by any level, nearly spelled, the likeliest first; and loading, which changes only what changed."""

from typing import Any

import psycopg
import pytest

from app.areas import loading
from tests.areas.places import some
from tests.db.shop import Shop

FIRST = {
    "dago": "Dago, Coblong",
    "Dago, Coblong, Kota Bandung": "Dago, Coblong",
    "jl. dago 40135": "Dago, Coblong",
    "kelurahan dago bandung": "Dago, Coblong",
    "sekeloa cob": "Sekeloa, Coblong",
    "menteng jakarta": "Menteng, Menteng",
    "menteng palangka": "Menteng, Jekan Raya",
    "sindu harjo": "Sinduharjo, Ngaglik",
    "DAGO'": "Dago, Coblong",
}
NEARLY = {"daggo": "Dago", "sekelao": "Sekeloa", "sinduhajro sleman": "Sinduharjo", "mentang jakarta": "Menteng"}
NOTHING = ("", "da", "   ", "xqzwv", "'; drop table areas", "%%%", "\\", ":*&|!", "٣٣٣")


@pytest.fixture
def places(shop: Shop) -> Shop:
    """A shop that knows some places."""
    loading.load(shop.url, some())
    return shop


def found(shop: Shop, text: str) -> list[tuple[Any, ...]]:
    wanted = "select subdistrict_name, district_name, city_name, province_name, is_near from find_areas(%s, 8)"
    return shop.visitor().rows(wanted, text)


def test_what_was_meant_comes_first(places: Shop) -> None:
    for text, wanted in FIRST.items():
        name, district, *_, is_near = found(places, text)[0]
        assert (f"{name}, {district}", is_near) == (wanted, False), text


def test_a_district_brings_all_its_villages(places: Shop) -> None:
    assert [name for name, *_ in found(places, "coblong")] == [
        *("Cipaganti", "Dago", "Lebak Gede", "Lebak Siliwangi", "Sadang Serang", "Sekeloa"),
    ]


def test_a_mistyped_name_is_found_and_says_so(places: Shop) -> None:
    for text, wanted in NEARLY.items():
        assert any(name == wanted and is_near for name, *_, is_near in found(places, text)), text


def test_junk_and_too_little_find_nothing(places: Shop) -> None:
    for text in NOTHING:
        assert found(places, text) == [], text
    assert len(found(places, "a" * 3000)) == 0


def test_no_more_are_found_than_were_asked_for(places: Shop) -> None:
    assert len(found(places, "bandung")) == 8


def test_loading_again_writes_only_what_changed(places: Shop) -> None:
    before = dict(places.rows("select code, xmin::text from areas"))
    renamed = [(code, "Dago Baru" if name == "Dago" else name, *more) for code, name, *more in some()[1:]]
    assert loading.load(places.url, renamed) == len(before) - 1
    after = dict(places.rows("select code, xmin::text from areas"))
    assert set(before) - set(after) == {some()[0][0]}
    assert [code for code, mark in after.items() if before[code] != mark] == ["32.73.02.1004"]
    assert found(places, "dago")[0][0] == "Dago Baru"


def test_only_the_owner_loads(places: Shop) -> None:
    for person in (places.visitor(), places.desk, places.worker):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.rows("select load_areas('{}', '{}', '{}', '{}', '{}')")
