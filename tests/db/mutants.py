"""Guards taken away one by one, each with the test that must notice. A guard whose loss no test notices has no teeth.

A change is either (function, old words, new words), where the words stand in the function exactly once, or (statement, statement
that puts it back).
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """One guard less, and who must notice: file::test, with the test's own parameters."""

    lost: str
    change: tuple[str, ...]
    noticed_by: str
    parameters: dict[str, Any] = field(default_factory=dict)


def trigger(table: str, name: str) -> tuple[str, str]:
    return f"alter table {table} disable trigger {name}", f"alter table {table} enable trigger {name}"


STOCK = [
    Mutant(
        "the WHERE guard of the one stock statement",
        ("move_stock", "and stock_reserved::bigint + p_reserved_change between 0 and stock_on_hand::bigint + p_on_hand_change", ""),
        "test_stock_reserve::test_more_than_there_is_is_refused_and_says_how_many_there_are",
        {"quantity": 6},
    ),
    Mutant(
        "the CHECK reserved <= on hand",
        (
            "alter table marketplace_listings drop constraint stock_reserved_within_on_hand",
            "alter table marketplace_listings add constraint stock_reserved_within_on_hand check (stock_reserved <= stock_on_hand)",
        ),
        "test_stock_audit::test_the_database_itself_refuses_more_reserved_than_there_is",
    ),
    Mutant(
        "the UNIQUE live hold per owner and listing",
        (
            "drop index one_live_hold_per_owner_and_listing",
            "create unique index one_live_hold_per_owner_and_listing on stock_holds (product_id, owner) where state = 'held'",
        ),
        "test_stock_reserve::test_a_second_hold_of_the_same_owner_adds_to_the_first",
    ),
    Mutant(
        "a refusal, for a clamp",
        ("reduce_hold", "if coalesce(v_hold.quantity, 0) < p_quantity then", "if false then"),
        "test_stock_give_and_sell::test_more_than_is_held_is_refused",
        {"function": "release_stock", "quantity": 3},
    ),
    Mutant(
        "the owner of a hold",
        ("reduce_hold", "owner = current_stock_owner() and", ""),
        "test_stock_give_and_sell::test_the_hold_of_another_owner_is_out_of_reach",
        {"function": "release_stock"},
    ),
    Mutant(
        "the row lock before a hold is reduced",
        ("reduce_hold", "where product_id = p_product_id for no key update", "where product_id = p_product_id"),
        "test_stock_give_and_sell::test_the_listing_is_locked_before_the_hold",
        {"function": "release_stock"},
    ),
    Mutant(
        "expired holds being none",
        ("reduce_hold", "perform sweep_listing(p_product_id);", ""),
        "test_stock_give_and_sell::test_an_expired_hold_is_none_whether_swept_or_not",
        {"function": "commit_stock", "swept": False},
    ),
    Mutant(
        "sweeping before reserving",
        ("reserve_stock", "perform sweep_listing(p_product_id);", ""),
        "test_order_money::test_money_for_stock_that_is_gone_is_refused_with_the_facts",
        {"by": "payment"},
    ),
    Mutant(
        "the state of a hold, so that a sweep takes ended ones again",
        ("sweep_listing", "and state = 'held' and expires_at", "and expires_at"),
        "test_expiry::test_an_order_whose_hold_was_swept_first_still_expires",
    ),
    Mutant(
        "reading past expired holds",
        ("stock_views", "expires_at <= v_now or owner = v_owner", "owner = v_owner"),
        "test_stock_available::test_expired_holds_do_not_count_swept_or_not",
    ),
    Mutant(
        "reading past one's own hold",
        ("stock_views", "expires_at <= v_now or owner = v_owner", "expires_at <= v_now"),
        "test_stock_available::test_my_own_hold_does_not_count_against_me",
    ),
    Mutant(
        "the difference between a visitor and a console",
        ("current_stock_owner", "case when current_setting('role') <> 'sensasiwangi_shop' then 'manual' end", "'manual'"),
        "test_stock_available::test_a_visitor_without_a_cart_is_not_manual",
    ),
    Mutant(
        "the ledger's trigger",
        trigger("marketplace_listings", "record_stock_change"),
        "test_stock_reserve::test_a_hold_raises_what_is_reserved_and_is_written_down",
    ),
    Mutant(
        "the ledger being append-only",
        trigger("stock_ledger", "stock_ledger_is_append_only"),
        "test_stock_ledger::test_history_cannot_be_rewritten_by_anybody",
        {"role": "sensasiwangi_owner", "table": "stock_ledger", "attempt": "delete from {}"},
    ),
    Mutant(
        "SKIP LOCKED of the sweeper",
        ("expire_holds", "for no key update skip locked", "for no key update"),
        "test_expiry::test_a_listing_that_is_busy_is_left_for_the_next_sweep",
    ),
]

