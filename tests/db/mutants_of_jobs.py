"""Guards of jobs, mail and the clock, taken away one by one."""

from tests.db.mutant import Mutant, trigger

MUTANTS = [
    Mutant(
        "the lease of a job",
        ("claim_job", "run_at = app_now() + p_lease", "run_at = run_at"),
        "test_jobs::test_a_job_is_taken_by_one_and_gone_when_it_is_done",
    ),
    Mutant(
        "skipping the jobs of others",
        ("claim_job", "for update skip locked", ""),
        "test_jobs::test_sixteen_workers_share_without_meeting",
    ),
    Mutant(
        "the number of a claim when it is finished",
        ("finish_job", "and claims = p_claim", ""),
        "test_jobs::test_of_a_worker_that_died_the_job_is_taken_again_when_its_lease_is_over",
    ),
    Mutant(
        "the number of a claim when it failed",
        ("fail_job", "and claims = p_claim", ""),
        "test_jobs::test_of_a_worker_that_died_the_job_is_taken_again_when_its_lease_is_over",
    ),
    Mutant(
        "counting workers that died",
        ("claim_job", "deaths + (claimed_at is not null)::integer", "deaths"),
        "test_jobs::test_a_job_that_ten_workers_did_not_survive_is_parked",
    ),
    Mutant(
        "parking",
        ("fail_job", "p_is_final or ", ""),
        "test_jobs::test_what_is_hopeless_is_parked_at_once",
    ),
    Mutant(
        "the audit of jobs",
        trigger("jobs", "audit"),
        "test_jobs::test_staff_have_a_parked_job_tried_again_with_all_its_tries",
    ),
    Mutant(
        "telling of orders",
        trigger("order_events", "enqueue_order_mail"),
        "test_order_mail::test_a_placed_order_leaves_one_small_row",
    ),
    Mutant(
        "the wait until nothing can be taken back",
        ("enqueue_order_mail", "interval '40 seconds'", "interval '0'"),
        "test_order_mail::test_what_staff_did_is_told_when_it_cannot_be_taken_back_any_more",
    ),
    Mutant(
        "one mail per event",
        ("write_order_mail", "select p_event_key,", "select p_event_key || random(),"),
        "test_order_mail::test_a_mail_is_written_once_to_whose_order_it_is_and_sent_once",
    ),
    Mutant(
        "one reminder per order",
        (
            "remind_orders",
            "and not exists (select from order_events e where e.order_id = o.id and e.kind = 'reminder')",
            "",
        ),
        "test_by_the_clock::test_an_unpaid_order_is_reminded_of_once_in_the_last_quarter_of_its_term",
    ),
    Mutant(
        "the week before an order is completed",
        ("complete_orders", "- interval '7 days'", ""),
        "test_by_the_clock::test_a_delivered_order_is_completed_after_a_week",
    ),
    Mutant(
        "the amount that a cart asked somebody for",
        ("collect_carts", "t.released_at is null and", "false and"),
        "test_by_the_clock::test_a_cart_that_became_an_order_or_may_still_be_paid_stays",
    ),
    Mutant(
        "the stock that a cart holds",
        ("collect_carts", "h.state = 'held'", "false"),
        "test_by_the_clock::test_a_cart_that_holds_stock_stays",
    ),
]
