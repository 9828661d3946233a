"""The order history and its filters."""

import pytest

from tests.shopper import Shopper, texts


def test_the_history_filters_by_what_orders_wait_for(shopper: Shopper) -> None:
    def shown(query: str) -> set[str]:
        return set(texts(shopper.client.get(f"/orders{query}").text, "order-status"))

    assert shown("?status=unpaid") == {"Menunggu ongkir", "Menunggu persetujuanmu", "Menunggu pembayaran"}
    assert shown("?status=completed") == {"Selesai"}
    assert shown("?status=awaiting_quote") == {"Menunggu ongkir", "Menunggu persetujuanmu"}


@pytest.mark.parametrize("query", ["?status=%00", "?page=%00"])
def test_an_unreadable_address_is_a_400(shopper: Shopper, query: str) -> None:
    assert shopper.client.get(f"/orders{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["?status=x", "?page=-1", "?page=0", "?page=1_000", "?page=١", "?page=2147483648", "?page=99999999999"]
)
def test_a_filter_that_means_nothing_is_ignored(shopper: Shopper, query: str) -> None:
    answer = shopper.client.get(f"/orders{query}")
    assert answer.status_code == 200
    assert texts(answer.text, "order-card")


def test_a_new_member_is_told_how_to_begin(stranger: Shopper) -> None:
    answer = stranger.client.get("/orders")
    assert answer.status_code == 200
    assert "Belum ada pesanan" in answer.text
