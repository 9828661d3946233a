"""Rolling back a shop that has been working, and coming back: what is lost is what the way back says, and the books are right again."""

from app import migrations
from tests.db.orders import order_in
from tests.db.shop import Shop

FIRST_WITHOUT_STOCK_FUNCTIONS = 3


def steps_down_to(version: int) -> int:
    return len([migration for migration in migrations.available() if migration.version > version])


def test_stock_survives_without_its_history(cloned_shop: Shop) -> None:
    shop = cloned_shop
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    order_in(shop, "shipped")
    migrations.down(shop.url, steps_down_to(FIRST_WITHOUT_STOCK_FUNCTIONS))
    assert shop.stock(product) == (5, 0)
    migrations.up(shop.url)
    assert shop.audit() == []
    assert shop.rows("select kind, on_hand_change, reason from stock_ledger order by on_hand_change") == [
        ("console", 3, "opening balance"),
        ("console", 5, "opening balance"),
    ]
    sari.call("start_checkout")
    assert shop.holds(product) == [(f"cart:{sari.cart}", 2)]


def test_after_everything_was_undone_nothing_of_ours_is_left_in_the_database(cloned_shop: Shop) -> None:
    shop = cloned_shop
    migrations.down(shop.url, 999)
    left = shop.rows(
        """select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
        union select 'relation ' || relname from pg_class where relnamespace = 'public'::regnamespace and relname !~ '^schema_migrations'
        union select 'type ' || typname from pg_type where typnamespace = 'public'::regnamespace and typname !~ 'schema_migrations$'
        union select 'default privilege of ' || defaclrole::regrole from pg_default_acl
        union select 'right on the schema of ' || grantee::regrole from pg_namespace, aclexplode(nspacl)
            where nspname = 'public' and grantee::regrole::text like 'sensasiwangi%%'"""
    )
    assert left == []
