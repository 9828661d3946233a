"""Guards of an order's link, taken away one by one."""

from tests.db.mutant import Mutant

MUTANTS = [
    Mutant(
        "the end of a link",
        ("linked_order", "(closed_at is null or closed_at > app_now() - interval '90 days')", "true"),
        "test_order_links::test_a_link_ends_ninety_days_after_its_order",
        {"status": "cancelled"},
    ),
    Mutant(
        "the digits",
        ("prove_order_link", "right(v_phone_number, 4) = p_digits", "true"),
        "test_order_links::test_wrong_digits_open_nothing",
        {"digits": "0000"},
    ),
    Mutant(
        "all four of the digits",
        ("prove_order_link", "right(v_phone_number, 4) = p_digits", "v_phone_number like '%' || p_digits"),
        "test_order_links::test_wrong_digits_open_nothing",
        {"digits": ""},
    ),
    Mutant(
        "the end of a proof",
        ("enter_order_link", "p_proven_until > app_now() and", ""),
        "test_order_links::test_a_proof_lasts_half_an_hour",
    ),
    Mutant(
        "the longest a proof can last",
        ("enter_order_link", "and p_proven_until <= app_now() + interval '30 minutes'", ""),
        "test_order_links::test_a_proof_lasts_half_an_hour",
    ),
    Mutant(
        "leaving the account outside",
        ("enter_order_link", "set_config('app.customer_id', '', true)", "null"),
        "test_order_links::test_who_is_signed_in_is_not_by_a_link",
    ),
    Mutant(
        "that a link opens one order",
        ("lock_opened_order", "p_order_id = current_order_id()", "current_order_id() is not null"),
        "test_order_links::test_a_link_is_no_way_to_another_order",
        {"call": "accept_shipping_quote(%s, null, '1 day')"},
    ),
    Mutant(
        "that a link calls nothing off",
        ("cancel_own_order", "lock_own_order", "lock_opened_order"),
        "test_order_links::test_calling_off_asks_for_the_account",
        {"call": "cancel_own_order(%s, null, '')"},
    ),
    Mutant(
        "the policy of links",
        (
            'alter policy "who opened the link of an order reads it" on orders using (current_order_id() is not null)',
            'alter policy "who opened the link of an order reads it" on orders using (id = (select current_order_id()))',
        ),
        "test_order_links::test_a_proof_opens_that_order_and_nothing_else_of_its_shopper",
    ),
]
