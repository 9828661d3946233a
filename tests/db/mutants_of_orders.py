"""Guards of placing, of the life cycle and of rights, taken away one by one."""

from tests.db.mutant import Mutant, trigger

PLACING = [
    Mutant(
        "a quote's expiry",
        ("place_order", "or v_quote.expires_at <= v_now", ""),
        "test_quotes::test_an_expired_quote_is_refused_and_renewed_with_one_tap",
    ),
    Mutant(
        "the cart's version",
        ("place_order", "v_cart.version <> v_quote.cart_version or", ""),
        "test_quotes::test_a_changed_cart_is_refused",
        {"change": "set"},
    ),
    Mutant(
        "the prices that were seen",
        ("place_order", "or v_seen.moved > 0", ""),
        "test_quotes::test_a_price_that_moved_is_refused_with_both_prices",
        {"price": 100_001},
    ),
    Mutant(
        "whose quote it is",
        ("place_order", "and q.customer_id = current_customer_id()", ""),
        "test_quotes::test_the_quote_of_another_member_is_not_there",
    ),
    Mutant(
        "the cart being open at the gate",
        ("place_order", " and c.status = 'open'", ""),
        "test_place_order::test_the_second_of_two_at_once_waits_and_gets_the_same_order",
    ),
    Mutant(
        "the look for an order that is there already",
        ("replay_order", "from orders o where o.quote_id = p_quote_id", "from orders o where false"),
        "test_place_order::test_a_replay_gets_the_same_order_and_changes_nothing",
    ),
    Mutant(
        "whose order a quote made",
        ("replay_order", "and q.customer_id = current_customer_id()", ""),
        "test_quotes::test_the_order_that_another_made_of_a_quote_is_not_there",
    ),
    Mutant(
        "claims that an order leaves behind",
        ("place_order", "if v_seen.claims > 1 then", "if false then"),
        "test_transfer_amounts::test_an_order_keeps_the_amount_without_end_and_frees_the_others",
    ),
    Mutant(
        "ending the cart",
        ("place_order", "set status = 'ordered'", "set status = status"),
        "test_place_order::test_an_order_has_all_its_parts",
    ),
    Mutant(
        "reserving what ran out",
        ("place_order", "and h.state = 'held' and h.expires_at > v_now", "and h.state = 'held'"),
        "test_quotes::test_a_hold_that_ran_out_is_no_refusal_while_stock_is_there",
    ),
    Mutant(
        "counting the holds that were taken over",
        ("place_order", "if v_taken < v_seen.lines then", "if false then"),
        "test_order_locks::test_a_sweep_that_comes_between_the_gate_and_a_hold_has_the_gate_try_again",
    ),
    Mutant(
        "the quantity of the holds that are taken over",
        ("place_order", "h.quantity = q.quantity and", ""),
        "test_place_order::test_a_line_that_is_held_in_part_is_reserved_in_full",
    ),
    Mutant(
        "a paused listing at the gate",
        ("place_order", "and l.status = 'active'", ""),
        "test_place_order::test_a_listing_that_was_paused_is_not_sold",
    ),
    Mutant(
        "the ORDER BY of the gate's locks",
        ("reserve_for_order", "order by product_id for no key update", "order by product_id desc for no key update"),
        "test_order_locks::test_the_gate_locks_listings_in_id_order_when_a_hold_ran_out",
    ),
    Mutant(
        "the UNIQUE quote of an order",
        (
            "alter table orders drop constraint orders_quote_id_key",
            "alter table orders add constraint orders_quote_id_key unique (quote_id)",
        ),
        "test_place_order::test_a_second_order_of_a_quote_or_cart_is_impossible_in_the_tables_too",
        {"constraint": "orders_quote_id_key"},
    ),
]

