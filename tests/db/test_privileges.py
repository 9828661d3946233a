"""What the catalogue must say: private tables are enabled and forced, roles are weak, functions are pinned and not for everybody."""

import psycopg
import pytest

from tests.db.access import ACCESS
from tests.db.people import DESK, SHOP, WORKER, Person
from tests.db.shop import Shop

ROLES = ["sensasiwangi_owner", SHOP, DESK, WORKER]
PRIVATE = sorted(table for table, cells in ACCESS.items() if cells.private)
OURS = "pronamespace = 'public'::regnamespace"
PRIMITIVES = [
    "reserve_stock",
    "release_stock",
    "commit_stock",
    "move_stock",
    "reduce_hold",
    "sweep_listing",
    "hold_cart",
    "move_order",
    "settle_stock",
]


def names(shop: Shop, text: str, *params: object) -> list[str]:
    return sorted(row[0] for row in shop.rows(text, *params))


def test_private_tables_are_enabled_and_forced(shop: Shop) -> None:
    both = "select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity"
    assert names(shop, both) == PRIVATE


def test_a_table_is_private_or_its_contents_are_for_everybody(shop: Shop) -> None:
    """The public ones hold nothing about anybody."""
    assert sorted(set(ACCESS) - set(PRIVATE)) == [
        *("area_words", "areas", "brands", "marketplace_listings", "order_transitions", "payment_transitions"),
        *("products", "schema_migrations", "search_terms", "shipping_options"),
    ]


def test_every_policy_is_for_one_command_and_one_role_and_named_as_a_sentence(shop: Shop) -> None:
    policies = shop.rows(
        "select tablename, policyname, cmd, roles::text[], permissive from pg_policies where schemaname = 'public'"
    )
    assert policies != []
    for table, name, command, roles, permissive in policies:
        assert command != "ALL", (table, name)
        assert len(roles) == 1, (table, name)
        assert roles[0] in ROLES, (table, name)
        assert permissive == "PERMISSIVE", (table, name)
        assert len(name.split()) >= 4, (table, name)


def test_policies_ask_who_is_acting_once_not_per_row(shop: Shop) -> None:
    """(select current_customer_id()) is worked out once per statement; bare, it runs for every row."""
    bare = "select policyname from pg_policies where regexp_replace(qual, 'SELECT current_[a-z]+_id\\(\\)', '', 'g') ~ 'current_[a-z]+_id\\('"
    assert names(shop, bare) == []


def test_tables_belong_to_the_owner_role(shop: Shop) -> None:
    foreign = """select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S', 'v', 'm')
        and pg_get_userbyid(relowner) <> 'sensasiwangi_owner' and relname <> 'schema_migrations'"""
    assert names(shop, foreign) == []


def test_views_are_for_functions_or_ask_as_their_reader(shop: Shop) -> None:
    open_views = """select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'
        and not coalesce(reloptions::text like '%%security_invoker=true%%', false)
        and exists (select from aclexplode(relacl) where grantee <> relowner)"""
    assert names(shop, open_views) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_no_dangerous_right(shop: Shop, role: str) -> None:
    assert shop.rows(
        "select rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls from pg_roles where rolname = %s",
        role,
    ) == [(False,) * 6]
    assert shop.rows("select roleid::regrole::text from pg_auth_members where member = %s::regrole", role) == []


@pytest.mark.parametrize("role", [SHOP, DESK, WORKER])
def test_a_running_role_owns_nothing_and_cannot_become_another(shop: Shop, role: str) -> None:
    owned = "select count(*) from pg_class where relowner = %s::regrole"
    assert shop.one(owned, role) == 0
    assert shop.one("select count(*) from pg_proc where proowner = %s::regrole", role) == 0
    assert not shop.call("has_schema_privilege", role, "public", "create")
    with psycopg.connect(shop.url, autocommit=True) as connection, connection.transaction():
        connection.execute("select set_config('session_authorization', %s, true)", [role])
        for other in {*ROLES, shop.login} - {role}:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute("select set_config('role', %s, true)", [other])
        raise psycopg.Rollback


def test_every_definer_function_has_a_pinned_search_path(shop: Shop) -> None:
    loose = f"""select oid::regprocedure::text from pg_proc where {OURS} and prosecdef
        and not coalesce(proconfig::text[] @> array['search_path=public, pg_temp'], false)"""
    assert names(shop, loose) == []


def test_every_definer_function_runs_as_the_owner_role(shop: Shop) -> None:
    foreign = f"select oid::regprocedure::text from pg_proc where {OURS} and prosecdef and proowner <> 'sensasiwangi_owner'::regrole"
    assert names(shop, foreign) == []


def test_no_function_is_for_everybody(shop: Shop) -> None:
    public = f"""select oid::regprocedure::text from pg_proc
        where {OURS} and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0)"""
    assert names(shop, public) == []


@pytest.mark.parametrize("role", [SHOP, DESK, WORKER])
def test_running_roles_move_stock_through_the_purchase_only(shop: Shop, role: str) -> None:
    callable_ = f"select proname from pg_proc where {OURS} and proname = any (%s) and has_function_privilege(%s, oid, 'execute')"
    assert names(shop, callable_, PRIMITIVES, role) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        Person(shop, role).call("reserve_stock", shop.listing(), 1)


def test_every_function_says_how_volatile_it_is_when_it_only_reads(shop: Shop) -> None:
    """A function that a GET calls must not be able to write: stable ones refuse to."""
    reading = [
        "get_available_stock",
        "stock_view",
        "stock_views",
        "stock_audit",
        "refuse_quote",
        "check_cart_line",
        "cart_held_until",
        "app_now",
    ]
    assert (
        names(shop, f"select proname from pg_proc where {OURS} and proname = any (%s) and provolatile = 'v'", reading)
        == []
    )


def test_every_function_and_table_has_words_to_explain_it(shop: Shop) -> None:
    silent = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and obj_description(oid, 'pg_class') is null"
    assert names(shop, silent) == ["schema_migrations"]
