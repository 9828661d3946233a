"""Guards of the banner, taken away one by one."""

from tests.db.mutant import Mutant, trigger

MUTANTS = [
    Mutant(
        "that admins set the banner",
        ("set_banner", "perform require_admin();", ""),
        "test_banners::test_only_an_admin_sets_it",
    ),
    Mutant(
        "the version of the banner that was seen",
        ("set_banner", "where p_version = (select coalesce(max(id), 0) from banners)", ""),
        "test_banners::test_an_outdated_version_is_refused",
        {"version": 7},
    ),
    Mutant(
        "the start of the banner",
        ("shown_banner", "and b.starts_at <= app_now()", ""),
        "test_banners::test_it_is_shown_from_its_start_to_its_end",
    ),
    Mutant(
        "the end of the banner",
        ("shown_banner", "and (b.ends_at is null or b.ends_at > app_now())", ""),
        "test_banners::test_it_is_shown_from_its_start_to_its_end",
    ),
    Mutant(
        "the switch of the banner",
        ("shown_banner", "b.is_on and", ""),
        "test_banners::test_one_that_is_off_or_replaced_is_not_shown",
    ),
    Mutant("the audit of banners", trigger("banners", "audit"), "test_banners::test_each_is_in_the_audit_trail"),
    Mutant(
        "the history of banners",
        trigger("banners", "banners_are_append_only"),
        "test_banners::test_history_stays",
    ),
]
