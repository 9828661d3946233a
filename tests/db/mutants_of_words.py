"""Guards of the desk's messages, taken away one by one."""

from tests.db.mutant import Mutant, trigger

MUTANTS = [
    Mutant(
        "a message's version",
        ("edit_message", "and version = p_version ", ""),
        "test_desk_words::test_an_outdated_version_is_refused",
        {"version": 0},
    ),
    Mutant(
        "counting a message's versions",
        ("edit_message", "version = version + 1", "version = p_version"),
        "test_desk_words::test_of_two_who_edit_at_once_one_is_told",
    ),
    Mutant(
        "a message's length",
        ("edit_message", "length(p_body) not between 1 and 1500", "false"),
        "test_desk_words::test_a_text_that_is_empty_too_long_or_half_is_refused",
        {"title": "Salam", "body": ""},
    ),
    Mutant(
        "the audit of messages",
        trigger("message_templates", "audit"),
        "test_desk_words::test_each_edit_is_in_the_audit_trail",
    ),
    Mutant(
        "the look for the order that a message is noted on",
        ("note_message", "if not found then", "if false then"),
        "test_desk_words::test_a_message_of_no_order_is_refused",
    ),
    Mutant(
        "the title that staff gave a message",
        ("note_message", "where key = p_key", "where false"),
        "test_desk_words::test_an_opened_message_goes_by_the_title_that_staff_gave_it",
    ),
]
