"""Who visits the order pages: the sample shop's member, and somebody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import Shopper


@pytest.fixture
def shopper(client: FlaskClient, sample_shop: Clone) -> Shopper:
    return Shopper(client, sample_shop).signs_in()


@pytest.fixture
def stranger(app: Flask, sample_shop: Clone) -> Shopper:
    return Shopper(app.test_client(), sample_shop).registers("orang.lain@contoh.test")
