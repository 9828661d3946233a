"""The checklist's database list, asked while the order lives; only where DATABASE_URL is the shop's."""

from dataclasses import dataclass

from app import db, errors
from app.checking import Check, Finding, explained, failed, ok, skipped
from app.db import WORKER, Actor
from app.smoke.visit import Visit
from app.statements import named

_sql = named("smoke")
_ASKING = Actor(role=WORKER, name="flask smoke", request_id="smoke")


@dataclass(frozen=True, slots=True)
class Books:
    """Of the last hour: orders, and their items; listings with reserved stock; and what this order has of each."""

    orders: int
    order_items: int
    reserved_listings: int
    own_orders: int
    own_items: int
    own_holds: int
    deadlocks: int


def living(visit: Visit) -> Finding:
    """The order is there, with its items and its hold."""
    if visit.database is None:
        return skipped("only with --database")
    try:
        found = _books(visit)
    except errors.Unavailable as cause:
        return failed(f"DATABASE_URL does not answer: {explained(cause)}")
    visit.deadlocks = found.deadlocks
    if (found.own_orders, found.own_items, found.own_holds) != (1, 1, 1):
        return failed(
            f"of this order the database has {found.own_orders} orders, {found.own_items} items, {found.own_holds} holds: "
            "is DATABASE_URL this shop's?"
        )
    return ok(
        f"in the last hour {found.orders} orders with {found.order_items} items; {found.reserved_listings} listings have reserved stock"
    )


def closed(visit: Visit) -> Finding:
    """Called off, it holds nothing; and nothing waited for itself meanwhile."""
    if visit.database is None:
        return skipped("only with --database")
    found = _books(visit)
    if found.own_holds:
        return failed(f"order {visit.order_number} still holds stock: flask audit")
    if found.deadlocks > visit.deadlocks:
        return failed(f"{found.deadlocks - visit.deadlocks} deadlocks since the order was placed: see the server's log")
    return ok("the order holds nothing, no deadlocks")


def _books(visit: Visit) -> Books:
    assert visit.database is not None  # noqa: S101  (asked for by those who looked)
    with visit.database.app_context():
        found = db.read(_ASKING, _sql.row("books", Books, order_id=visit.order_id))
    assert found is not None  # noqa: S101  (a select without from has one row)
    return found


STEPS = (Check("database.living", "Order stands in the database", living, ("order.place",)),)
