"""The banner of the shop's pages: one version after the other, by admins, each in the audit trail."""

import psycopg
import pytest

from tests.db.people import Person
from tests.db.shop import Shop, codes

SHOWN = "select * from shown_banner()"
START, END = "2000-01-01", "2100-01-01"


@pytest.fixture
def ade(shop: Shop) -> Person:
    return shop.colleague("ade", "admin")


def sets(person: Person, version: int | None, text: str = "Halo", *, on: bool = True, end: str | None = END) -> int:
    made: int = person.call("set_banner", version, text, "/marketplace", START, end, on)
    return made


def test_only_an_admin_sets_it(shop: Shop) -> None:
    citra = shop.colleague("citra")
    with shop.refuses("SW041"):
        sets(citra, 0)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sets(shop.member(), 0)


@pytest.mark.parametrize(("text", "end"), [("", END), ("x" * 121, END), ("Halo", START)])
def test_what_cannot_be_shown_is_refused(shop: Shop, ade: Person, text: str, end: str) -> None:
    with shop.refuses("SW003", limit="banner", maximum=120):
        sets(ade, 0, text, end=end)


@pytest.mark.parametrize("version", [0, 7, None])
def test_an_outdated_version_is_refused(shop: Shop, ade: Person, version: int | None) -> None:
    assert sets(ade, 0) == 1
    with shop.refuses("SW021", banner=True, seen=version):
        sets(ade, version, "Lain")


def test_of_two_who_set_it_at_once_one_is_told(shop: Shop, ade: Person) -> None:
    results = shop.at_once(*(lambda text=text: sets(ade, 0, text) for text in ("Satu", "Dua")))
    assert codes(results) == ["SW021"]
    assert shop.one("select count(*) from banners") == 1


def test_it_is_shown_from_its_start_to_its_end(shop: Shop, ade: Person) -> None:
    ade.rows("select set_banner(0, 'Halo', '', now() + interval '1 hour', now() + interval '2 hours', true)")
    assert shop.visitor().rows(SHOWN) == []
    shop.later("90 minutes")
    assert shop.visitor().rows(SHOWN) == [(1, "Halo", "")]
    shop.later("121 minutes")
    assert shop.visitor().rows(SHOWN) == []


def test_one_that_is_off_or_replaced_is_not_shown(shop: Shop, ade: Person) -> None:
    sets(ade, 0)
    assert sets(ade, 1, "Baru", end=None) == 2
    assert shop.visitor().rows(SHOWN) == [(2, "Baru", "/marketplace")]
    sets(ade, 2, on=False)
    assert shop.visitor().rows(SHOWN) == []


def test_each_is_in_the_audit_trail(shop: Shop, ade: Person) -> None:
    sets(ade, 0)
    trail = "select actor, action, row_key, after ->> 'text' from audit_trail where table_name = 'banners'"
    assert shop.rows(trail) == [(f"staff:{ade.staff}", "insert", "1", "Halo")]


def test_history_stays(shop: Shop, ade: Person) -> None:
    sets(ade, 0)
    for statement in ("update banners set text = 'x'", "delete from banners"):
        with pytest.raises(psycopg.DatabaseError):
            shop.run(statement)
    assert shop.one("select text from banners") == "Halo"
