"""Every database test gets an empty shop, and the shop must keep its promises to the test's end.

Making a clone takes longer than most of these tests, so each process keeps one clone and empties it after use.
"""

from collections.abc import Iterator

import psycopg
import pytest

from tests.db.people import Connections
from tests.db.shop import Shop
from tests.db.world import World
from tests.db_server import Clone, Server

_FILLED = "select oid::regclass::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all (%s)"
_STUCK = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'"""
_KEPT = ["schema_migrations", "order_transitions", "payment_transitions", "shipping_options", "order_search_progress"]
_AS_MIGRATED = """
    delete from shipping_options where code <> 'ongkir-cs';
    update order_search_progress set indexed_until = '-infinity'"""


class Emptied:
    """A clone that can be put back to what the migrations left."""

    def __init__(self, url: str) -> None:
        self.connections = Connections(url)
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(
            "set session_replication_role = replica"
        )  # triggers off: history may go, and keys do not matter
        tables = [row[0] for row in self._connection.execute(_FILLED, [_KEPT]).fetchall()]
        self._wipe = "; ".join([*(f"delete from {table}" for table in tables), _AS_MIGRATED])

    def empty(self) -> None:
        """Ends what a failed test left running and deletes every row that the migrations did not write."""
        self._connection.execute(_STUCK)
        self._connection.execute(self._wipe)

    def close(self) -> None:
        self.connections.close()
        self._connection.close()


@pytest.fixture(scope="session")
def emptied(server: Server) -> Iterator[Emptied]:
    """The clone of this process."""
    with server.clone(server.template(seeded=False)) as clone:
        emptied = Emptied(clone)
        yield emptied
        emptied.close()


@pytest.fixture
def broken_shop(emptied: Emptied) -> Iterator[Shop]:
    """An empty, migrated shop for tests that break promises on purpose."""
    shop = Shop(emptied.connections.url, emptied.connections)
    yield shop
    shop.close()
    emptied.empty()


@pytest.fixture
def shop(broken_shop: Shop) -> Iterator[Shop]:
    """An empty, migrated shop; afterwards stock_audit() must have nothing to say."""
    yield broken_shop
    assert broken_shop.audit() == []


@pytest.fixture
def cloned_shop(database: Clone) -> Iterator[Shop]:
    """An empty shop in a clone of its own, for tests that change the schema."""
    shop = Shop(database)
    yield shop
    shop.close()
    shop.connections.close()


@pytest.fixture(scope="session")
def world(server: Server) -> Iterator[World]:
    """A shop to look at: its tests roll back what they change."""
    with server.clone(server.template(seeded=False)) as clone:
        shop = Shop(clone)
        try:
            yield World(shop)
        finally:
            shop.close()
            shop.connections.close()
