"""Which order a pasted tracking number ships, or why it does not. Pure: the rows come from resi.py, the orders from queries.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.desk.paste.resi import Row

UNKNOWN = "Pesanan ini tidak ada. Periksa nomornya."
SAME = "Sudah dikirim dengan resi ini."
OTHER = "Sudah punya resi {}."
TAKEN = "Resi ini sudah dipakai pesanan {}."
WRONG = {
    "awaiting_quote": "Ongkirnya belum disetujui pembeli.", "awaiting_payment": "Belum dibayar.", "cancelled": "Pesanan dibatalkan.",
    "expired": "Pesanan kedaluwarsa.", "completed": "Pesanan sudah selesai.", "delivered": "Paket sudah tiba.",
    "shipped": "Sudah dikirim.",
}  # fmt: skip
WISH = "Pembeli minta batal. Putuskan dulu di halaman pesanan, atau centang kalau paketnya sudah berangkat."


class Order(Protocol):
    """An order, as the database gives it."""

    @property
    def order_number(self) -> str:
        """As people read it."""

    @property
    def status(self) -> str:
        """Where it is."""

    @property
    def courier(self) -> str | None:
        """Whom its shipping was quoted with."""

    @property
    def tracking_number(self) -> str | None:
        """Of a parcel that is on its way."""

    @property
    def wants_to_cancel(self) -> bool:
        """The shopper asked to."""


class Taken(Protocol):
    """A tracking number that an order has already."""

    @property
    def tracking_number(self) -> str:
        """The number."""

    @property
    def order_number(self) -> str:
        """The order's."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row with its order. problem: why it cannot be shipped; warning: why nobody ticked it; courier: a guess, to be looked at."""

    row: Row
    order: Order | None
    problem: str = ""
    warning: str = ""
    courier: str = ""

    @property
    def is_unpacked(self) -> bool:
        """Nobody has marked it packed: shipping does that too."""
        return self.order is not None and self.order.status == "paid"

    @property
    def is_done(self) -> bool:
        """Shipped with this very number: pasted a second time."""
        return self.problem == SAME


def joined(rows: Iterable[Row], orders: Iterable[Order], taken: Iterable[Taken]) -> list[Parcel]:
    """Each row with its order."""
    by_number = {order.order_number: order for order in orders}
    owners = {it.tracking_number: it.order_number for it in taken}
    return [_joined(row, by_number.get(row.order_number), owners.get(row.tracking_number, "")) for row in rows]


def _joined(row: Row, order: Order | None, owner: str) -> Parcel:
    problem = row.problem or _problem(row, order, owner)
    if problem or order is None:
        return Parcel(row, order, problem)
    warning = WISH if order.wants_to_cancel else ""
    return Parcel(row, order, warning=warning, courier=row.courier or order.courier or "")


def _problem(row: Row, order: Order | None, owner: str) -> str:
    if order is None:
        return UNKNOWN
    if order.tracking_number:
        return SAME if order.tracking_number == row.tracking_number else OTHER.format(order.tracking_number)
    if owner:
        return TAKEN.format(owner)
    return WRONG.get(order.status, "")
