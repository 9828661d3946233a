"""The rows of sessions and of rate limits, where several processes meet."""

from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.db.shop import Shop

HASH, OTHER = "a" * 64, "b" * 64
DAY = "1 day"


def sessions(shop: Shop) -> dict[str, dict[str, str]]:
    return dict(shop.rows("select id, data from web_sessions"))


def test_a_session_lives_until_its_end(shop: Shop) -> None:
    browser = shop.visitor()
    assert browser.call("session_load", HASH) is None
    browser.call("session_start", HASH, Jsonb({"cart_id": "1"}), DAY, None)
    assert browser.call("session_load", HASH) == {"cart_id": "1"}
    shop.later("25 hours")
    assert browser.call("session_load", HASH) is None
    assert browser.call("session_change", HASH, Jsonb({"cart_id": "2"}), [], DAY) is False
    assert sessions(shop) == {HASH: {"cart_id": "1"}}


def test_a_session_takes_the_place_of_another_and_sweeps_what_ran_out(shop: Shop) -> None:
    browser = shop.visitor()
    for number in range(6):
        browser.call("session_start", f"{number}" * 64, Jsonb({}), "1 minute", None)
    browser.call("session_start", HASH, Jsonb({}), DAY, None)
    shop.later("1 hour")
    browser.call("session_start", OTHER, Jsonb({}), DAY, HASH)
    left = sessions(shop)
    assert HASH not in left
    assert OTHER in left
    assert len(left) == 3


def test_changes_touch_their_keys_only_and_prolong(shop: Shop) -> None:
    browser = shop.visitor()
    browser.call("session_start", HASH, Jsonb({"a": 1, "b": 1, "c": 1}), DAY, None)
    shop.later("20 hours")
    assert browser.call("session_change", HASH, Jsonb({"b": 2}), ["a"], DAY) is True
    shop.later("40 hours")
    assert browser.call("session_load", HASH) == {"b": 2, "c": 1}


def test_parallel_changes_are_all_kept(shop: Shop) -> None:
    shop.visitor().call("session_start", HASH, Jsonb({}), DAY, None)
    browsers = [shop.visitor() for _ in range(8)]
    shop.at_once(
        *(lambda n=n, b=b: b.call("session_change", HASH, Jsonb({f"k{n}": n}), [], DAY) for n, b in enumerate(browsers))
    )
    assert sessions(shop)[HASH] == {f"k{n}": n for n in range(8)}


def test_an_ended_session_is_not_brought_back(shop: Shop) -> None:
    browser = shop.visitor()
    browser.call("session_start", HASH, Jsonb({}), DAY, None)
    browser.call("session_delete", HASH)
    browser.call("session_delete", HASH)
    assert browser.call("session_change", HASH, Jsonb({"a": 1}), [], DAY) is False
    assert sessions(shop) == {}


def passes(shop: Shop, key: str, limit: int = 3, window: int = 60) -> bool:
    passed: bool = shop.visitor().call("rate_limit_acquire", key, limit, window, 1)
    return passed


def at_window_start(shop: Shop, window: int = 60) -> float:
    """Moves the clock to the start of the next window but one; returns the seconds to it."""
    now = float(shop.one("select extract(epoch from now())"))
    offset = window * 2 - now % window
    shop.later(f"{offset} seconds")
    return offset


def test_a_limit_lets_exactly_so_many_through_and_refused_hits_do_not_count(shop: Shop) -> None:
    at_window_start(shop)
    assert [passes(shop, "k") for _ in range(6)] == [True] * 3 + [False] * 3
    assert shop.one("select sum(hits) from rate_limits") == 3
    assert passes(shop, "other")


@pytest.mark.parametrize(("later", "passed"), [(59, 0), (61, 1), (81, 2), (101, 3), (500, 3)])
def test_the_window_slides(shop: Shop, later: int, passed: int) -> None:
    start = at_window_start(shop)
    assert [passes(shop, "k") for _ in range(3)] == [True] * 3
    shop.later(f"{start + later} seconds")
    assert sum(passes(shop, "k") for _ in range(5)) == passed


