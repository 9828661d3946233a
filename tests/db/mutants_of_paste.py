"""Guards of what the desk pastes, taken away one by one."""

from tests.db.mutant import Mutant, trigger

MUTANTS = [
    Mutant(
        "the UNIQUE line of a statement",
        (
            "alter table bank_lines drop constraint a_bank_line_counts_once",
            "alter table bank_lines add constraint a_bank_line_counts_once"
            " unique (account_number, booked_on, amount, words, occurrence, attempt)",
        ),
        "test_desk_paste::test_two_colleagues_who_choose_different_orders_book_a_line_once",
    ),
    Mutant(
        "the look for a line that was booked",
        ("book_bank_line", "if v_is_used then", "if false then"),
        "test_desk_paste::test_the_same_line_never_counts_twice",
    ),
    Mutant(
        "the order's lock before that look",
        ("book_bank_line", "where id = p_order_id for update", "where id = p_order_id"),
        "test_desk_paste::test_two_colleagues_with_the_same_statement_book_a_line_once",
    ),
    Mutant(
        "a line being free again once its payment was taken back",
        ("is_still_booked", "<> 'payment_undone'", "<> 'never'"),
        "test_desk_paste::test_a_payment_that_was_taken_back_frees_its_line",
    ),
    Mutant(
        "bank lines being append-only",
        trigger("bank_lines", "bank_lines_are_append_only"),
        "test_stock_ledger::test_history_cannot_be_rewritten_by_anybody",
        {"role": "sensasiwangi_owner", "table": "bank_lines", "attempt": "delete from {}"},
    ),
]