LIFECYCLE = [
    Mutant(
        "the table of transitions",
        ("follow_transitions", "if not v_may then", "if false then"),
        "test_order_transitions::test_from_a_status_only_the_listed_ones_can_follow",
        {"before": "paid"},
    ),
    Mutant(
        "how an order may begin",
        ("record_order_change", "if not found then", "if false then"),
        "test_order_transitions::test_an_order_cannot_begin_in_the_middle",
        {"column": "status", "value": "paid"},
    ),
    Mutant(
        "the timeline's trigger",
        trigger("orders", "record_order_change"),
        "test_order_lifecycle::test_from_quote_to_completion_everything_is_on_the_timeline",
    ),
    Mutant(
        "orders having items",
        trigger("orders", "orders_have_items"),
        "test_order_transitions::test_an_order_without_items_does_not_exist",
    ),
    Mutant(
        "orders keeping their items",
        trigger("order_items", "items_stay_with_their_order"),
        "test_order_transitions::test_an_order_keeps_the_items_that_add_up_to_its_subtotal",
        {"damage": "delete from order_items"},
    ),
    Mutant(
        "whose order it is",
        ("lock_own_order", "and customer_id = current_customer_id()", ""),
        "test_order_lifecycle::test_an_order_of_somebody_else_is_not_there",
        {"function": "cancel_own_order"},
    ),
    Mutant(
        "visitors having no orders",
        ("lock_own_order", "if current_customer_id() is null then", "if false then"),
        "test_order_lifecycle::test_a_visitor_has_no_orders",
        {"function": "cancel_own_order"},
    ),
    Mutant(
        "versions",
        ("lock_order", "if v_order.version <> p_version then", "if false then"),
        "test_order_lifecycle::test_two_desks_never_overwrite_each_other",
    ),
    Mutant(
        "the order's lock",
        ("lock_order", "where id = p_order_id for update", "where id = p_order_id"),
        "test_order_lifecycle::test_two_desks_never_overwrite_each_other",
    ),
    Mutant(
        "giving back at cancellation",
        ("settle_stock", "perform release_stock(v_hold.product_id, v_hold.quantity);", "perform 1;"),
        "test_order_lifecycle::test_a_cancelled_order_gives_its_stock_back_with_the_reason",
        {"status": "paid"},
    ),
    Mutant(
        "the ORDER BY of settling",
        ("settle_stock", "order by product_id for no key update", "order by product_id desc for no key update"),
        "test_order_locks::test_cancelling_locks_listings_in_id_order",
    ),
    Mutant(
        "a proof pausing expiry",
        ("expire_orders", "and payment_status in ('unpaid', 'failed')", ""),
        "test_order_money::test_a_proof_pauses_expiry",
    ),
    Mutant(
        "SKIP LOCKED of expiry",
        ("expire_orders", "for update skip locked", "for update"),
        "test_expiry::test_two_workers_at_once_share_the_work",
    ),
    Mutant(
        "reserving anew for a payment whose hold ran out",
        ("settle_stock", "perform keep_order_stock(p_order_id);", "perform hold_order_until(p_order_id, null);"),
        "test_order_money::test_money_after_the_hold_was_swept_reserves_anew",
        {"by": "payment"},
    ),
    Mutant(
        "late money going nowhere when the stock is gone",
        ("stand_by_order", "return false;", "raise;"),
        "test_late_money::test_money_for_stock_that_is_gone_waits_for_refund_or_replacement",
        {"status": "expired"},
    ),
    Mutant(
        "expiring what cannot be kept",
        (
            "stand_by_order",
            "perform move_order(p_order.id, 'expired', 'Stoknya habis sebelum pembayaran masuk');",
            "null;",
        ),
        "test_late_money::test_money_for_stock_that_is_gone_before_anybody_expired_the_order",
        {"by": "payment"},
    ),
    Mutant(
        "no more going back than came in",
        ("record_refund", "not between 1 and v_most", "< 1"),
        "test_late_money::test_a_refund_out_of_bounds_is_refused",
        {"amount": 1},
    ),
    Mutant(
        "payments being append-only",
        trigger("payments", "payments_are_append_only"),
        "test_stock_ledger::test_history_cannot_be_rewritten_by_anybody",
        {"role": "sensasiwangi_owner", "table": "payments", "attempt": "delete from {}"},
    ),
]

RIGHTS = [
    Mutant(
        "FORCE",
        ("alter table orders no force row level security", "alter table orders force row level security"),
        "test_privileges::test_private_tables_are_enabled_and_forced",
    ),
    Mutant(
        "ENABLE",
        ("alter table orders disable row level security", "alter table orders enable row level security"),
        "test_order_lifecycle::test_an_order_id_is_no_authority_over_its_parts",
    ),
    Mutant(
        "a policy's condition",
        (
            'alter policy "shoppers read their own orders" on orders using (true)',
            'alter policy "shoppers read their own orders" on orders using (customer_id = (select current_customer_id()))',
        ),
        "test_order_lifecycle::test_an_order_id_is_no_authority_over_its_parts",
    ),
    Mutant(
        "a pinned search path",
        (
            "alter function place_order(uuid, interval) reset search_path",
            "alter function place_order(uuid, interval) set search_path = public, pg_temp",
        ),
        "test_privileges::test_every_definer_function_has_a_pinned_search_path",
    ),
    Mutant(
        "EXECUTE kept from everybody",
        (
            "grant execute on function identify(text, uuid, uuid, boolean) to public",
            "revoke execute on function identify(text, uuid, uuid, boolean) from public",
        ),
        "test_privileges::test_no_function_is_for_everybody",
    ),
    Mutant(
        "primitives kept from the shop",
        (
            "grant execute on function reserve_stock(uuid, integer) to sensasiwangi_shop",
            "revoke execute on function reserve_stock(uuid, integer) from sensasiwangi_shop",
        ),
        "test_privileges::test_running_roles_move_stock_through_the_purchase_only",
        {"role": "sensasiwangi_shop"},
    ),
]

MUTANTS = [*PLACING, *LIFECYCLE, *RIGHTS]
