"""What a database lost, got or holds changed is named, thing by thing, in the words of one line."""

from app.checking import State
from app.preflight import catalogue
from app.preflight.schema import schema
from tests.preflight.conftest import Site

BY_HAND = {
    "alter table addresses drop column label": "column addresses.label is missing",
    "alter table addresses alter recipient_name drop not null": "column addresses.recipient_name is changed",
    "alter table addresses alter created_at drop default": "column addresses.created_at is changed",
    "alter table customers add favourite text": "column customers.favourite is foreign",
    "alter table payments drop constraint payment_is_positive": "constraint payment_is_positive of payments is missing",
    "alter table addresses disable trigger all": "constraint addresses_customer_id_fkey of addresses is changed",
    "drop index orders_by_creation": "index orders_by_creation of orders is missing",
    "create index by_hand on orders (city_name)": "index by_hand of orders is foreign",
    "drop statistics days_of_orders": "statistics days_of_orders is missing",
    "alter table stock_ledger disable trigger stock_ledger_is_append_only": (
        "trigger stock_ledger_is_append_only of stock_ledger is changed"
    ),
    'drop policy "the desk reads the ledger" on stock_ledger': 'policy "the desk reads the ledger" of stock_ledger is missing',
    'create policy "all for all" on orders using (true)': 'policy "all for all" of orders is foreign',
    'alter policy "shoppers read their own cart" on carts using (true)': 'policy "shoppers read their own cart" of carts is changed',
    "create or replace function current_customer_id() returns uuid language sql stable as 'select null::uuid'": (
        "function current_customer_id() is changed"
    ),
    "alter function shop_facts() reset search_path": "function shop_facts() is changed",
    "create rule nothing as on delete to order_claims do instead nothing": "table order_claims is changed",
    "alter sequence order_numbers cycle": "sequence order_numbers is changed",
    "revoke execute on function shop_facts() from sensasiwangi_desk": "grants on shop_facts() is changed",
    "grant select on password_resets to sensasiwangi_desk": "grants on password_resets is foreign",
}


def test_whatever_is_lost_got_or_changed_by_hand_is_named(site: Site) -> None:
    site.run(*BY_HAND)
    with site.installed() as installation, installation.console() as console:
        apart = {str(it) for it in catalogue.differences(console)}

    assert apart == set(BY_HAND.values())


def test_the_line_is_short_and_begins_with_what_the_rest_belongs_to(site: Site) -> None:
    site.run("alter table areas owner to supabase_admin")
    with site.installed() as installation:
        found = schema(installation)

    assert found.state is State.FAILED
    assert found.line.startswith("table areas is missing, column areas.city_name is missing, ")
    assert found.line.endswith(" and 12 more: sql/schema.sql has it as the migrations make it")
