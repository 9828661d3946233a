"""Endpoints of webhooks, and what the worker does for them, in database tests."""

from uuid import UUID

from tests.db.shop import Shop

ALL = ["order.placed", "order.quoted", "order.paid", "order.shipped", "order.completed", "order.cancelled", "stock.low"]
SECRET, OTHER = "whsec_" + "A" * 43 + "=", "whsec_" + "B" * 43 + "="


def endpoint(shop: Shop, name: str = "gudang", events: list[str] = ALL, *, is_on: bool = True) -> UUID:
    """A receiver."""
    text = "insert into webhook_endpoints (address, events, secret, is_on) values (%s, %s, %s, %s) returning id"
    found: UUID = shop.one(text, f"https://{name}.contoh", events, SECRET, is_on)
    return found


def told(shop: Shop) -> list[str]:
    """The types of the events, in order."""
    return [
        row[0]
        for row in shop.rows(
            "select e.type from webhook_events e join webhook_deliveries d on d.event_id = e.id order by d.id"
        )
    ]


def delivery(shop: Shop, source: str = "x") -> tuple[int, int]:
    """An event for the one endpoint, taken by the worker: the delivery's id, and the job's."""
    shop.run("delete from jobs where kind = 'webhook'")
    shop.call("publish_event", "order.paid", source, "{}", "now", "now")
    ((job,),) = shop.worker.rows("select id from claim_job('{webhook}', '5 minutes')")
    return shop.one("select max(id) from webhook_deliveries"), job


def fails(shop: Shop, of: tuple[int, int], *, is_final: bool = False) -> None:
    """A try that failed, as the worker writes it down."""
    with shop.worker.acting() as connection:
        claims = connection.execute("select claims from jobs where id = %s", [of[1]]).fetchone()
        connection.execute("select fail_job(%s, %s, 'x', %s)", [of[1], claims[0], is_final])
        connection.execute("select delivery_failed(%s, %s, 500, 'x')", of)


def state(shop: Shop) -> tuple[bool, str | None]:
    """Whether the endpoint is on, and why it was switched off."""
    found: tuple[bool, str | None] = shop.one("select is_on, disabled_because from webhook_endpoints")
    return found
