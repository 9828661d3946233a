"""Every database test gets a shop in a database of its own, and the shop must keep its promises to the test's end."""

from collections.abc import Iterator

import pytest

from tests.db.shop import Shop
from tests.db_server import Clone


@pytest.fixture
def shop(database: Clone) -> Iterator[Shop]:
    """An empty, migrated shop; afterwards stock_audit() must have nothing to say."""
    shop = Shop(database)
    yield shop
    broken = shop.audit()
    shop.close()
    assert broken == []


@pytest.fixture
def broken_shop(database: Clone) -> Iterator[Shop]:
    """The same for tests that break promises on purpose."""
    shop = Shop(database)
    yield shop
    shop.close()