def test_more_at_once_than_the_limit_has_room_for(shop: Shop) -> None:
    at_window_start(shop)
    browsers = [shop.visitor() for _ in range(12)]
    for round_trip in range(2):
        done = shop.at_once(*(lambda b=b: b.call("rate_limit_acquire", "k", 15, 60, 1) for b in browsers))
        assert sum(done) == (12 if round_trip == 0 else 3)
    assert shop.visitor().call("rate_limit_acquire", "big", 3, 60, 4) is False


def test_limits_of_a_member_hold_for_all_sessions_of_theirs(shop: Shop) -> None:
    at_window_start(shop)
    member = str(uuid4())
    for hashed in (HASH, OTHER):
        shop.visitor().call("session_start", hashed, Jsonb({"customer_id": member}), DAY, None)
    keys = [f"LIMITS/session:{HASH}@10.0.0.1/place", f"LIMITS/session:{OTHER}@10.0.0.2/place"]
    assert [passes(shop, key) for key in keys * 3] == [True] * 3 + [False] * 3
    assert shop.rows("select distinct regexp_replace(key, '/[0-9]+$', '') from rate_limits") == [
        (f"LIMITS/member:{member}/place",)
    ]


def test_visitors_count_by_session_and_made_up_sessions_by_address(shop: Shop) -> None:
    at_window_start(shop)
    shop.visitor().call("session_start", HASH, Jsonb({"cart_id": "1"}), DAY, None)
    assert passes(shop, f"session:{HASH}@10.0.0.1/cart")
    for number in range(4):
        assert passes(shop, f"session:{number:064x}@10.0.0.1/cart") is (number < 3)
    assert passes(shop, f"session:{HASH}@10.0.0.1/cart")
    assert passes(shop, "address:10.0.0.1/cart") is False
    assert passes(shop, f"session:{'c' * 64}@10.0.0.2/cart")


def test_the_windows_tell_when_to_come_back(shop: Shop) -> None:
    start = at_window_start(shop)
    assert shop.visitor().call("rate_limit_windows", "k", 60)[:3] == (0, 0, 0)
    passes(shop, "k")
    shop.later(f"{start + 75} seconds")
    passes(shop, "k")
    previous, previous_left, current, current_left = shop.visitor().call("rate_limit_windows", "k", 60)
    assert (previous, current) == (1, 1)
    assert 40 < previous_left <= 45
    assert 40 < current_left <= 45


def test_a_fixed_window_starts_with_its_first_hit_and_ends(shop: Shop) -> None:
    start = at_window_start(shop)
    browser = shop.visitor()
    assert [browser.call("rate_limit_increase", "k", 60, 1) for _ in range(3)] == [1, 2, 3]
    shop.later(f"{start + 59} seconds")
    assert browser.call("rate_limit_increase", "k", 60, 2) == 5
    assert browser.call("rate_limit_counter", "k")[0] == 5
    shop.later(f"{start + 61} seconds")
    assert browser.rows("select * from rate_limit_counter('k')") == []
    assert browser.call("rate_limit_increase", "k", 60, 1) == 1


def test_counters_are_forgotten_by_key_and_all(shop: Shop) -> None:
    for key in ("k", "k/1", "other"):
        passes(shop, key)
        shop.visitor().call("rate_limit_increase", key, 60, 1)
    assert shop.visitor().call("rate_limit_clear", "k") >= 2
    assert shop.one("select count(*) from rate_limits where key = 'other'") == 1
    shop.visitor().call("rate_limit_clear", None)
    assert shop.rows("select key from rate_limits") == []


def test_counters_that_ran_out_are_swept_on_the_way(shop: Shop) -> None:
    for number in range(5):
        passes(shop, f"k{number}", window=1)
    shop.later("1 hour")
    passes(shop, "new")
    assert shop.one("select count(*) from rate_limits") == 1
