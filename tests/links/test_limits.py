"""Tries at an order's digits: a few for one order from wherever, and a few from one address at whatever."""

import dataclasses

import pytest
from flask import Flask

from app.settings import Settings
from tests.links.test_views import DIGITS, link_to
from tests.shopper import Shopper


@pytest.fixture
def settings(settings: Settings, limits_on: None) -> Settings:
    """Long windows, so that no test meets the end of one."""
    return dataclasses.replace(
        settings, trusted_proxies=1, limit_order_link="3/day", limit_order_link_address="5/day", limit_place="99/day"
    )


def tries(holder: Shopper, link: str, address: str, times: int, digits: str = "0000") -> list[int]:
    came_from = {"X-Forwarded-For": address}
    return [holder.client.post(link, data={"digits": digits}, headers=came_from).status_code for _ in range(times)]


def test_three_tries_an_order_from_wherever(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    link = link_to(app, shopper.orders())
    answers = [tries(holder, link, f"198.51.100.{number}", 1)[0] for number in range(4)]
    assert answers == [422, 422, 422, 429]
    assert tries(holder, link, "198.51.100.9", 1, **DIGITS) == [429]
    assert holder.client.get(link).status_code == 200


def test_another_order_is_not_touched(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    first, second = (link_to(app, shopper.orders()) for _ in range(2))
    tries(holder, first, "198.51.100.1", 4)
    assert tries(holder, second, "198.51.100.2", 1, **DIGITS) == [303]


def test_five_tries_from_an_address_at_whatever(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    links = [link_to(app, shopper.orders()) for _ in range(2)]
    assert tries(holder, links[0], "198.51.100.7", 3) + tries(holder, links[1], "198.51.100.7", 3) == [422] * 5 + [429]
