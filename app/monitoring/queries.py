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


@dataclass(frozen=True, slots=True)
class Version:
    """The newest migration of the database, and how many it has."""

    newest: int
    applied: int


def facts() -> Statement[list[Fact]]:
    """Everything at once; for the worker and the desk."""
    return sql.rows("shop_facts", Fact)


def version() -> Statement[Version | None]:
    """Always one row."""
    return sql.row("schema_version", Version)
