"""The form that changes an order: a quantity for each line, the address, and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.checkout.forms import parse_address
from app.forms import FormErrors, FormReader, parse_quantity


class Line(Protocol):
    """A line of the order, as the database gives it."""

    @property
    def product_id(self) -> UUID:
        """Which product."""

    @property
    def quantity(self) -> int:
        """How many were ordered."""


_LINE = re.compile(r"quantity_([0-9a-f-]{36})", re.ASCII)
MOST = 999_999  # pieces; the database knows how many were ordered


@dataclass(frozen=True, slots=True)
class Edit:
    """What an order shall be: quantities by product id (0 removes the line), the address by field, and why."""

    quantities: dict[str, int]
    address: dict[str, str]
    reason: str


def parse_edit(form: Mapping[str, str]) -> Edit | FormErrors:
    """All of it; messages of the address come after those of the lines."""
    reader = FormReader(form)
    quantities = {match[1]: _quantity(reader, name) for name in form if (match := _LINE.fullmatch(name))}
    reason = reader.text("reason", "Tulis alasannya, pembeli membacanya.", most=300)
    address = parse_address(form)
    if isinstance(address, FormErrors):
        return FormErrors({**reader.values, **address.values}, {**reader.errors, **address.errors})
    return reader.errors_or(Edit(quantities, address.fields, reason))


def shown(lines: Iterable[Line], change: Edit) -> FormErrors:
    """The form with what a change says; a line that it says nothing of stays as it was ordered. More than that is told."""
    values = {**change.address, "reason": change.reason}
    beyond = {}
    for line in lines:
        name, wanted = f"quantity_{line.product_id}", change.quantities.get(str(line.product_id), line.quantity)
        values[name] = str(wanted)
        if wanted > line.quantity:
            beyond[name] = f"Paling banyak {line.quantity}: lebih dari yang dipesan tidak bisa."
    return FormErrors(values, beyond)


def _quantity(reader: FormReader, name: str) -> int:
    number = parse_quantity(reader.text(name, most=12), lowest=0, highest=MOST)
    if number is None:
        reader.refuse(name, "Isi angka bulat, 0 untuk menghapus barangnya.")
    return number or 0
