"""Guards of the switches, taken away one by one."""

from tests.db.mutant import Mutant, trigger

MUTANTS = [
    Mutant(
        "the question for the checkout when an order is made",
        trigger("orders", "the_checkout_is_open"),
        "test_switches::test_no_order_is_made_while_the_checkout_is_off",
    ),
    Mutant(
        "that a switch waits for the orders that are being made",
        ("set_switch", "perform pg_advisory_xact_lock(7305003);", ""),
        "test_switches::test_who_turns_it_waits_for_an_order_that_is_being_made",
    ),
    Mutant(
        "that an order waits for a switch that is being turned",
        ("require_open_checkout", "perform pg_advisory_xact_lock_shared(7305003);", ""),
        "test_switches::test_an_order_waits_for_a_switch_that_is_being_turned",
    ),
    Mutant(
        "that a shop that can only be looked at makes no order",
        ("require_open_checkout", "if v_now.readonly then", "if false then"),
        "test_switches::test_an_order_that_began_before_readonly_is_not_made",
    ),
    Mutant(
        "the history of switches",
        trigger("switches", "switches_are_append_only"),
        "test_switches::test_history_stays",
    ),
    Mutant(
        "the audit of switches", trigger("switches", "audit"), "test_switches::test_each_turn_is_in_the_audit_trail"
    ),
]
