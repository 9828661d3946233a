"""A mail server, and the worker that sends to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app, db
from app.cli import worker
from app.settings import Settings
from tests import mail_server
from tests.mail_server import MailServer


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server that takes everything until it is told otherwise."""
    with mail_server.running() as server:
        yield server


@pytest.fixture
def app(settings: Settings, smtp: MailServer) -> Iterator[Flask]:
    """The shop, with its mail going to the test's server."""
    made = create_app(replace(settings, mail_url=smtp.url, site_url="https://toko.contoh"))
    with made.app_context():
        yield made
        db.database().close()


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Everything the worker has to do now."""
    return lambda: worker.run_all(worker.threading.Event())
