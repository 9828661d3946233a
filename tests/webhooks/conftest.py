"""A receiver of webhooks, and an endpoint that leads to it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.settings import Settings
from tests import webhook_receiver
from tests.db_server import Clone
from tests.webhook_receiver import Receiver

SECRET = "whsec_" + "c2Vuc2FzaXdhbmdp" * 2 + "AAAAAAAAAAA="


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that takes everything until it is told otherwise."""
    with webhook_receiver.running() as running:
        yield running


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A developer's, whose webhooks may go to this machine."""
    return replace(settings, webhook_private=True)


@pytest.fixture
def endpoint(database: Clone, receiver: Receiver) -> str:
    """The receiver wants to know everything; its id."""
    text = """
        insert into webhook_endpoints (address, events, secret) values (%s,
            '{order.placed, order.quoted, order.paid, order.shipped, order.completed, order.cancelled, stock.low}', %s)
        returning id::text"""
    found: str = database.value(text, receiver.url(), SECRET)
    return found
