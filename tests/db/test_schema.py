"""The shop's migrations: there and back leaves nothing, all make schema.sql, and the checklist's queries work."""

import subprocess
from pathlib import Path

import pytest

from app import embedded, migrations
from app.preflight import catalogue
from tools import schema

ROOT = Path(__file__).resolve().parents[2]
STOCK_FUNCTIONS = ["reserve_stock", "release_stock", "commit_stock", "get_available_stock"]
DEPLOYMENT_CHECK = """
    SELECT routine_name, routine_type
    FROM information_schema.routines
    WHERE routine_name IN ('reserve_stock', 'release_stock', 'commit_stock', 'get_available_stock')"""
ROLLBACK = """
    DROP FUNCTION IF EXISTS reserve_stock(uuid, integer);
    DROP FUNCTION IF EXISTS release_stock(uuid, integer);
    DROP FUNCTION IF EXISTS commit_stock(uuid, integer);
    DROP FUNCTION IF EXISTS get_available_stock(uuid);"""


def dump(url):
    """The schema in the words of the newest pg_dump, which reads every older server."""
    return schema.dump(url)


@pytest.fixture
def blank(server):
    """A database that no migration has seen."""
    with server.clone("template0") as clone:
        yield clone


def test_up_down_up_leaves_no_difference(blank):
    before = dump(blank)
    migrations.up(blank)
    first = dump(blank)

    undone = migrations.down(blank, 999)

    assert [migration.version for migration in undone] == sorted(
        (m.version for m in migrations.available()), reverse=True
    )
    assert blank.rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'") == [
        ("schema_migrations",)
    ]
    assert dump(blank) == before
    migrations.up(blank)
    assert dump(blank) == first


def test_each_way_back_undoes_exactly_its_migration(blank):
    before = dump(blank)
    for migration in migrations.available():
        applied = migrations.up(blank, most=1)
        after = dump(blank)
        migrations.down(blank, 1)
        assert (migration.name, dump(blank)) == (migration.name, before)
        migrations.up(blank, most=1)
        assert (applied, dump(blank)) == ([migration], after)
        before = after


def test_zero_to_all_equals_the_committed_schema(server, database):
    if server.version() < 180000:
        pytest.skip("schema.sql is written by the embedded server's version")
    assert schema.dump(database) == schema.FILE.read_text(encoding="utf-8"), "make schema"


def test_every_version_makes_the_things_that_are_written_down(database):
    assert schema.digests(database) == catalogue.FILE.read_text(encoding="utf-8"), "make schema"


def test_the_deployment_check_finds_the_four_functions(database):
    assert sorted(database.rows(DEPLOYMENT_CHECK)) == [(name, "FUNCTION") for name in sorted(STOCK_FUNCTIONS)]


def test_the_rollback_lines_work_unchanged(database):
    database.rows(ROLLBACK)

    assert database.rows(DEPLOYMENT_CHECK) == []


def test_every_table_has_a_comment_that_says_what_it_is(database):
    tables = database.rows(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' "
        "and relname <> 'schema_migrations' and obj_description(oid, 'pg_class') is null"
    )
    assert tables == []


def test_pg_dump_comes_with_the_embedded_server():
    words = subprocess.run([embedded.binary("pg_dump"), "--version"], check=True, capture_output=True, text=True).stdout
    assert words.startswith("pg_dump (PostgreSQL) 18.")
