"""Finding orders, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("desk_search")

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An order in the list; the amount in whole Rupiah, times in UTC."""

    id: UUID
    order_number: str
    status: str
    payment_status: str
    recipient_name: str
    city_name: str
    total_amount: int
    created_at: datetime


def found(sought: str) -> Statement[list[Row]]:
    """Orders whose number begins so, newest first."""
    return sql.rows("found", Row, sought=sought, page_size=PER_PAGE)
