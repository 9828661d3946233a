"""The file of official areas, as it is read."""

from app.areas.forms import parse_code
from app.checkout.provinces import PROVINCES
from tests.areas.places import villages


def test_the_file_has_every_village_with_what_it_lies_in() -> None:
    rows = villages()
    assert len(rows) == len({code for code, *_ in rows}) == 83_763
    assert len({code[:8] for code, *_ in rows}) == 7_277
    assert len({code[:5] for code, *_ in rows}) == 514
    assert {province for *_, province in rows} == set(PROVINCES)
    assert parse_code(rows[0][0]) == rows[0][0]
    assert {len(code) for code, *_ in rows} == {len(rows[0][0])}
    assert "" not in {name for row in rows for name in row}


def test_cities_are_written_as_people_write_them() -> None:
    cities = {city for *_, city, _ in villages()}
    assert {"Kota Jakarta Selatan", "Kabupaten Sleman", "Kabupaten Pangkajene dan Kepulauan"} <= cities
    assert all(city.startswith(("Kota ", "Kabupaten ")) for city in cities)
