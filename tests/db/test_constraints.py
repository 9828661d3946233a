"""Every constraint by its name: the tables themselves refuse what must never be. A new constraint fails until it is tried here."""

import psycopg
import pytest

from tests.db.world import World

LONG = "repeat('x', 121)"
# Constraint: the table, and an assignment to its rows that breaks this one and no other.
CHECKS = {
    "a_disabled_endpoint_is_off": ("webhook_endpoints", "disabled_at = now()"),
    "delivery_status_is_known": ("webhook_deliveries", "status = 'lost'"),
    "endpoint_address_is_http": ("webhook_endpoints", "address = 'ftp://gudang.contoh'"),
    "endpoint_events_are_known": ("webhook_endpoints", "events = '{order.lost}'"),
    "endpoint_secret_is_long": ("webhook_endpoints", "secret = 'short'"),
    "reason_to_disable_is_known": ("webhook_endpoints", "disabled_because = 'tired'"),
    "tries_are_counted": ("webhook_deliveries", "tries = -1"),
    "a_reason_fits_on_a_line": ("switches", "reason = repeat('x', 201)"),
    "a_switch_is_one_of_two": ("switches", "name = 'lampu'"),
    "a_banner_ends_after_it_starts": ("banners", "ends_at = starts_at"),
    "a_payment_method_has_its_account": ("checkouts", "bank_account = null"),
    "address_phone_is_e164": ("addresses", "phone_number = '08123456789'"),
    "area_code_is_a_villages": ("areas", "code = '32.73.02'"),
    "aroma_family_is_known": ("products", "aroma_family = 'oud'"),
    "audited_action_is_known": ("audit_trail", "action = 'truncate'"),
    "awaited_payment_has_a_deadline": ("orders", "payment_due_at = null"),
    "bank_line_is_positive": ("bank_lines", "amount = 0"),
    "banner_link_stays_in_the_shop": ("banners", "link = '//evil.example'"),
    "banner_text_has_a_length": ("banners", f"text = {LONG}"),
    "banners_are_numbered_from_one": ("banners", "id = 0"),
    "brand_slug_is_plain": ("brands", "slug = slug || '-'"),
    "broken_promises_are_counted": ("audit_runs", "broken = -1"),
    "cart_remembers_few_additions": ("carts", "addition_keys = array_fill('a'::text, array[9])"),
    "cart_status_is_known": ("carts", "status = 'lost'"),
    "category_is_a_tab": ("products", "category = 'sabun'"),
    "collected_carts_are_counted": ("collected_carts", "carts = -1, checkouts = 0"),
    "collected_checkouts_are_counted": ("collected_carts", "checkouts = -1"),
    "discount_amount_is_not_negative": ("orders", "discount_amount = -1, total_amount = total_amount + 1"),
    "email_is_lower_case": ("customers", "email = 'Sari' || email"),
    "full_name_has_a_length": ("customers", "full_name = ''"),
    "held_quantity_is_positive": ("stock_holds", "quantity = 0"),
    "hold_owner_is_known": ("stock_holds", "owner = 'customer:1'"),
    "hold_renewals_within_limit": ("checkouts", "hold_renewals = 4"),
    "hold_state_is_known": ("stock_holds", "state = 'lost'"),
    "ledger_kind_is_known": ("stock_ledger", "kind = 'magic'"),
    "list_price_is_sane": ("marketplace_listings", "list_price = 0"),
    "listing_slug_is_plain": ("marketplace_listings", "slug = upper(slug)"),
    "listing_status_is_known": ("marketplace_listings", "status = 'sold'"),
    "low_stock_threshold_is_not_negative": ("marketplace_listings", "low_stock_threshold = -1"),
    "order_unique_code_has_three_digits": (
        "orders",
        "unique_code = 1000, total_amount = total_amount - unique_code + 1000",
    ),
    "an_edited_message_has_title_and_body": ("message_templates", "title = null"),
    "message_body_has_a_length": ("message_templates", "body = ''"),
    "message_key_is_plain": ("message_templates", "key = 'Salam'"),
    "message_title_has_a_length": ("message_templates", "title = repeat('x', 61)"),
    "no_more_is_refunded_than_was_paid": ("orders", "refunded_amount = paid_amount + 1"),
    "occurrences_count_from_one": ("bank_lines", "occurrence = 0"),
    "ordered_quantity_is_positive": ("order_items", "quantity = 0"),
    "payable_orders_know_their_shipping": (
        "orders",
        "shipping_amount = null, total_amount = total_amount - shipping_amount",
    ),
    "payment_is_positive": ("payments", "amount = 0"),
    "payment_kind_is_known": ("payments", "kind = 'gift'"),
    "phone_number_is_e164": ("customers", "phone_number = '+62'"),
    "postal_code_has_five_digits": ("addresses", "postal_code = '5558'"),
    "proof_status_is_known": ("payment_proofs", "status = 'lost'"),
    "proof_type_is_allowed": ("payment_proofs", "content_type = 'text/html'"),
    "proof_within_five_megabytes": ("payment_proofs", "content = ''"),
    "purpose_is_known": ("consents", "purpose = 'everything'"),
    "quantity_within_line_limit": ("cart_items", "quantity = 11"),
    "quote_total_is_positive": (
        "quotes",
        "subtotal_amount = -unique_code, shipping_amount = 0, discount_amount = 0, total_amount = 0",
    ),
    "job_kind_is_a_word": ("jobs", "kind = 'Two words'"),
    "quote_total_is_the_sum": ("quotes", "total_amount = total_amount + 1"),
    "quoted_price_is_positive": ("quote_lines", "unit_price = 0"),
    "quoted_quantity_is_positive": ("quote_lines", "quantity = 0"),
    "refunded_amount_is_not_negative": ("orders", "refunded_amount = -1"),
    "search_progress_is_one_row": ("order_search_progress", "id = 2"),
    "shipping_amount_is_not_negative": (
        "orders",
        "shipping_amount = -1, total_amount = total_amount - shipping_amount - 1",
    ),
    "shipping_cost_is_not_negative": ("shipping_options", "cost = -1"),
    "size_is_positive": ("products", "size_ml = 0"),
    "staff_email_is_lower_case": ("staff", "email = 'CS' || email"),
    "staff_role_is_known": ("staff", "role = 'owner'"),
    "stock_reserved_not_negative": ("marketplace_listings", "stock_reserved = -1"),
    "stock_reserved_within_on_hand": ("marketplace_listings", "stock_reserved = stock_on_hand + 1"),
    "summary_fits_a_card": ("products", f"summary = {LONG}"),
    "switches_are_numbered_from_one": ("switches", "id = 0"),
    "total_is_positive": (
        "orders",
        "subtotal_amount = -unique_code, shipping_amount = 0, discount_amount = 0, total_amount = 0",
    ),
    "total_is_the_sum_of_its_parts": ("orders", "subtotal_amount = subtotal_amount + 1"),
    "unique_code_has_three_digits": ("quotes", "unique_code = 0, total_amount = total_amount - unique_code"),
    "unit_price_is_positive": ("order_items", "unit_price = 0"),
    "who_is_deleted_has_asked_for_it": ("customers", "deleted_at = now()"),
    "weight_is_positive": ("products", "weight_grams = 0"),
}
SOMEBODY = "'00000000-0000-4000-8000-000000000000'"
UNIQUES = {
    "one_reminder_per_order": ("order_events", f"order_id = {SOMEBODY}, kind = 'reminder'"),
    "an_event_goes_to_an_endpoint_once": ("webhook_deliveries", f"event_id = {SOMEBODY}, endpoint_id = {SOMEBODY}"),
    "webhook_endpoints_address_key": ("webhook_endpoints", "address = 'https://x'"),
    "webhook_events_source_key": ("webhook_events", "source = 'x'"),
    "a_bank_line_counts_once": ("bank_lines", "booked_on = '2026-11-22', amount = 1, words = 'x', occurrence = 1"),
    "bank_lines_payment_id_key": ("bank_lines", "payment_id = 1"),
    "brands_slug_key": ("brands", "slug = 'x'"),
    "customers_email_key": ("customers", "email = 'x'"),
    "mail_outbox_event_key_key": ("mail_outbox", "event_key = 'x'"),
    "marketplace_listings_slug_key": ("marketplace_listings", "slug = 'x'"),
    "one_claim_per_account_and_amount": ("transfer_amounts", "account_number = 'x', amount = 1, released_at = null"),
    "one_default_address_per_customer": ("addresses", f"customer_id = {SOMEBODY}, is_default = true"),
    "one_live_hold_per_owner_and_listing": (
        "stock_holds",
        f"owner = 'manual', state = 'held', product_id = {SOMEBODY}",
    ),
    "one_live_consent_per_purpose": ("consents", f"customer_id = {SOMEBODY}, purpose = 'terms', withdrawn_at = null"),
    "one_open_wish_per_order": ("cancellation_wishes", f"order_id = {SOMEBODY}, resolved_at = null"),
    "one_open_cart_per_customer": ("carts", f"customer_id = {SOMEBODY}, status = 'open'"),
    "orders_cart_id_key": ("orders", f"cart_id = {SOMEBODY}"),
    "orders_order_number_key": ("orders", "order_number = 'x'"),
    "orders_quote_id_key": ("orders", f"quote_id = {SOMEBODY}"),
    "staff_email_key": ("staff", "email = 'x'"),
}
KNOWN_CHECKS = "select conname from pg_constraint where connamespace = 'public'::regnamespace and contype = 'c'"
KNOWN_UNIQUES = """
    select relname from pg_index join pg_class c on c.oid = indexrelid
    where indisunique and not indisprimary and relnamespace = 'public'::regnamespace"""


@pytest.mark.parametrize(("known", "tried"), [(KNOWN_CHECKS, CHECKS), (KNOWN_UNIQUES, UNIQUES)])
def test_every_constraint_is_tried(world: World, known: str, tried: dict) -> None:
    assert {row[0] for row in world.shop.rows(known)} == set(tried)


@pytest.mark.parametrize(
    ("name", "table", "assignment"),
    [(name, *broken) for name, broken in (CHECKS | UNIQUES).items()],
    ids=CHECKS | UNIQUES,
)
def test_the_table_refuses_by_name(world: World, name: str, table: str, assignment: str) -> None:
    """With every trigger asleep, so that the constraint alone stands."""
    kind = psycopg.errors.CheckViolation if name in CHECKS else psycopg.errors.UniqueViolation
    with pytest.raises(kind) as refusal, world.shop.console.acting() as console:
        console.execute("set local session_replication_role = replica")
        console.execute(f"update {table} set {assignment}")
    assert refusal.value.diag.constraint_name == name
