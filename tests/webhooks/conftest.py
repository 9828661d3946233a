"""A receiver of webhooks, an endpoint that leads to it, and the worker that sends there."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app, db
from app.cli import worker
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
def app(settings: Settings) -> Iterator[Flask]:
    """The shop of a developer, whose webhooks may go to this machine."""
    made = create_app(replace(settings, webhook_private=True))
    with made.app_context():
        yield made
        db.database().close()


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Everything the worker has to do now."""
    return lambda: worker.run_all(worker.threading.Event())


@pytest.fixture
def endpoint(database: Clone, receiver: Receiver) -> str:
    """The receiver wants to know everything; its id."""
    text = """
        insert into webhook_endpoints (address, events, secret) values (%s,
            '{order.placed, order.quoted, order.paid, order.shipped, order.completed, order.cancelled, stock.low}', %s)
        returning id::text"""
    found: str = database.value(text, receiver.url(), SECRET)
    return found
