"""Every table × role × owner × verb, generated from the catalogue: nobody sees or changes what is not theirs."""

import itertools

import psycopg
import pytest

from tests.db.access import ACCESS, HIDDEN_COLUMNS
from tests.db.people import DESK, SHOP, WORKER
from tests.db.shop import Shop
from tests.db.world import World

RELATIONS = """
    select case when relnamespace <> 'public'::regnamespace then relnamespace::regnamespace || '.' else '' end || relname
    from pg_class where relnamespace::regnamespace::text !~ '^(pg_|information_schema$)' and (
        relkind in ('r', 'p', 'm', 'f') or relkind = 'v' and exists (select from aclexplode(relacl) where grantee <> relowner))"""
GRANTS = """
    select c.relname, c.relkind::text, g.grantee::regrole::text, g.privilege_type
    from (
        select relname, relkind, relowner, relacl from pg_class where relnamespace = 'public'::regnamespace
        union all
        select c.relname, c.relkind, c.relowner, a.attacl
        from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace) c,
    aclexplode(c.relacl) g where g.grantee <> c.relowner"""
EVERYBODY = "-"  # as regrole writes the grantee public
VIEWERS = ["sari", "budi", "newcomer", "visitor", "stranger", "desk", "worker"]
each_table = pytest.mark.parametrize("table", ACCESS)
each_viewer = pytest.mark.parametrize("viewer", VIEWERS)


def cell(viewer: str, table: str) -> str | None:
    """The declared condition for who looks."""
    return {"desk": ACCESS[table].desk, "worker": ACCESS[table].worker}.get(viewer, ACCESS[table].shop)


def key(world: World, table: str) -> str:
    """The primary key's columns."""
    columns = world.shop.rows(
        """select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
        where indisprimary and indrelid = %s::regclass""",
        table,
    )
    return ", ".join(sorted(row[0] for row in columns))


def undeclared(shop: Shop) -> set[str]:
    """Tables of any kind and schema, and views that somebody may read, that have no line of their own."""
    return {row[0] for row in shop.rows(RELATIONS)} - set(ACCESS)


def test_every_table_is_declared(world: World) -> None:
    assert undeclared(world.shop) == set()
    assert {row[0] for row in world.shop.rows(RELATIONS)} == set(ACCESS)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ("create table wishes (id uuid)", "wishes"),
        ("create table wishes (id uuid) partition by hash (id)", "wishes"),
        ("create view wishes as select * from orders; grant select on wishes to sensasiwangi_shop", "wishes"),
        ("create materialized view wishes as select * from orders", "wishes"),
        ("create schema hidden create table wishes (id uuid)", "hidden.wishes"),
    ],
)
def test_a_new_table_fails_until_it_is_declared(cloned_shop: Shop, made: str, name: str) -> None:
    cloned_shop.run(made)
    assert undeclared(cloned_shop) == {name}


def test_select_on_tables_is_all_that_is_granted_to_anybody(world: World) -> None:
    """Columns, views and sequences included; whatever privilege a later PostgreSQL knows. Everybody may read one table."""
    granted = {(kind, role, privilege) for _, kind, role, privilege in world.shop.rows(GRANTS)}
    assert granted == {("r", role, "SELECT") for role in (SHOP, DESK, WORKER, EVERYBODY)}
    assert {table for table, _, role, _ in world.shop.rows(GRANTS) if role == EVERYBODY} == {"schema_migrations"}


def test_every_table_has_rows_of_somebody_else_to_be_seen(world: World) -> None:
    empty = [table for table in ACCESS if world.shop.one(f"select count(*) from {table}") == 0]
    assert empty == []


@each_viewer
@each_table
def test_select_shows_exactly_what_is_declared(world: World, table: str, viewer: str) -> None:
    person, condition = world.people[viewer], cell(viewer, table)
    text = f"select {key(world, table)} from {table}"
    if condition is None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.rows(text)
        return
    names = {"customer": person.customer, "cart": person.cart}
    with world.shop.console.acting() as console:
        expected = console.execute(f"{text} where {condition}", names).fetchall()
    assert set(person.rows(text)) == set(expected)


@pytest.mark.parametrize("table", [table for table, cells in ACCESS.items() if cells.private and cells.shop])
def test_both_members_have_rows_of_their_own_in_every_private_table(world: World, table: str) -> None:
    """Else the cells above would prove nothing."""
    for name in ("sari", "budi"):
        assert world.people[name].rows(f"select count(*) from {table}")[0][0] > 0
    assert world.people["newcomer"].rows(f"select count(*) from {table}")[0][0] == (table == "customers")


@each_table
def test_no_role_writes_a_table_itself(world: World, table: str) -> None:
    column = world.shop.one("select attname from pg_attribute where attrelid = %s::regclass and attnum = 1", table)
    verbs = ["insert into {} default values", "update {} set {} = default", "delete from {}", "truncate {} cascade"]
    for viewer, verb in itertools.product(VIEWERS, verbs):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), world.people[viewer].acting() as connection:
            connection.execute(verb.format(table, column))
            pytest.fail(f"{viewer} may {verb.format(table, column)}")


@each_table
def test_select_is_the_only_privilege_ever_granted(world: World, table: str) -> None:
    privileges = ("insert", "update", "delete", "truncate", "references", "trigger")
    for role, privilege in itertools.product((SHOP, DESK, WORKER), privileges):
        assert not world.shop.call("has_table_privilege", role, table, privilege)
        if privilege in {"insert", "update", "references"}:
            assert not world.shop.call("has_any_column_privilege", role, table, privilege)


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in HIDDEN_COLUMNS.items() for column in columns]
)
def test_secret_columns_are_hidden_from_their_owner_too(world: World, table: str, column: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.people["sari"].rows(f"select {column} from {table}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.people["sari"].rows(f"select * from {table}")


@pytest.mark.parametrize("past", ["never set", "used before", "set to nothing"])
@pytest.mark.parametrize("table", [table for table, cells in ACCESS.items() if cells.private and cells.shop])
def test_without_a_context_there_are_no_rows_and_no_error(world: World, table: str, past: str) -> None:
    """A fresh connection, one that served somebody (its settings now read ''), and one where both were emptied."""
    with psycopg.connect(world.shop.url, autocommit=True) as connection:
        if past == "used before":
            with connection.transaction():
                connection.execute(
                    "select set_config('app.customer_id', %s, true)", [str(world.people["sari"].customer)]
                )
                connection.execute("select set_config('app.cart_id', %s, true)", [str(world.people["sari"].cart)])
        with connection.transaction():
            if past == "set to nothing":
                connection.execute(
                    "select set_config('app.customer_id', '', true), set_config('app.cart_id', '', true)"
                )
            connection.execute("select set_config('role', %s, true)", [SHOP])
            assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_a_rolled_back_transaction_leaves_nobody_behind(world: World) -> None:
    with psycopg.connect(world.shop.url, autocommit=True) as connection:
        with connection.transaction():
            connection.execute("select set_config('role', %s, true)", [SHOP])
            connection.execute("select from identify(null, %s, null, true)", [world.people["sari"].customer])
            assert connection.execute("select count(*) from orders").fetchone() != (0,)
            raise psycopg.Rollback
        with connection.transaction():
            connection.execute("select set_config('role', %s, true)", [SHOP])
            assert connection.execute("select count(*) from orders").fetchone() == (0,)
            assert connection.execute("select current_customer_id(), current_cart_id()").fetchone() == (None, None)
