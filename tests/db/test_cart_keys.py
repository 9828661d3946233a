"""An addition that is sent again under its key adds once, and every other one counts."""

from uuid import UUID

import pytest

from tests.db.shop import Shop
from tests.db.test_cart import lines, twin

ONCE = "add_to_cart_once"


@pytest.mark.parametrize(
    ("quantity", "code", "facts"), [(0, "SW003", {"wanted": 0}), (4, "SW001", {"wanted": 5, "available": 3})]
)
def test_what_is_refused_is_not_remembered(shop: Shop, quantity: int, code: str, facts: dict[str, int]) -> None:
    product, sari = shop.listing(stock=3), shop.visitor()
    sari.adds(product, 1)
    with shop.refuses(code, product_id=product, **facts):
        sari.call(ONCE, product, quantity, "a")
    assert shop.one("select addition_keys from carts") == []
    sari.call(ONCE, product, 1, "a")
    assert lines(shop, sari.cart) == {product: 2}


def test_one_key_adds_once_and_no_key_each_time(shop: Shop) -> None:
    product, sari = shop.listing(stock=9), shop.visitor()
    sari.cart = sari.call(ONCE, product, 1, "a")
    assert [sari.call(ONCE, product, 1, key) for key in ("a", "b", "a", "b", "", "")] == [sari.cart] * 6
    assert lines(shop, sari.cart) == {product: 4}


def test_a_cart_remembers_its_latest_eight(shop: Shop) -> None:
    product, sari = shop.listing(stock=20), shop.member()
    for key in "abcdefghi":
        sari.call(ONCE, product, 1, key)
    assert shop.one("select addition_keys from carts") == list("ihgfedcb")


def test_of_two_at_once_under_one_key_one_adds(shop: Shop) -> None:
    product, sari = shop.listing(stock=9), shop.visitor()
    sari.adds(product, 1)
    tabs = [sari, twin(sari)]
    carts: list[UUID] = shop.at_once(*[lambda tab=tab: tab.call(ONCE, product, 1, "a") for tab in tabs])
    assert set(carts) == {sari.cart}
    assert lines(shop, sari.cart) == {product: 2}
