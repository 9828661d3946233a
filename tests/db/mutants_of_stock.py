"""Guards of stock, cart and checkout, taken away one by one."""

from tests.db.mutant import Mutant, trigger

COUNT_EDIT = "create trigger count_edit before update on marketplace_listings"
COUNT_EDIT_OF = """create trigger count_edit before update of list_price, status, low_stock_threshold on marketplace_listings for each row
    when ((old.list_price, old.status, old.low_stock_threshold) is distinct from (new.list_price, new.status, new.low_stock_threshold))"""

STOCK = [
    Mutant(
        "the WHERE guard of the one stock statement",
        (
            "move_stock",
            "and stock_reserved::bigint + p_reserved_change between 0 and stock_on_hand::bigint + p_on_hand_change",
            "",
        ),
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
        ("reduce_hold", "perform sweep_listing(p_product_id, 0);", ""),
        "test_stock_give_and_sell::test_an_expired_hold_is_none_whether_swept_or_not",
        {"function": "commit_stock", "swept": False},
    ),
    Mutant(
        "sweeping before reserving",
        ("reserve_stock", "perform sweep_listing(p_product_id, p_quantity);", ""),
        "test_stock_reserve::test_a_hold_from_a_console_takes_what_ran_out",
    ),
    Mutant(
        "looking again at a hold that a placing took over meanwhile",
        ("sweep_listing", "where state = 'held' and expires_at <= app_now() and id = any", "where id = any"),
        "test_order_locks::test_a_hold_that_a_placing_takes_over_is_not_swept_by_who_waited_for_it",
    ),
    Mutant(
        "the bound of a sweep",
        ("sweep_listing", "order by expires_at limit p_most", "order by expires_at"),
        "test_stock_reserve::test_a_hold_sweeps_no_more_than_it_needs",
    ),
    Mutant(
        "one's own lapsed hold",
        ("sweep_listing", "and owner = current_stock_owner()", "and false"),
        "test_stock_give_and_sell::test_an_expired_hold_is_none_whether_swept_or_not",
        {"function": "commit_stock", "swept": False},
    ),
    Mutant(
        "reading past expired holds",
        ("stock_views", "and expires_at <= v_now)", "and false)"),
        "test_stock_available::test_expired_holds_do_not_count_swept_or_not",
    ),
    Mutant(
        "reading past one's own hold",
        ("stock_views", "and owner = v_owner", "and false"),
        "test_stock_available::test_my_own_hold_does_not_count_against_me",
    ),
    Mutant(
        "the difference between a visitor and a console",
        (
            "current_stock_owner",
            "case when current_setting('role') <> 'sensasiwangi_shop' then 'manual' end",
            "'manual'",
        ),
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
    Mutant(
        "the cart's lock",
        ("lock_cart", "and status = 'open' for update", "and status = 'open'"),
        "test_cart::test_two_additions_at_once_are_both_counted",
    ),
    Mutant(
        "the cap of ten",
        ("check_cart_line", "if p_quantity > 10 then", "if p_quantity > 100 then"),
        "test_cart::test_setting_more_than_the_limits_is_refused",
    ),
    Mutant(
        "the cap of fifty",
        ("check_cart_line", "> 50 then", "> 500 then"),
        "test_cart::test_more_than_fifty_in_all_are_refused",
    ),
    Mutant(
        "what there is",
        ("check_cart_line", "elsif p_quantity > v_available then", "elsif false then"),
        "test_cart::test_more_than_there_is_is_refused_with_the_sum",
    ),
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
        "the keys that a cart knows",
        ("add_to_cart_once", "p_key = any(v_cart.addition_keys)", "false"),
        "test_cart_keys::test_one_key_adds_once_and_no_key_each_time",
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
        ("ensure_hold", "coalesce(v_until, app_now() + interval '15 minutes')", "app_now() + interval '15 minutes'"),
        "test_checkout_hold::test_a_line_that_came_later_is_held_until_the_same_end",
    ),
    Mutant(
        "the limit of renewals",
        ("renew_hold", ">= 3 then", ">= 99 then"),
        "test_checkout_hold::test_the_fourth_renewal_is_refused",
    ),
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

DESK = [
    Mutant(
        "hearing of a change by hand since the look",
        ("adjust_listing", "if v_entry is not null then", "if false then"),
        "test_desk_stock::test_a_change_by_hand_since_the_look_is_a_conflict",
        {"by": "colleague"},
    ),
    Mutant(
        "the listing's lock before a change by hand",
        ("adjust_listing", "where product_id = p_product_id for no key update", "where product_id = p_product_id"),
        "test_desk_stock::test_who_waited_for_a_change_by_hand_is_told",
    ),
    Mutant(
        "comparing a count with what was seen",
        ("adjust_listing", "and id > p_seen)", "and false)"),
        "test_desk_stock::test_what_was_sent_between_look_and_count_stays_sent",
    ),
    Mutant(
        "whose change is taken back",
        ("undoable_adjustment", "e.actor = 'staff:' || current_staff_id() and", ""),
        "test_desk_stock::test_only_ones_own_last_change_of_thirty_seconds_can_be_taken_back",
    ),
    Mutant(
        "the listing's lock before taking back",
        ("undo_adjustment", "where product_id = p_product_id for no key update", "where product_id = p_product_id"),
        "test_desk_stock::test_who_waited_for_a_taking_back_is_told",
    ),
    Mutant(
        "the version of an edit",
        ("edit_listing", "v_listing.version is distinct from p_version", "false"),
        "test_desk_listing::test_another_version_than_the_listings_is_a_conflict",
        {"version": 2},
    ),
    Mutant(
        "the listing's lock before an edit",
        ("edit_listing", "where product_id = p_product_id for no key update", "where product_id = p_product_id"),
        "test_desk_listing::test_who_waited_for_an_edit_is_told",
    ),
    Mutant(
        "counting edits",
        trigger("marketplace_listings", "count_edit"),
        "test_desk_listing::test_a_price_typed_into_a_console_makes_a_version_too",
    ),
    Mutant(
        "leaving the version alone when stock moves",
        (
            f"drop trigger count_edit on marketplace_listings; {COUNT_EDIT} for each row execute function count_listing_edit()",
            f"drop trigger count_edit on marketplace_listings; {COUNT_EDIT_OF} execute function count_listing_edit()",
        ),
        "test_desk_listing::test_stock_that_moves_makes_no_version",
    ),
]

MUTANTS = [*STOCK, *CART_AND_CHECKOUT, *DESK]
