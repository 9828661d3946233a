"""Puts the official areas (sql/data/areas) into a database. Loading again changes what changed, and nothing else."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from app.areas import queries
from app.checkout.provinces import canonical_province
from app.statements import Statement, named

FILE = Path(__file__).resolve().parents[2] / "sql" / "data" / "areas" / "areas.csv.gz"
Village = tuple[str, str, str, str, str]  # code, name, district, city, province
_VILLAGE = len("11.01.01.2001")
_sql = named("operations")


def load(url: str, villages: Iterable[Village] | None = None) -> int:
    """Makes the database's areas these (those of the file), as its owner; how many villages there are."""
    columns = [list(column) for column in zip(*(villages or rows()), strict=True)]
    with psycopg.connect(url) as connection:
        _run(connection, _sql.run("become_owner"))
        count: int = _run(connection, queries.load(columns))
        _run(connection, queries.analyze())
    return count


def is_needed(url: str) -> bool:
    """Whether there are none yet."""
    with psycopg.connect(url) as connection:
        return not _run(connection, queries.are_loaded())


def rows() -> Iterator[Village]:
    """The file's villages; what lies in what, the codes say."""
    names: dict[str, str] = {}
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        next(lines)  # the columns' names
        for code, name in csv.reader(lines):
            names[code] = name
            if len(code) == _VILLAGE:
                yield code, name, names[code[:8]], _city(names[code[:5]]), _province(names[code[:2]])


def _city(name: str) -> str:
    """As people write it: the capital's cities are administrative ones, and nobody says so."""
    return name.title().replace(" Administrasi", "").replace(" Dan ", " dan ")


def _province(name: str) -> str:
    return canonical_province(name) or name.title()


def _run(connection: psycopg.Connection[Any], statement: Statement[Any]) -> Any:
    return statement.shape(connection.execute(statement.text, statement.params))