CART_AND_CHECKOUT = [
    Mutant("the cart's lock", ("lock_cart", "and status = 'open' for update", "and status = 'open'"), "test_cart::test_two_additions_at_once_are_both_counted"),
    Mutant("the cap of ten", ("check_cart_line", "if p_quantity > 10 then", "if p_quantity > 100 then"), "test_cart::test_setting_more_than_the_limits_is_refused"),
    Mutant("the cap of fifty", ("check_cart_line", "> 50 then", "> 500 then"), "test_cart::test_more_than_fifty_in_all_are_refused"),
    Mutant("what there is", ("check_cart_line", "elsif p_quantity > v_available then", "elsif false then"), "test_cart::test_more_than_there_is_is_refused_with_the_sum"),
    Mutant(
        "whose cart a visitor's session may name",
        ("identify", "and k.customer_id is null", ""),
        "test_cart::test_the_cart_of_somebody_else_is_out_of_reach",
        {"whose": "a member, as a visitor"},
    ),
    Mutant(
        "the visitor's cart lock at login",
        ("merge_cart", "and status = 'open' for update", "and status = 'open'"),
        "test_cart_merge::test_logging_in_twice_merges_once",
    ),
    Mutant(
        "giving back at removal",
        ("remove_from_cart", "perform trim_cart_hold(v_cart.id, p_product_id, 0);", ""),
        "test_cart::test_a_smaller_line_gives_back_what_its_checkout_held",
    ),
    Mutant(
        "the ORDER BY of the checkout's locks",
        ("hold_cart", "order by l.product_id for no key update", "order by l.product_id desc for no key update"),
        "test_checkout_hold::test_listings_are_locked_in_id_order_whatever_the_basket",
    ),
    Mutant(
        "the end of a live hold",
        ("start_checkout", "coalesce(v_until, app_now() + interval '15 minutes')", "app_now() + interval '15 minutes'"),
        "test_checkout_hold::test_starting_again_keeps_the_end_of_a_live_hold",
    ),
    Mutant("the limit of renewals", ("renew_hold", ">= 3 then", ">= 99 then"), "test_checkout_hold::test_the_fourth_renewal_is_refused"),
    Mutant(
        "skipping amounts that somebody else is ending",
        ("claim_transfer_amount", "for update skip locked", "for update"),
        "test_transfer_amounts::test_claims_that_somebody_else_is_ending_are_left_alone",
    ),
    Mutant(
        "the UNIQUE amount per account",
        (
            "drop index one_claim_per_account_and_amount",
            "create unique index one_claim_per_account_and_amount on transfer_amounts (account_number, amount) where released_at is null",
        ),
        "test_transfer_amounts::test_an_amount_is_claimed_once_by_name",
    ),
]

PLACING = [
    Mutant("a quote's expiry", ("check_quote", "elsif p_quote.expires_at <= app_now() then", "elsif false then"), "test_quotes::test_an_expired_quote_is_refused_and_renewed_with_one_tap"),
    Mutant("the cart's version", ("check_quote", "or p_cart.version <> p_quote.cart_version", ""), "test_quotes::test_a_changed_cart_is_refused", {"change": "set"}),
    Mutant("the prices that were seen", ("check_quote", "if v_moved is not null then", "if false then"), "test_quotes::test_a_price_that_moved_is_refused_with_both_prices", {"price": 100_001}),
    Mutant("whose quote it is", ("place_order", "and customer_id = current_customer_id()", ""), "test_quotes::test_the_quote_of_another_member_is_not_there"),
    Mutant("the cart's lock at the gate", ("place_order", "where id = v_quote.cart_id for update", "where id = v_quote.cart_id"), "test_place_order::test_the_second_of_two_at_once_waits_and_gets_the_same_order"),
    Mutant("the look for an order that is there already", ("place_order", "where quote_id = p_quote_id", "where false"), "test_place_order::test_a_replay_gets_the_same_order_and_changes_nothing"),
    Mutant("ending the cart", ("place_order", "set status = 'ordered'", "set status = status"), "test_place_order::test_an_order_has_all_its_parts"),
    Mutant("reserving what ran out", ("take_over_holds", "and h.expires_at > app_now()", ""), "test_quotes::test_a_hold_that_ran_out_is_no_refusal_while_stock_is_there"),
    Mutant("the ORDER BY of the gate's locks", ("take_over_holds", "order by product_id for no key update", "order by product_id desc for no key update"), "test_order_locks::test_the_gate_locks_listings_in_id_order"),
    Mutant("the UNIQUE quote of an order", ("alter table orders drop constraint orders_quote_id_key", "alter table orders add constraint orders_quote_id_key unique (quote_id)"), "test_place_order::test_a_second_order_of_a_quote_or_cart_is_impossible_in_the_tables_too", {"constraint": "orders_quote_id_key"}),
]

