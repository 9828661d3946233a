"""Named queries and function bodies against the real schema: every table, column and function they name exists."""

import re
from pathlib import Path

import psycopg
import pytest

from app import statements

AREAS = sorted(path.stem for path in Path(statements.QUERIES).glob("*.sql"))
CHECK = """
    select p.proname, c from pg_proc p join pg_language l on l.oid = p.prolang, lateral plpgsql_check_function(p.oid) c
    where p.pronamespace = 'public'::regnamespace and l.lanname = 'plpgsql' and p.prorettype <> 'trigger'::regtype
    and c ~ '^error'"""


def numbered(text):
    """A query with $1, $2 … in place of psycopg's parameters."""
    names = []

    def number(match):
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return re.sub(r"%\((\w+)\)s", number, text).replace("%%", "%")


@pytest.mark.parametrize("area", AREAS)
def test_named_queries_fit_the_schema(database, area):
    with psycopg.connect(database, autocommit=True) as connection:
        for name, text in statements.load(area).items():
            if text.startswith(("analyze", "alter system")) or "drop table" in text or "alter table" in text:
                continue
            try:
                connection.execute(f'prepare "{name}" as {numbered(text)}')
            except psycopg.errors.IndeterminateDatatype:
                continue  # the driver will say which type it is
            except psycopg.Error as cause:
                raise AssertionError(f"{area}.{name}: {cause}") from cause


def test_function_bodies_fit_the_schema(database):
    if not database.rows("select 1 from pg_available_extensions where name = 'plpgsql_check'"):
        pytest.skip("this server has no plpgsql_check; Debian's has")
    database.rows("create extension plpgsql_check")

    assert database.rows(CHECK) == []
