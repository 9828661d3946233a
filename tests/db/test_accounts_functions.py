"""Accounts: registration, passwords, profile, export and deletion, as the shop's role may do them."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.db.people import ADDRESS, Person
from tests.db.shop import Shop

SARI = ("sari@contoh.id", "Sari Dewi", "+6281234567890", "hash", "2026-11")
TOKEN = "t" * 64


def registers(shop: Shop, email: str = SARI[0]) -> Person:
    customer: UUID = shop.visitor().call("register_customer", email, *SARI[1:])
    return Person(shop, "sensasiwangi_shop", customer=customer)


def has_session(shop: Shop, customer: UUID | None, name: str) -> None:
    shop.run(
        "insert into web_sessions values (%s, jsonb_build_object('customer_id', %s::text), now() + interval '1 day')",
        name,
        customer,
    )


def mails(shop: Shop) -> list[tuple[str, str]]:
    return shop.rows("select recipient, subject from mail_outbox order by created_at, subject")


def customer_row(shop: Shop, customer: UUID | None) -> tuple[Any, ...]:
    (row,) = shop.rows("select email, full_name, phone_number, password_hash from customers where id = %s", customer)
    return row


@pytest.mark.parametrize("email", ["Sari@contoh.id"])
def test_an_account_needs_a_lower_case_email(shop: Shop, email: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        registers(shop, email)


def test_an_email_has_one_account(shop: Shop) -> None:
    registers(shop)
    before = shop.contents()
    assert shop.visitor().call("register_customer", SARI[0], "Orang Lain", "+628999999999", "lain", "2026-11") is None
    assert shop.contents() == before


def test_registering_makes_a_member_who_agreed(shop: Shop) -> None:
    sari = registers(shop)
    assert customer_row(shop, sari.customer) == SARI[:4]
    assert shop.rows("select customer_id, purpose, text_version from consents") == [(sari.customer, "terms", "2026-11")]


def test_of_two_registrations_at_once_one_makes_the_account(shop: Shop) -> None:
    people = [shop.visitor() for _ in range(8)]
    made = shop.at_once(*(lambda one=one: one.call("register_customer", *SARI) for one in people))
    assert sorted(one is None for one in made) == [False] + [True] * 7
    assert shop.one("select count(*) from consents") == 1


def test_credentials_are_found_by_email_alone(shop: Shop) -> None:
    sari = registers(shop)
    assert shop.visitor().rows("select * from credentials_of('lain@contoh.id')") == []
    assert shop.visitor().rows("select * from credentials_of(%s)", SARI[0]) == [(sari.customer, None, "hash")]


def test_somebody_of_the_staff_is_found_too_and_cannot_become_a_member_by_that_address(shop: Shop) -> None:
    citra = shop.colleague("citra")
    address = "citra@sensasiwangi.test"
    assert shop.visitor().rows("select * from credentials_of(%s)", address) == [(None, citra.staff, "x")]
    assert shop.visitor().call("register_customer", address, "Citra", "+6281234567890", "hash", "1") is None
    shop.run("update staff set removed_at = now()")
    assert shop.visitor().rows("select * from credentials_of(%s)", address) == []


def test_a_hash_is_told_to_its_owner_only(shop: Shop) -> None:
    sari = registers(shop)
    assert shop.visitor().call("own_password_hash") is None
    assert sari.call("own_password_hash") == "hash"
    for person in (sari, shop.visitor()):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.rows("select password_hash from customers")


def test_a_second_registration_is_mailed_to_the_owner_once_an_hour(shop: Shop) -> None:
    visitor = shop.visitor()
    visitor.call("remind_registered", SARI[0], "Sudah punya akun", "…")
    assert mails(shop) == []
    registers(shop)
    for _ in range(3):
        visitor.call("remind_registered", SARI[0], "Sudah punya akun", "…")
    assert mails(shop) == [(SARI[0], "Sudah punya akun")]
    shop.later("1 hour")
    visitor.call("remind_registered", SARI[0], "Sudah punya akun", "…")
    assert len(mails(shop)) == 2


def test_a_password_is_changed_by_its_owner(shop: Shop) -> None:
    sari, budi = registers(shop), shop.member()
    has_session(shop, sari.customer, "sari")
    with shop.refuses("SW030"):
        shop.visitor().call("set_password", "baru", "Diganti", "…")
    sari.call("set_password", "baru", "Diganti", "…")
    assert customer_row(shop, sari.customer)[3] == "baru"
    assert customer_row(shop, budi.customer)[3] == "x"
    assert shop.rows("select id from web_sessions") == []
    assert mails(shop) == [(SARI[0], "Diganti")]


def test_a_profile_is_changed_by_its_owner(shop: Shop) -> None:
    sari, budi = registers(shop), shop.member()
    with shop.refuses("SW030"):
        shop.visitor().call("update_profile", "Siapa", "+628111111111")
    sari.call("update_profile", "Sari Baru", "+628111111111")
    assert customer_row(shop, sari.customer) == (SARI[0], "Sari Baru", "+628111111111", "hash")
    assert customer_row(shop, budi.customer)[1] == "Sari"


def test_what_only_functions_may_do_nobody_else_can(shop: Shop) -> None:
    sari = registers(shop)
    for statement in (
        "update customers set full_name = 'x'", "delete from addresses", "insert into addresses default values",
        "select from password_resets",
        "select from web_sessions", "select from rate_limits", "select from mail_outbox",
        "select replace_password(null, '', '', '')",
        "select sweep_rate_limits()", "select rate_limit_subject('')",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sari.rows(statement)


def test_export_is_everything_of_ones_own_and_nothing_else(shop: Shop) -> None:
    sari, budi, product = registers(shop), shop.member(), shop.listing()
    budi.orders(product)
    order = sari.orders(product, 2)
    assert shop.visitor().call("export_my_data") is None

    data = sari.call("export_my_data")

    assert sorted(data) == ["addresses", "consents", "exported_at", "orders", "profile"]
    assert (data["profile"]["email"], data["profile"]["full_name"]) == SARI[:2]
    assert [one["purpose"] for one in data["consents"]] == ["terms"]
    (exported,) = data["orders"]
    assert exported["order_number"] == shop.one("select order_number from orders where id = %s", order)
    assert (exported["address_line"], exported["items"][0]["quantity"]) == (ADDRESS["address_line"], 2)
    assert all(hidden not in str(data) for hidden in ("hash", str(sari.customer), str(budi.customer), "cart_id"))


def test_visitors_have_nothing_to_delete(shop: Shop) -> None:
    with shop.refuses("SW030"):
        shop.visitor().call("request_deletion")
    with shop.refuses("SW030"):
        Person(shop, "sensasiwangi_shop", customer=uuid4()).call("request_deletion")


def test_an_account_with_running_orders_stays_and_the_request_waits(shop: Shop) -> None:
    sari = registers(shop)
    sari.orders(shop.listing())
    before = shop.contents()
    assert sari.call("request_deletion") == 1
    assert {table for table, found in shop.contents().items() if found != before[table]} == {"customers"}
    assert customer_row(shop, sari.customer) == SARI[:4]
    assert shop.one("select deletion_requested_at is not null and deleted_at is null from customers")


def test_deletion_leaves_the_orders_and_nothing_personal_beside_them(shop: Shop) -> None:
    sari, budi, product = registers(shop), shop.member(), shop.listing()
    order = sari.orders(product)
    sari.call("cancel_own_order", order, 1, "salah pilih")
    sari.adds(product)
    sari.quotes()
    shop.visitor().call("request_password_reset", SARI[0], TOKEN, "Kata sandi baru", "…")
    has_session(shop, sari.customer, "sari")
    has_session(shop, budi.customer, "budi")

    assert sari.call("request_deletion") == 0

    email, name, phone, password = customer_row(shop, sari.customer)
    assert (name, phone, password) == ("Akun terhapus", None, "!")
    assert email.endswith("@invalid")
    assert shop.one("select count(*) from orders where id = %s", order) == 1
    assert shop.rows("select id from web_sessions") == [("budi",)]
    personal = ("checkouts", "addresses", "password_resets", "mail_outbox")
    assert [shop.one(f"select count(*) from {table}") for table in personal] == [0, 0, 0, 0]
    assert shop.one("select count(*) from quotes where not exists (select from orders where quote_id = quotes.id)") == 0
    assert shop.visitor().rows("select * from credentials_of(%s)", SARI[0]) == []
    assert registers(shop).customer != sari.customer


def test_an_order_being_placed_wins_over_deletion(shop: Shop) -> None:
    sari, product = registers(shop), shop.listing()
    sari.adds(product)
    quote = sari.quotes()
    other = Person(shop, "sensasiwangi_shop", customer=sari.customer)
    with sari.acting() as placing:
        placing.execute("select start_checkout()")
        deleting = other.starts("request_deletion")
        placing.execute("select place_order(%s, '24 hours')", [quote])
    assert deleting.result() == 1
    assert customer_row(shop, sari.customer) == SARI[:4]
