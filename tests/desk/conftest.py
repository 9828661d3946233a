"""Who is at the desk: somebody of customer service, an admin, and the sample shop's member on the other side."""

import pytest
from flask import Flask

from tests.db_server import Clone
from tests.shopper import Shopper


@pytest.fixture
def citra(app: Flask, sample_shop: Clone) -> Shopper:
    """Somebody of customer service."""
    return Shopper(app.test_client(), sample_shop).enters_the_desk()


@pytest.fixture
def ade(app: Flask, sample_shop: Clone) -> Shopper:
    """An admin."""
    return Shopper(app.test_client(), sample_shop).enters_the_desk("admin@sensasiwangi.test")


@pytest.fixture
def sari(app: Flask, sample_shop: Clone) -> Shopper:
    """The member whose orders the sample shop has."""
    return Shopper(app.test_client(), sample_shop).signs_in()
