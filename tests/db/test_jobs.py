"""Jobs: claimed once, tried again with growing pauses, parked in the end; a worker that dies loses nothing."""

from typing import Any

import pytest

from tests.db.shop import Shop

LEASE = "5 minutes"
PAUSES = (1, 5, 15, 60)  # minutes
FAILED = "the server said no"


def enqueue(shop: Shop, kind: str = "ring", subject: str = "1") -> None:
    shop.run("insert into jobs (kind, subject) values (%s, %s)", kind, subject)


def claim(shop: Shop, *kinds: str) -> tuple[int, int] | None:
    """Id and number of the claim, None when nothing is due."""
    found = shop.worker.rows("select id, claims from claim_job(%s, %s)", list(kinds or ("ring",)), LEASE)
    return found[0] if found else None


def job(shop: Shop, *columns: str) -> Any:
    return shop.one(f"select {', '.join(columns)} from jobs where kind = 'ring'")


def fail(shop: Shop, held: tuple[int, int], *, is_final: bool = False) -> bool:
    parked: bool = shop.worker.call("fail_job", *held, FAILED, is_final)
    return parked


def test_a_job_is_taken_by_one_and_gone_when_it_is_done(shop: Shop) -> None:
    enqueue(shop)
    held = claim(shop)
    assert held is not None
    assert claim(shop) is None
    assert shop.worker.call("finish_job", *held) is True
    assert shop.rows("select from jobs") == []
    assert shop.worker.call("finish_job", *held) is False


def test_kinds_are_taken_in_the_order_asked_and_others_left_alone(shop: Shop) -> None:
    for kind in ("sing", "ring", "dance"):
        enqueue(shop, kind)
    taken = [shop.worker.rows("select kind from claim_job(%s, %s)", ["ring", "sing"], LEASE) for _ in range(3)]
    assert taken == [[("ring",)], [("sing",)], []]


def test_sixteen_workers_share_without_meeting(shop: Shop) -> None:
    for number in range(10):
        enqueue(shop, subject=str(number))
    taken = shop.at_once(*[lambda: claim(shop)] * 16)
    ids = [one[0] for one in taken if one is not None]
    assert len(ids) == len(set(ids)) == 10
    assert taken.count(None) == 6


def test_of_a_worker_that_died_the_job_is_taken_again_when_its_lease_is_over(shop: Shop) -> None:
    enqueue(shop)
    dead = claim(shop)
    shop.later("4 minutes 59 seconds")
    assert claim(shop) is None
    shop.later(LEASE)
    heir = claim(shop)
    assert (dead, heir) == ((heir[0], 1), (heir[0], 2))
    assert shop.worker.call("finish_job", *dead) is False
    assert fail(shop, dead) is False
    assert job(shop, "claims", "failures", "deaths", "parked_at") == (2, 0, 1, None)
    assert shop.worker.call("finish_job", *heir) is True


def test_it_is_tried_again_after_growing_pauses_and_parked_after_the_fifth_time(shop: Shop) -> None:
    enqueue(shop)
    clock = 0
    for minutes in PAUSES:
        assert fail(shop, claim(shop)) is False
        clock += minutes
        shop.later(f"{clock} minutes -5 seconds")
        assert claim(shop) is None
        clock += 1  # for the time that the test itself takes
        shop.later(f"{clock} minutes")
    assert fail(shop, claim(shop)) is True
    assert job(shop, "failures", "last_error") == (5, FAILED)
    shop.later("1 year")
    assert claim(shop) is None


def test_what_is_hopeless_is_parked_at_once(shop: Shop) -> None:
    enqueue(shop)
    assert fail(shop, claim(shop), is_final=True) is True
    assert claim(shop) is None


def test_a_job_that_ten_workers_did_not_survive_is_parked(shop: Shop) -> None:
    enqueue(shop)
    for minutes in range(0, 50, 5):
        shop.later(f"{minutes} minutes")
        assert claim(shop) is not None
    shop.later("50 minutes")
    enqueue(shop, subject="next")
    assert claim(shop) is not None
    assert shop.rows("select subject, deaths, last_error from jobs where parked_at is not null") == [
        ("1", 10, "the worker ended while it ran")
    ]


def test_staff_have_a_parked_job_tried_again_with_all_its_tries(shop: Shop) -> None:
    enqueue(shop)
    held = claim(shop)
    with shop.refuses("SW040", what="job"):
        shop.desk.call("retry_job", held[0])
    fail(shop, held, is_final=True)
    shop.desk.call("retry_job", held[0])
    assert job(shop, "failures", "deaths", "parked_at") == (0, 0, None)
    assert shop.rows("select actor like 'staff:%%', action from audit_trail where table_name = 'jobs'") == [
        (True, "update")
    ]
    again = claim(shop)
    assert again == (held[0], 2)


@pytest.mark.parametrize("person", ["desk", "visitor"])
def test_nobody_else_takes_jobs(shop: Shop, person: str) -> None:
    who = shop.desk if person == "desk" else shop.visitor()
    with shop.denies("42501"):
        who.rows("select from claim_job('{ring}', '1 minute')")
