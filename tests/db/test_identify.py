"""identify: who acts is settled by the database, from a session's hash or a trusted store's ids, and by nothing else."""

import json
from uuid import uuid4

import psycopg
import pytest

from tests.db.people import SHOP, Person
from tests.db.shop import Shop

NOBODY = (None, None, None, None, None)


def identity(shop: Shop, session: str | None = None, customer=None, cart=None, *, member_only: bool = False) -> tuple:
    return shop.visitor().rows("select * from identify(%s, %s, %s, %s)", session, customer, cart, member_only)[0]


def session_of(shop: Shop, data: dict, ends: str = "1 hour") -> str:
    name = uuid4().hex
    shop.run(
        "insert into web_sessions values (%s, %s, now() + %s::interval)", name, json.dumps(data, default=str), ends
    )
    return name


@pytest.mark.parametrize("session", ["", "nonsense", "f" * 64])
def test_an_unknown_session_is_a_visitor(shop: Shop, session: str) -> None:
    assert identity(shop, session) == NOBODY
    with shop.refuses("SW030"):
        identity(shop, session, member_only=True)


def test_a_session_that_ended_is_a_visitor(shop: Shop) -> None:
    sari = shop.member()
    assert identity(shop, session_of(shop, {"customer_id": sari.customer}, "-1 second")) == NOBODY
    session = session_of(shop, {"customer_id": sari.customer})
    shop.later("61 minutes")
    assert identity(shop, session) == NOBODY


def test_a_members_session_brings_name_and_open_cart(shop: Shop) -> None:
    sari = shop.member()
    data = {"customer_id": str(sari.customer), "cart_id": str(uuid4())}
    session = session_of(shop, data)
    assert identity(shop, session, member_only=True)[:3] == (sari.customer, None, "Sari")
    cart = sari.adds(shop.listing())
    assert identity(shop, session) == (sari.customer, cart, "Sari", f"{sari.customer}@sensasiwangi.test", data)


def test_a_visitors_session_brings_their_open_cart_alone(shop: Shop) -> None:
    visitor, sari = shop.visitor(), shop.member()
    cart, foreign = visitor.adds(shop.listing()), sari.adds(shop.listing())
    assert identity(shop, session_of(shop, {"cart_id": cart}))[:2] == (None, cart)
    assert identity(shop, session_of(shop, {"cart_id": foreign}))[:2] == (None, None)
    assert identity(shop, session_of(shop, {"cart_id": uuid4()}))[:2] == (None, None)
    assert identity(shop, session_of(shop, {"cart_id": ""}))[:2] == (None, None)


def test_a_session_outweighs_ids_that_come_along(shop: Shop) -> None:
    sari, budi = shop.member(), shop.member()
    assert identity(shop, session_of(shop, {"customer_id": sari.customer}), budi.customer)[0] == sari.customer
    assert identity(shop, "nonsense", budi.customer) == NOBODY


def test_a_customer_who_does_not_exist_is_a_visitor(shop: Shop) -> None:
    assert identity(shop, customer=uuid4()) == NOBODY
    with shop.refuses("SW030"):
        identity(shop, customer=uuid4(), member_only=True)


def test_who_acts_is_forgotten_with_the_transaction(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    with shop.connections.one() as connection:
        with connection.transaction():
            connection.execute("select from identify(null, %s, null, true)", [sari.customer])
            assert connection.execute("select current_customer_id()").fetchone() == (sari.customer,)
        assert connection.execute("select current_customer_id(), current_cart_id()").fetchone() == (None, None)


def test_a_shopper_cannot_read_sessions_or_become_the_owner(shop: Shop) -> None:
    for text in (
        "select * from web_sessions",
        "select password_hash from customers",
        "set role sensasiwangi_owner; select * from staff",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(shop.url) as connection:
            connection.execute(f"set session authorization {SHOP}")
            connection.execute(text)


@pytest.mark.parametrize(
    ("settings", "actor"),
    [
        ({}, "database:{login}"),
        ({"app__actor": "worker:expiry"}, "worker:expiry"),
        ({"app__customer_id": "1", "app__actor": "x"}, "customer:1"),
        ({"app__staff_id": "2", "app__customer_id": "1"}, "staff:2"),
        ({"app__staff_id": "", "app__customer_id": "", "app__actor": ""}, "database:{login}"),
    ],
)
def test_timelines_and_ledgers_know_who_acted(shop: Shop, settings: dict[str, str], actor: str) -> None:
    assert Person(shop, None, **settings).call("current_actor") == actor.format(login=shop.login)


def test_the_clock_moves_for_one_transaction(shop: Shop) -> None:
    assert shop.one("select app_now() = now()")
    shop.later("3 days")
    assert shop.one("select app_now() - now() = interval '3 days'")
    shop.later("")
    assert shop.one("select app_now() = now()")
