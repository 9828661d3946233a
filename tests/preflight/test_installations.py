"""A good installation is green; of a broken one exactly the broken box is red, and says what to do."""

import os
import time
from collections.abc import Callable

import pytest
from redis import Redis

from app import migrations
from app.checking import State
from app.preflight import access
from bench.shop import free_port
from tests.db.access import ACCESS
from tests.preflight.conftest import Site
from tests.proofs.pgbouncer import pooled

CONTENTS = (
    "select (select count(*) from products), (select count(*) from stock_ledger), (select count(*) from rate_limits)"
)

LOCKS = """
    select count(*) from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"""


def ids(results, state):
    return [result.check.id for result in results if result.finding.state is state]


def test_a_good_installation_is_green(site: Site) -> None:
    results = site.preflight()

    assert ids(results, State.FAILED) == ids(results, State.WARNED) == []
    assert ids(results, State.SKIPPED) == ["settings.supabase", "database.replica", "services.redis"]
    assert site.rows(CONTENTS) == [(0, 0, 0)]


def test_behind_a_pooler_in_transaction_mode(site: Site) -> None:
    with pooled(site.environ["DATABASE_URL"], 2) as web, pooled(site.owner, 2) as owner:
        site.environ.update(DATABASE_URL=web, MIGRATION_DATABASE_URL=owner)
        results = site.preflight()

    assert ids(results, State.FAILED) == ids(results, State.WARNED) == []


def test_migrations_run_through_the_pooler_and_leave_it_no_lock(site: Site) -> None:
    with pooled(site.owner, 2) as owner:
        undone = migrations.down(owner, 6)
        assert migrations.up(owner) == undone[::-1]
        assert site.rows(LOCKS) == [(0,)]


def test_with_redis(site: Site, redis_url: str) -> None:
    site.environ["REDIS_URL"] = redis_url
    results = site.preflight()

    assert ids(results, State.FAILED) == ids(results, State.WARNED) == []
    assert [result.finding.line for result in results if result.check.id == "services.redis"] == ["answers"]
    with Redis.from_url(redis_url) as redis:
        assert redis.keys() == []


def clamped(site):
    site.run(
        "create or replace function reserve_stock(p_product_id uuid, p_quantity integer) returns void language sql security definer "
        "set search_path = public, pg_temp as $$ select move_stock(p_product_id, 0, least(p_quantity, get_available_stock(p_product_id)), "
        "'reserve', 'manual') $$"
    )


def miscounted(site):
    site.run(
        "insert into brands (slug, name, city, story) values ('a', 'a', 'a', 'a')",
        "insert into products (brand_id, range_key, name, category, weight_grams, summary, description, picture_key) "
        "select id, 'a', 'a', 'tools', 1, 'a', 'a', 'a' from brands",
        "insert into marketplace_listings (product_id, slug, list_price) select id, 'a', 1 from products",
        "alter table marketplace_listings disable trigger user",
        "update marketplace_listings set stock_on_hand = 5",
        "alter table marketplace_listings enable trigger user",
    )


def stale(site):
    old = time.time() - 27 * 3600
    os.utime(site.environ["BACKUP_STAMP_FILE"], (old, old))


def setting(**changes: str) -> Callable[[Site], None]:
    return lambda site: site.environ.update(changes)


def statement(*texts: str) -> Callable[[Site], None]:
    return lambda site: site.run(*texts)


