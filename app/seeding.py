"""The sample shop: the files of sql/seeds in order, its people, and their orders. Planting twice changes nothing."""

from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from app import passwords
from app.statements import Statement, named

SEEDS = Path(__file__).resolve().parent.parent / "sql" / "seeds"
PASSWORD = "wangi-sekali-2025"  # noqa: S105  # the sample shop's own, refused outside development
MEMBER = {"email": "pembeli@sensasiwangi.test", "full_name": "Sari Pembeli", "phone_number": "+6281234567890"}
STAFF = (
    {"email": "cs@sensasiwangi.test", "full_name": "Citra CS", "role": "cs"},
    {"email": "admin@sensasiwangi.test", "full_name": "Ade Admin", "role": "admin"},
)
_sql = named("operations")


def is_sample(email: str, password: str) -> bool:
    """Whether somebody comes with what everybody can read here; a sample account with another password is nobody's sample."""
    return password == PASSWORD and email in {person["email"] for person in (MEMBER, *STAFF)}


def plant(url: str) -> None:
    """Puts brands, products, stock, the member and the staff into a migrated database, all or nothing."""
    secret = passwords.hash_password(PASSWORD)
    with psycopg.connect(url) as connection:
        _run(connection, _sql.run("become_owner"))
        _run_file(connection, "catalog.sql")
        _run(connection, _sql.run("create_member", **MEMBER, password_hash=secret))
        for person in STAFF:
            _run(connection, _sql.run("create_staff", **person, password_hash=secret))
        _run_file(connection, "orders.sql")


def fill_up(url: str, listings: int) -> None:
    """Adds invented listings until there are that many, for benchmarks."""
    with psycopg.connect(url) as connection:
        _run(connection, _sql.run("become_owner"))
        _run(connection, _sql.run("wanted_listings", count=str(listings)))
        _run_file(connection, "big_shop.sql")
    with psycopg.connect(url, autocommit=True) as connection:
        _run(connection, _sql.run("analyze"))


def fill_orders(url: str, orders: int) -> None:
    """Adds so many invented orders, for benchmarks; url is an administrator's."""
    with psycopg.connect(url) as connection:
        _run(connection, _sql.run("wanted_orders", count=str(orders)))
        _run_file(connection, "big_orders.sql")
    with psycopg.connect(url, autocommit=True) as connection:
        _run(connection, _sql.run("analyze"))


def complete_orders(url: str) -> None:
    """Gives invented orders all that real ones have, for drills; url is an administrator's."""
    with psycopg.connect(url) as connection:
        _run_file(connection, "whole_orders.sql")
    with psycopg.connect(url, autocommit=True) as connection:
        _run(connection, _sql.run("analyze"))


def count_orders(url: str) -> int:
    """How many orders the shop has."""
    with psycopg.connect(url) as connection:
        counted = _run(connection, _sql.scalar("count_orders"))
    return int(counted)


def count_listings(url: str) -> int:
    """How many listings the shop has."""
    with psycopg.connect(url) as connection:
        counted = _run(connection, _sql.scalar("count_listings"))
    return int(counted)


def _run(connection: Connection[Any], statement: Statement[Any]) -> Any:
    return statement.shape(connection.execute(statement.text, statement.params))


def _run_file(connection: Connection[Any], name: str) -> None:
    connection.execute((SEEDS / name).read_bytes())
