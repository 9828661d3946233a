"""A mail server, and a shop that sends to it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.settings import Settings
from tests import mail_server
from tests.mail_server import MailServer


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server that takes everything until it is told otherwise."""
    with mail_server.running() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, smtp: MailServer) -> Settings:
    """A developer's, with mail going to the test's server."""
    return replace(settings, mail_url=smtp.url, site_url="https://toko.contoh")


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The shop, entered as the worker enters it to write and send."""
    with app.app_context():
        yield app
