"""What the desk takes back within thirty seconds is never told; what it leaves is."""

from collections.abc import Callable

from flask import Flask

from tests.db_server import Clone
from tests.desk.orders import order_in
from tests.shopper import Shopper

TOLD = "select split_part(event_key, ':', 3) from mail_outbox where order_id::text = %s order by created_at"


def told(database: Clone, order: str) -> list[str]:
    return [row[0] for row in database.rows(TOLD, order)]


def packs(citra: Shopper, path: str) -> None:
    """Ships an order that is packed."""
    version = citra.database.value("select version from orders where id::text = %s", path.rpartition("/")[2])
    sent = {"version": version, "courier": "JNE", "tracking_number": "JT12345"}
    assert citra.client.post(f"{path}/shipment", data=sent).status_code == 303


def forty_seconds_pass(database: Clone) -> None:
    database.rows("update jobs set run_at = run_at - interval '40 seconds'")


def test_a_shipment_is_told_after_forty_seconds(app: Flask, sample_shop: Clone, work: Callable[[], None]) -> None:
    citra = Shopper(app.test_client(), sample_shop).enters_the_desk()
    path = order_in(citra, "processing")
    packs(citra, path)
    work()
    assert "shipped" not in told(sample_shop, path.rpartition("/")[2])
    forty_seconds_pass(sample_shop)
    work()
    assert told(sample_shop, path.rpartition("/")[2])[-1] == "shipped"


def test_a_shipment_that_was_taken_back_is_not_told_and_the_next_is(
    app: Flask, sample_shop: Clone, work: Callable[[], None]
) -> None:
    citra = Shopper(app.test_client(), sample_shop).enters_the_desk()
    path = order_in(citra, "processing")
    order = path.rpartition("/")[2]
    packs(citra, path)
    version = sample_shop.value("select version from orders where id::text = %s", order)
    assert citra.client.post(f"{path}/undo", data={"version": version}).status_code == 303
    forty_seconds_pass(sample_shop)
    work()
    assert "shipped" not in told(sample_shop, order)
    packs(citra, path)
    forty_seconds_pass(sample_shop)
    work()
    assert told(sample_shop, order).count("shipped") == 1
