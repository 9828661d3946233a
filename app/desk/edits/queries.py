"""Changing an order before it is paid, as typed statements."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from app.desk.edits.forms import Edit
from app.desk.orders.queries import timeline
from app.desk.queue import queries as queue
from app.orders import queries as orders
from app.statements import Statement, named

sql = named("desk_edits")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is and as it would be; given_back is how many pieces are for sale again. Amounts in whole Rupiah."""

    product_id: UUID
    name: str
    quantity: int
    unit_price: int
    wanted: int
    given_back: int
    line_total: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The order's money before and after, in whole Rupiah; new_total assumes that the unique code stays free."""

    subtotal_amount: int
    total_amount: int
    new_subtotal: int
    difference: int
    new_total: int
    pieces: int


def screen(order_id: UUID, quantities: dict[str, int]) -> dict[str, Statement[Any]]:
    """What the page shows, by name, with these quantities by product id; order is None when there is none."""
    wanted = Jsonb(quantities)
    return {
        "order": orders.order(order_id),
        "lines": sql.rows("lines", Line, order_id=order_id, quantities=wanted),
        "sums": sql.row("sums", Sums, order_id=order_id, quantities=wanted),
        "events": timeline(order_id),
        "counts": queue.counts(),
    }


def edit(order_id: UUID, version: int | None, change: Edit) -> Statement[None]:
    """Changes the order."""
    parts = {"quantities": Jsonb(change.quantities), "address": Jsonb(change.address), "reason": change.reason}
    return sql.run("edit", order_id=order_id, version=version, **parts)
