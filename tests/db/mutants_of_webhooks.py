"""Guards of webhooks, taken away one by one."""

from tests.db.mutant import Mutant, trigger

MUTANTS = [
    Mutant(
        "telling other programs of orders",
        trigger("order_events", "publish_order_event"),
        "test_webhooks::test_it_goes_once_to_each_who_subscribed_and_is_on",
    ),
    Mutant(
        "sending only to whom is on",
        ("publish_event", "where is_on and", "where"),
        "test_webhooks::test_it_goes_once_to_each_who_subscribed_and_is_on",
    ),
    Mutant(
        "one event per cause",
        ("publish_event", "select p_source, p_type", "select p_source || random(), p_type"),
        "test_webhooks::test_the_same_cause_is_one_event",
    ),
    Mutant(
        "the wait until no webhook can be taken back",
        ("publish_order_event", "interval '40 seconds'", "interval '0'"),
        "test_webhooks::test_what_staff_did_is_sent_when_it_cannot_be_taken_back_any_more",
    ),
    Mutant(
        "forgetting what was taken back",
        ("publish_order_event", "new.is_undo", "false"),
        "test_webhooks::test_what_staff_took_back_is_not_told",
    ),
    Mutant(
        "endpoints being for admins",
        ("save_endpoint", "perform require_admin();", ""),
        "test_webhook_endpoints::test_staff_without_the_role_change_nothing",
    ),
    Mutant(
        "secrets being for admins",
        ("rotate_endpoint_secret", "perform require_admin();", ""),
        "test_webhook_endpoints::test_staff_without_the_role_change_nothing",
    ),
    Mutant(
        "replays being for admins",
        ("replay_delivery", "perform require_admin();", ""),
        "test_webhook_endpoints::test_staff_without_the_role_change_nothing",
    ),
    Mutant(
        "the version of an endpoint",
        ("save_endpoint", "v_version is distinct from p_version", "false"),
        "test_webhook_endpoints::test_an_admin_registers_changes_and_nobody_overwrites_anybody",
    ),
    Mutant(
        "the three days",
        ("delivery_failed", "interval '3 days'", "interval '9 days'"),
        "test_webhook_endpoints::test_three_days_without_a_success_are_enough",
    ),
    Mutant(
        "the end of failing",
        ("delivery_succeeded", "failing_since = null", "failing_since = failing_since"),
        "test_webhook_endpoints::test_three_days_without_a_success_are_enough",
    ),
    Mutant(
        "the twenty parked",
        ("delivery_failed", "count(*) >= 20", "false"),
        "test_webhook_endpoints::test_twenty_parked_deliveries_are_enough",
    ),
    Mutant(
        "putting off what else would go to one that fails",
        ("delivery_failed", "set run_at = app_now() + interval '1 minute'", "set run_at = run_at"),
        "test_webhook_endpoints::test_one_that_fails_has_its_others_put_off_and_nobody_elses",
    ),
    Mutant(
        "a success that stays",
        ("delivery_failed", "and status <> 'delivered'", ""),
        "test_webhook_endpoints::test_who_was_overtaken_by_a_success_does_not_undo_it",
    ),
    Mutant(
        "one job per replay",
        ("replay_delivery", "('delivered', 'parked', 'dropped')", "('delivered', 'parked', 'dropped', 'waiting')"),
        "test_webhook_endpoints::test_an_admin_has_it_sent_again_once_however_often_asked",
    ),
    Mutant(
        "keeping what somebody waits for",
        ("forget_events", "('waiting', 'retrying')", "('retrying')"),
        "test_webhook_endpoints::test_events_of_a_month_ago_are_forgotten_unless_somebody_waits_for_them",
    ),
]