AWAY = f"127.0.0.1:{free_port()}"
BROKEN = {
    "a function is dropped": (statement("drop function commit_stock(uuid, integer)"), "stock.functions"),
    "a function has other parameters": (
        statement(
            "drop function get_available_stock(uuid)",
            "create function get_available_stock(p_product_id text) returns integer language sql as 'select 1'",
        ),
        "stock.functions",
    ),
    "overselling is clamped": (clamped, "stock.functions"),
    "stock that no ledger explains": (miscounted, "stock.audit"),
    "a guard is switched off": (
        statement("alter table stock_ledger disable trigger stock_ledger_is_append_only"),
        "database.schema",
    ),
    "a guard is gone": (
        statement("alter table marketplace_listings drop constraint stock_reserved_within_on_hand"),
        "database.schema",
    ),
    "the owner may not write the ledger": (
        statement("revoke insert on stock_ledger from sensasiwangi_owner"),
        "stock.sample",
    ),
    "everybody's table is closed": (statement("alter table areas enable row level security"), "access.private"),
    "row-level security is off": (statement("alter table carts disable row level security"), "access.private"),
    "the owner is let past": (statement("alter table orders no force row level security"), "access.private"),
    "anon may read orders": (statement("grant select on orders to anon"), "access.grants"),
    "everybody may take stock": (statement("grant execute on function reserve_stock to public"), "access.grants"),
    "new tables are open": (
        statement(
            "alter default privileges for role sensasiwangi_owner in schema public grant select on tables to anon"
        ),
        "access.grants",
    ),
    "a column is lost": (statement("alter table orders drop column courier cascade"), "database.schema"),
    "migrations are behind": (lambda site: migrations.down(site.owner), "database.migrations"),
    "the secret is weak": (setting(SESSION_SECRET_KEY="x" * 40), "settings.secret"),
    "limits are off": (setting(RATELIMIT_ENABLED="off"), "limits.enforced"),
    "Redis is away": (setting(REDIS_URL=f"redis://:rahasia-redis@{AWAY}/0"), "services.redis"),
    "the mail server is away": (setting(MAIL_URL=f"smtp://toko:rahasia-surat@{AWAY}"), "services.mail"),
    "no backup was made since": (stale, "machine.backup"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_exactly_what_is_broken_is_red(site: Site, broken: str, tmp_path) -> None:
    stamp = tmp_path / "stamp"
    stamp.touch()
    site.environ["BACKUP_STAMP_FILE"] = str(stamp)
    breaking, box = BROKEN[broken]
    breaking(site)

    results = site.preflight()

    assert ids(results, State.FAILED) == [box]
    assert ids(results, State.WARNED) == []
    assert not any(secret in result.finding.line for result in results for secret in ("rahasia", "x" * 40))


def test_without_a_mail_server_mails_are_lost_and_not_late(site: Site) -> None:
    del site.environ["MAIL_URL"]

    results = site.preflight()

    assert ids(results, State.WARNED) == ["services.mail"]
    (line,) = [result.finding.line for result in results if result.check.id == "services.mail"]
    assert line == "MAIL_URL is not set: mails are written and never sent, also not later: shoppers get none"


def test_a_clock_that_is_off(site: Site) -> None:
    name = site.rows("select current_database()")[0][0]
    site.run(f"alter database {name} set app.clock_offset = '1 hour'")

    results = site.preflight()

    assert ids(results, State.FAILED) == ["machine.clock"]


def test_a_role_with_dangerous_rights(site: Site) -> None:
    site.run("alter role sensasiwangi_desk bypassrls", "alter role sensasiwangi_worker createrole")
    try:
        results = site.preflight()
    finally:
        site.run("alter role sensasiwangi_desk nobypassrls", "alter role sensasiwangi_worker nocreaterole")

    assert ids(results, State.FAILED) == ["access.roles"]
    (line,) = [result.finding.line for result in results if result.check.id == "access.roles"]
    assert "sensasiwangi_desk has BYPASSRLS" in line
    assert "sensasiwangi_worker has CREATEROLE" in line


def test_a_database_that_is_away_leaves_the_rest_standing(site: Site, tmp_path) -> None:
    site.environ.update(DATABASE_URL=f"postgresql://toko:rahasia@{AWAY}/shop", MIGRATION_DATABASE_URL="")

    results = site.preflight()

    assert ids(results, State.FAILED) == ["database.web"]
    assert all(
        r.finding.line.startswith("not reached: ") for r in results if r.check.group in {"stock", "access", "limits"}
    )
    assert {"services.mail", "services.sentry", "web.cors", "machine.python"} < set(ids(results, State.OK))
    assert not any("rahasia" in result.finding.line for result in results)


def test_an_owner_who_logs_in_for_customers_is_told(site: Site) -> None:
    site.environ["DATABASE_URL"] = site.owner

    results = site.preflight()

    assert (ids(results, State.FAILED), ids(results, State.WARNED)) == ([], ["access.login"])


def test_what_counts_as_public_is_what_the_tests_of_access_say() -> None:
    assert sorted(access.PUBLIC_TABLES) == sorted(table for table, cells in ACCESS.items() if not cells.private)
