"""Guards of consents and deletion, taken away one by one."""

from tests.db.mutant import Mutant

MUTANTS = [
    Mutant(
        "orders that run, before a deletion",
        ("carry_out_deletions", "if found and running_orders(v_id) = 0 then", "if found then"),
        "test_privacy::test_a_request_withdrawn_or_an_order_placed_meanwhile_wins",
    ),
    Mutant(
        "money that has to go back, before a deletion",
        ("running_orders", "or status in ('cancelled', 'expired') and paid_amount > refunded_amount", ""),
        "test_privacy::test_money_that_has_to_go_back_keeps_the_account",
    ),
    Mutant(
        "what an order says of a person",
        (
            "erase_customer",
            "update orders set recipient_name = 'Akun terhapus', phone_number = '',",
            "update orders set",
        ),
        "test_privacy::test_orders_lose_the_person_and_keep_the_amounts",
    ),
    Mutant(
        "what the audit trail says of a person",
        (
            "erase_customer",
            "update audit_trail set before = before - v_personal, after = after - v_personal",
            "update audit_trail set at = at",
        ),
        "test_privacy::test_an_address_that_staff_changed_goes_from_the_audit_trail_and_the_change_stays",
    ),
    Mutant(
        "pictures of a person's transfers",
        ("erase_customer", "update payment_proofs set content = null", "update payment_proofs set refusal = refusal"),
        "test_privacy::test_pictures_of_transfers_go_with_the_person_who_sent_them",
    ),
    Mutant(
        "links of orders without a person",
        ("linked_order", "and phone_number <> ''", ""),
        "test_privacy::test_the_link_of_an_erased_order_leads_nowhere",
    ),
    Mutant(
        "the one live consent",
        ("set_marketing_consent", "and withdrawn_at is null;", ";"),
        "test_privacy::test_each_yes_is_a_row_and_a_no_ends_it_once",
    ),
]
