"""Named SQL: a query function of an area returns a Statement, and a door of app/db.py runs it.

SQL text lives in sql/queries/<area>.sql under `-- name: words` headers with %(named)s parameters.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, LiteralString, TypeVar, cast

from psycopg import Cursor
from psycopg.rows import RowMaker, class_row

T = TypeVar("T")

QUERIES = Path(__file__).resolve().parent.parent / "sql" / "queries"
_HEADER = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement(Generic[T]):
    """One SQL statement with its parameters, and how its rows become a T."""

    text: LiteralString
    params: dict[str, Any]
    shape: Callable[[Cursor[Any]], T]


@cache
def load(area: str) -> dict[str, LiteralString]:
    """The statements of sql/queries/<area>.sql by name.

    Raises ValueError when a name is given twice.
    """
    parts = _HEADER.split((QUERIES / f"{area}.sql").read_text(encoding="utf-8"))
    names, bodies = parts[1::2], parts[2::2]
    if len(set(names)) != len(names):
        raise ValueError(f"sql/queries/{area}.sql names a query twice")
    return {name: cast("LiteralString", body.strip().rstrip(";")) for name, body in zip(names, bodies, strict=True)}


class Queries:
    """The named queries of one area, as makers of statements."""

    def __init__(self, area: str) -> None:
        self._texts = load(area)

    def scalar(self, name: str, **params: Any) -> Statement[Any]:
        """The first column of the single row; None when there is no row."""
        return Statement(self._texts[name], params, _scalar)

    def row(self, name: str, cls: type[T], **params: Any) -> Statement[T | None]:
        """The single row as a cls, whose fields are named like the columns; None when there is no row."""
        return Statement(self._texts[name], params, lambda cursor: next(iter(_rows(cursor, cls)), None))

    def rows(self, name: str, cls: type[T], **params: Any) -> Statement[list[T]]:
        """All rows, each as a cls."""
        return Statement(self._texts[name], params, lambda cursor: _rows(cursor, cls))

    def run(self, name: str, **params: Any) -> Statement[None]:
        """Nothing but its effect."""
        return Statement(self._texts[name], params, lambda _: None)


def named(area: str) -> Queries:
    """The queries of sql/queries/<area>.sql."""
    return Queries(area)


def _scalar(cursor: Cursor[Any]) -> Any:
    row = cursor.fetchone()
    return row[0] if row else None


def _rows(cursor: Cursor[Any], cls: type[T]) -> list[T]:
    make: RowMaker[T] = class_row(cls)(cursor)
    return [make(values) for values in cursor.fetchall()]
