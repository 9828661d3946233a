"""The limiter's storage in PostgreSQL, and whom limits count."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import session
from limits import parse
from limits.strategies import FixedWindowRateLimiter, SlidingWindowCounterRateLimiter

from app import create_app, db, errors, rate_limits
from app.extensions import limiter

THREE = parse("3/hour")


@pytest.fixture
def storage(app):
    with app.app_context():
        yield rate_limits.PostgresStorage()


@pytest.mark.parametrize("strategy", [SlidingWindowCounterRateLimiter, FixedWindowRateLimiter])
def test_both_strategies_of_the_library_count(storage, strategy):
    counting = strategy(storage)

    assert counting.test(THREE, "sari")
    assert [counting.hit(THREE, "sari") for _ in range(5)] == [True] * 3 + [False] * 2
    assert not counting.test(THREE, "sari")
    assert counting.hit(THREE, "budi")
    stats = counting.get_window_stats(THREE, "sari")
    assert stats.remaining == 0
    assert 0 < stats.reset_time - rate_limits.time() <= 3600
    counting.clear(THREE, "sari")
    assert counting.get_window_stats(THREE, "sari").remaining == 3


def test_a_hit_is_one_round_trip(storage, transactions):
    SlidingWindowCounterRateLimiter(storage).hit(THREE, "sari")

    assert len(transactions) == 1


def test_storage_answers_for_its_health_and_can_be_emptied(storage, monkeypatch):
    SlidingWindowCounterRateLimiter(storage).hit(THREE, "sari")
    assert (storage.check(), storage.reset(), storage.reset()) == (True, 1, 0)
    monkeypatch.setattr(db.Database, "run", lambda *args, **options: (_ for _ in ()).throw(errors.Unavailable))
    assert storage.check() is False


def test_many_threads_get_exactly_the_limit(app, storage):
    ready, ten = Barrier(8), parse("10/day")
    storage.check()  # opens the pool

    def hits(_: int) -> int:
        with app.app_context():
            counting = SlidingWindowCounterRateLimiter(rate_limits.PostgresStorage())
            ready.wait(10)
            return sum(counting.hit(ten, "sari") for _ in range(4))

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(hits, range(8))) == 10


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "address:203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::"),
        ("2001:db8:1:2::1", "address:2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "address:203.0.113.7"),
        ("unix:", "address:unknown"),
        ("', 1)--", "address:unknown"),
        ("", "address:unknown"),
    ],
)
def test_addresses_are_counted_as_their_owners_have_them(app, address, key):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert rate_limits.by_address() == key


def test_forwarded_addresses_count_only_behind_proxies(app, settings):
    header = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    behind_one = create_app(dataclasses.replace(settings, trusted_proxies=1))
    seen = []
    for made in (app, behind_one):
        made.add_url_rule("/address", "address", lambda: seen.append(rate_limits.by_address()) or "")
        made.test_client().get("/address", headers=header)
        with made.app_context():
            db.database().close()

    assert seen == ["address:127.0.0.1", "address:203.0.113.7"]


def test_a_shopper_without_a_session_counts_by_address(app):
    with app.test_request_context():
        assert rate_limits.by_shopper() == "address:unknown"


def test_a_shopper_with_a_session_counts_by_its_hash_and_the_database_finds_the_member(app):
    with app.test_request_context(headers={"Cookie": f"session={'A' * 43}"}, environ_base={"REMOTE_ADDR": "10.0.0.1"}):
        key = rate_limits.by_shopper()

    assert key.startswith("session:")
    assert key.endswith("@10.0.0.1")
    assert len(key) == len("session:@10.0.0.1") + 64


def test_in_redis_mode_the_member_is_known_before(app, redis_url, database):
    member = database.value(
        "insert into customers (email, full_name, password_hash) values ('sari@contoh.id', 'Sari', '!') returning id"
    )
    app.add_url_rule("/in", "in", lambda: session.update({"customer_id": str(member)}) or "")
    app.add_url_rule("/cart-only", "cart_only", lambda: session.update({"cart_id": str(member)}) or "")
    app.add_url_rule("/key", "key", rate_limits.by_shopper)
    client, visitor = app.test_client(), app.test_client()
    client.get("/in")
    visitor.get("/cart-only")

    assert client.get("/key").text == f"member:{member}"
    assert visitor.get("/key").text == f"cart:{member}"
    assert app.test_client().get("/key").text == "address:127.0.0.1"


def test_the_setting_is_read_with_each_request(app, settings):
    with app.app_context():
        assert rate_limits.limit("login")() == "30/minute"
        app.config["SETTINGS"] = dataclasses.replace(settings, limit_login="1/day")
        assert rate_limits.limit("login")() == "1/day"


def test_limits_hold_over_processes_and_restarts(app, settings, limits_on):
    statuses = []
    for made in (app, create_app(settings), create_app(settings)):
        made.add_url_rule("/limited", "limited", limiter.limit("2/day")(lambda: "wangi"))
        statuses += [made.test_client().get("/limited").status_code for _ in range(2)]
        with made.app_context():
            db.database().close()

    assert statuses == [200, 200, 429, 429, 429, 429]


def test_when_the_counters_are_away_nobody_slips_through(app, limits_on, monkeypatch):
    app.add_url_rule("/limited", "limited", limiter.limit("2/day")(lambda: "wangi"))
    monkeypatch.setattr(db.Database, "run", lambda *args, **options: (_ for _ in ()).throw(errors.Unavailable))

    answer = app.test_client().get("/limited")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