LIFECYCLE = [
    Mutant("the table of transitions", ("follow_transitions", "if new.status <> v_from and", "if false and"), "test_order_transitions::test_from_a_status_only_the_listed_ones_can_follow", {"before": "paid"}),
    Mutant("the timeline's trigger", trigger("orders", "record_order_change"), "test_order_lifecycle::test_from_quote_to_completion_everything_is_on_the_timeline"),
    Mutant("orders having items", trigger("orders", "orders_have_items"), "test_order_transitions::test_an_order_without_items_does_not_exist"),
    Mutant("whose order it is", ("lock_own_order", "and customer_id = current_customer_id()", ""), "test_order_lifecycle::test_an_order_of_somebody_else_is_not_there", {"function": "cancel_own_order"}),
    Mutant("visitors having no orders", ("lock_own_order", "if current_customer_id() is null then", "if false then"), "test_order_lifecycle::test_a_visitor_has_no_orders", {"function": "cancel_own_order"}),
    Mutant("versions", ("lock_order", "elsif v_order.version <> p_version then", "elsif false then"), "test_order_lifecycle::test_two_desks_never_overwrite_each_other"),
    Mutant("the order's lock", ("lock_order", "where id = p_order_id for update", "where id = p_order_id"), "test_order_lifecycle::test_two_desks_never_overwrite_each_other"),
    Mutant("giving back at cancellation", ("settle_stock", "perform release_stock(v_hold.product_id, v_hold.quantity);", "perform 1;"), "test_order_lifecycle::test_a_cancelled_order_gives_its_stock_back_with_the_reason", {"status": "paid"}),
    Mutant("the ORDER BY of settling", ("settle_stock", "order by product_id for no key update", "order by product_id desc for no key update"), "test_order_locks::test_cancelling_locks_listings_in_id_order"),
    Mutant("a proof pausing expiry", ("expire_orders", "and payment_status in ('unpaid', 'failed')", ""), "test_order_money::test_a_proof_pauses_expiry"),
    Mutant("SKIP LOCKED of expiry", ("expire_orders", "for update skip locked", "for update"), "test_expiry::test_two_workers_at_once_share_the_work"),
    Mutant("reserving anew for late money", ("record_payment", "perform keep_order_stock(p_order_id), set_config", "perform hold_order_until(p_order_id, null), set_config"), "test_order_money::test_money_after_the_hold_was_swept_reserves_anew", {"by": "payment"}),
]

RIGHTS = [
    Mutant("FORCE", ("alter table orders no force row level security", "alter table orders force row level security"), "test_privileges::test_private_tables_are_enabled_and_forced"),
    Mutant("ENABLE", ("alter table orders disable row level security", "alter table orders enable row level security"), "test_order_lifecycle::test_an_order_id_is_no_authority_over_its_parts"),
    Mutant("a policy's condition", ('alter policy "shoppers read their own orders" on orders using (true)', 'alter policy "shoppers read their own orders" on orders using (customer_id = (select current_customer_id()))'), "test_order_lifecycle::test_an_order_id_is_no_authority_over_its_parts"),
    Mutant("a pinned search path", ("alter function place_order(uuid, interval) reset search_path", "alter function place_order(uuid, interval) set search_path = public, pg_temp"), "test_privileges::test_every_definer_function_has_a_pinned_search_path"),
    Mutant("EXECUTE kept from everybody", ("grant execute on function identify(text, uuid, uuid, boolean) to public", "revoke execute on function identify(text, uuid, uuid, boolean) from public"), "test_privileges::test_no_function_is_for_everybody"),
    Mutant("primitives kept from the shop", ("grant execute on function reserve_stock(uuid, integer) to sensasiwangi_shop", "revoke execute on function reserve_stock(uuid, integer) from sensasiwangi_shop"), "test_privileges::test_running_roles_move_stock_through_the_purchase_only", {"role": "sensasiwangi_shop"}),
]

MUTANTS = [*STOCK, *CART_AND_CHECKOUT, *PLACING, *LIFECYCLE, *RIGHTS]
