"""Who holds a link: the shopper whose order it is, and a browser that knows nobody."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import Shopper


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop).signs_in()


@pytest.fixture
def holder(app: Flask, sample_shop: Clone) -> Shopper:
    """Somebody with a link, signed in nowhere."""
    return Shopper(app.test_client(), sample_shop)
