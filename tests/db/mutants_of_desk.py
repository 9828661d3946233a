"""Guards of the desk, taken away one by one."""

from tests.db.mutant import Mutant, trigger

ACCESS = [
    Mutant(
        "removal of staff",
        ("identify_staff", " and s.removed_at is null", ""),
        "test_desk_access::test_who_was_removed_in_a_console_is_out_too",
    ),
    Mutant(
        "the end of a session",
        ("identify_staff", "elsif v_has_ended then", "elsif false then"),
        "test_desk_access::test_a_session_is_its_person_until_it_ends",
    ),
    Mutant(
        "what is for admins",
        ("identify_staff", "(p_admin_only and role <> 'admin')", "false"),
        "test_desk_access::test_what_asks_for_an_admin_is_not_there_for_others",
    ),
    Mutant(
        "the second factor",
        ("identify_staff", "not is_confirmed and not p_unconfirmed", "false"),
        "test_desk_access::test_a_second_factor_that_an_admin_asks_for_keeps_everybody_out_until_the_code_was_right",
    ),
    Mutant(
        "each code once",
        ("confirm_second_factor", " and totp_last_step < p_step", ""),
        "test_desk_access::test_a_code_works_once",
    ),
    Mutant(
        "who may remove a colleague",
        ("require_admin", "role = 'admin'", "role in ('admin', 'cs')"),
        "test_desk_access::test_removal_takes_effect_with_the_next_transaction",
    ),
]

WORK = [
    Mutant(
        "a colleague's claim",
        ("claim_order", "and not p_take_over", "and false"),
        "test_desk_work::test_two_never_work_on_the_same_order",
    ),
    Mutant(
        "a colleague's claim under every action",
        ("lock_order", "elsif v_staff_id is not null then", "elsif false then"),
        "test_desk_work::test_two_never_work_on_the_same_order",
    ),
    Mutant(
        "the audit of orders",
        trigger("orders", "audit"),
        "test_desk_work::test_what_staff_change_is_audited_with_before_and_after",
    ),
    Mutant(
        "the audit of stock",
        trigger("marketplace_listings", "audit"),
        "test_desk_work::test_what_staff_change_is_audited_with_before_and_after",
    ),
    Mutant(
        "an audit trail that stays",
        trigger("audit_trail", "audit_trail_is_append_only"),
        "test_desk_work::test_a_console_is_audited_too_and_nobody_rewrites_the_trail",
    ),
    Mutant(
        "the audit trail being rewritten by nobody",
        trigger("audit_trail", "audit_trail_is_not_rewritten"),
        "test_desk_work::test_a_console_is_audited_too_and_nobody_rewrites_the_trail",
    ),
    Mutant(
        "the audit trail inventing nothing while it forgets",
        trigger("audit_trail", "audit_trail_forgets_and_never_invents"),
        "test_privacy::test_a_trail_that_forgets_people_still_cannot_be_rewritten",
        {"attempt": "update audit_trail set actor = 'staff:nobody'"},
    ),
]

ORDERS = [
    Mutant(
        "steps back that only undoing takes",
        ("follow_transitions", "t.to_status = new.status and (not t.is_undo or v_undoing)", "t.to_status = new.status"),
        "test_desk_orders::test_nobody_steps_back_outside_of_taking_back",
    ),
    Mutant(
        "thirty seconds",
        ("undoable_action", "v_last.at < app_now() - interval '30 seconds'", "false"),
        "test_desk_orders::test_only_within_thirty_seconds_by_the_same_person_and_when_nothing_came_after",
    ),
    Mutant(
        "one's own slip",
        ("undoable_action", "v_last.actor is distinct from 'staff:' || current_staff_id() or ", ""),
        "test_desk_orders::test_only_within_thirty_seconds_by_the_same_person_and_when_nothing_came_after",
    ),
    Mutant(
        "nothing that came after",
        ("undoable_action", "(v_last.after ->> 'version')::integer is distinct from v_order.version", "false"),
        "test_desk_orders::test_what_a_shopper_did_since_is_not_undone_with_it",
    ),
    Mutant(
        "the ledger of a shipment that is taken back",
        ("undo_shipment", "v_line.quantity, v_line.quantity, 'uncommit'", "v_line.quantity, 0, 'uncommit'"),
        "test_desk_orders::test_what_is_taken_back_leaves_everything_as_it_was",
        {"name": "shipped"},
    ),
    Mutant(
        "money on an order that is edited",
        ("edit_order", "or v_order.payment_status not in ('unpaid', 'failed')", ""),
        "test_desk_edits::test_a_proof_or_money_ends_the_editing",
    ),
    Mutant(
        "never more than was ordered",
        ("reduce_lines", "not between 0 and v_line.quantity", "< 0"),
        "test_desk_edits::test_a_quantity_that_is_none_or_more_is_refused",
        {"quantity": 3},
    ),
]

MUTANTS = [*ACCESS, *WORK, *ORDERS]
