"""Saved addresses: whose they are, how many, and which one is the default."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.db.people import ADDRESS, Person
from tests.db.shop import Shop


def fields(**changes: Any) -> Jsonb:
    return Jsonb({**ADDRESS, "label": "Rumah", **changes})


def saves(person: Person, **changes: Any) -> UUID:
    saved: UUID = person.call("save_address", fields(**changes))
    return saved


def default(shop: Shop, person: Person) -> list[tuple[UUID]]:
    return shop.rows("select id from addresses where customer_id = %s and is_default", person.customer)


def test_visitors_save_nothing(shop: Shop) -> None:
    with shop.refuses("SW030"):
        shop.visitor().call("save_address", fields())


def test_the_first_address_is_the_default_and_a_later_one_can_become_it(shop: Shop) -> None:
    sari = shop.member()
    first, second = saves(sari), saves(sari, label="Kantor")
    assert default(shop, sari) == [(first,)]
    third = saves(sari, label="Kos", is_default=True)
    assert default(shop, sari) == [(third,)]
    assert sari.call("choose_default_address", second) is True
    assert default(shop, sari) == [(second,)]


def test_fields_that_are_not_the_members_business_are_ignored(shop: Shop) -> None:
    sari, budi = shop.member(), shop.member()
    wanted = uuid4()
    saved = saves(sari, id=str(wanted), customer_id=str(budi.customer), created_at="2001-01-01")
    assert saved != wanted
    assert shop.one("select customer_id, created_at > now() - interval '1 hour' from addresses") == (
        sari.customer,
        True,
    )


def test_twenty_addresses_and_no_more_not_even_at_once(shop: Shop) -> None:
    sari = shop.member()
    for _ in range(19):
        saves(sari)
    other = Person(shop, sari.role, customer=sari.customer)
    with sari.acting() as saving:
        saving.execute("select save_address(%s)", [fields()])
        waiting = other.starts("save_address", fields())
    assert waiting.result() is None
    assert shop.one("select count(*), count(*) filter (where is_default) from addresses") == (20, 1)


@pytest.mark.parametrize("function", ["update_address", "choose_default_address", "delete_address"])
def test_not_yours_and_not_there_are_the_same(shop: Shop, function: str) -> None:
    sari, budi = shop.member(), shop.member()
    theirs = saves(budi)
    saves(sari)
    extra = [fields(label="Dicuri", is_default=True)] if function == "update_address" else []
    before = shop.contents()
    for person in (sari, shop.visitor()):
        for address in (theirs, uuid4(), None):
            assert person.call(function, address, *extra) is False
    assert shop.contents() == before


def test_an_address_is_changed_and_can_become_the_default_but_not_stop_being_it(shop: Shop) -> None:
    sari = shop.member()
    first, second = saves(sari), saves(sari, label="Kantor")
    assert (
        sari.call("update_address", second, fields(label="Kantor Baru", postal_code="40111", is_default=True)) is True
    )
    assert shop.one("select label, postal_code from addresses where id = %s", second) == ("Kantor Baru", "40111")
    assert default(shop, sari) == [(second,)]
    assert sari.call("update_address", second, fields(is_default=False)) is True
    assert default(shop, sari) == [(second,)]
    assert sari.call("update_address", first, fields()) is True
    assert default(shop, sari) == [(second,)]


def test_without_its_default_the_newest_address_takes_over(shop: Shop) -> None:
    sari = shop.member()
    first = saves(sari)
    shop.later("1 minute")
    second = saves(sari)
    shop.later("2 minutes")
    third = saves(sari)
    assert sari.call("delete_address", first) is True
    assert default(shop, sari) == [(third,)]
    assert sari.call("delete_address", second) is True
    assert default(shop, sari) == [(third,)]
    assert sari.call("delete_address", third) is True
    assert sari.call("delete_address", third) is False


def test_two_defaults_at_once_leave_one(shop: Shop) -> None:
    sari = shop.member()
    addresses = [saves(sari) for _ in range(6)]
    people = [Person(shop, sari.role, customer=sari.customer) for _ in addresses]
    done = shop.at_once(
        *(lambda a=a, p=p: p.call("choose_default_address", a) for a, p in zip(addresses, people, strict=True))
    )
    assert done == [True] * 6
    assert len(default(shop, sari)) == 1
