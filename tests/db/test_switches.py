"""The switches: no order while the checkout is off, no write in a shop that can only be looked at, to the moment."""

import psycopg
import pytest

from tests.db.people import TERM, Person
from tests.db.shop import Shop

OWNER = "sensasiwangi_owner"


def turn(shop: Shop, name: str, *, on: bool) -> None:
    Person(shop, OWNER, app__actor="flask switch").call("set_switch", name, on, "uji")


def test_only_the_owner_turns_a_switch(shop: Shop) -> None:
    for person in (shop.member(), shop.colleague("ade", "admin"), shop.worker):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.call("set_switch", "checkout", False, "")


def test_without_any_turn_the_checkout_is_on_and_the_shop_is_no_museum(shop: Shop) -> None:
    assert shop.visitor().call("shop_switches") == (True, False)
    assert shop.visitor().call("write_mode") == "off"


def test_no_order_is_made_while_the_checkout_is_off(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    turn(shop, "checkout", on=False)
    with shop.refuses("SW050"):
        sari.places(quote)
    turn(shop, "checkout", on=True)
    assert sari.places(quote)


def test_a_replay_gets_its_order_also_while_the_checkout_is_off(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    order = sari.places(quote)
    turn(shop, "checkout", on=False)
    assert sari.places(quote) == order


def test_who_turns_it_waits_for_an_order_that_is_being_made(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    with sari.acting() as buying:
        buying.execute("select place_order(%s, %s)", [quote, TERM])
        turning = Person(shop, OWNER).starts("set_switch", "checkout", False, "")
    turning.result(10)
    assert shop.one("select count(*) from orders where created_at < (select max(created_at) from switches)") == 1


def test_an_order_waits_for_a_switch_that_is_being_turned(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    with Person(shop, OWNER).acting() as turning:
        turning.execute("select set_switch('checkout', false, '')")
        placing = sari.starts("place_order", quote, TERM)
    with pytest.raises(psycopg.DatabaseError) as refusal:
        placing.result(10)
    assert refusal.value.sqlstate == "SW050"
    assert shop.rows("select from orders") == []


def test_an_order_that_began_before_readonly_is_not_made(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    turn(shop, "readonly", on=True)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        sari.places(quote)
    assert shop.rows("select from orders") == []


def test_readonly_is_the_mode_of_transactions_that_want_to_write(shop: Shop) -> None:
    turn(shop, "readonly", on=True)
    assert shop.visitor().call("write_mode") == "on"
    turn(shop, "readonly", on=False)
    assert shop.visitor().call("write_mode") == "off"


def test_each_turn_is_in_the_audit_trail(shop: Shop) -> None:
    turn(shop, "checkout", on=False)
    trail = "select actor, action, after ->> 'name', after ->> 'reason' from audit_trail where table_name = 'switches'"
    assert shop.rows(trail) == [("flask switch", "insert", "checkout", "uji")]


def test_history_stays(shop: Shop) -> None:
    turn(shop, "checkout", on=False)
    for statement in ("update switches set is_on = true", "delete from switches"):
        with pytest.raises(psycopg.DatabaseError):
            shop.run(statement)
    assert shop.one("select is_on from switches") is False
