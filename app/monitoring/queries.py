"""What tells whether all is well, as typed statements."""

from dataclasses import dataclass

from app.statements import Statement, named

sql = named("operations")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number by name, and by label where there are several."""

    name: str
    label: str
    value: float


def facts() -> Statement[list[Fact]]:
    """Everything at once; for the worker and the desk."""
    return sql.rows("shop_facts", Fact)
