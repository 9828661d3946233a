"""From a change to the receiver: what arrives, signed and once, and what happens when it does not."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable

import pytest

from app.webhooks import sending
from tests.db_server import Clone
from tests.webhook_receiver import Got, Receiver
from tests.webhooks.conftest import SECRET

Work = Callable[[], None]
LOG = "select status, tries, response_status, excerpt from webhook_deliveries"


def happens(database: Clone, source: str = "x") -> None:
    """An event, and nothing else to do."""
    database.rows("delete from jobs")
    database.rows('select publish_event(\'order.paid\', %s, \'{"order": {"number": "SW-1"}}\', now(), now())', source)


def passes(database: Clone, minutes: int) -> None:
    """The next try of each job comes nearer by so much."""
    database.rows("update jobs set run_at = run_at - %s * interval '1 minute'", minutes)


def is_signed(got: Got, secret: str = SECRET) -> bool:
    """As a receiver would check it, without our code."""
    key = base64.b64decode(secret[6:])
    signed = b".".join([got.headers["webhook-id"].encode(), got.headers["webhook-timestamp"].encode(), got.body])
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in got.headers["webhook-signature"].split(" ")


def test_a_message_says_what_happened_and_is_signed(
    database: Clone, receiver: Receiver, endpoint: str, work: Work
) -> None:
    happens(database)
    work()
    (got,) = receiver.received
    told = json.loads(got.body)
    event, at = database.rows("select id::text, created_at from webhook_events")[0]
    assert told == {
        "id": event, "type": "order.paid", "created_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "data": {"order": {"number": "SW-1"}},
    }  # fmt: skip
    assert (got.headers["webhook-id"], got.headers["content-type"]) == (event, "application/json")
    assert abs(int(got.headers["webhook-timestamp"]) - time.time()) < 60
    assert is_signed(got)
    assert not is_signed(got, "whsec_" + "A" * 44)
    assert database.rows(LOG) == [("delivered", 1, 200, "thank you")]


def test_for_a_day_the_earlier_secret_signs_too(database: Clone, receiver: Receiver, endpoint: str, work: Work) -> None:
    earlier = "whsec_" + "B" * 44
    database.rows(
        "update webhook_endpoints set earlier_secret = %s, earlier_until = now() + interval '1 hour'", earlier
    )
    happens(database)
    work()
    database.rows("update webhook_endpoints set earlier_until = now()")
    happens(database, "y")
    work()
    first, second = receiver.received
    assert [is_signed(first, earlier), is_signed(first), is_signed(second, earlier), is_signed(second)] == [
        True, True, False, True,
    ]  # fmt: skip


def test_each_event_goes_once_to_each_endpoint(database: Clone, receiver: Receiver, endpoint: str, work: Work) -> None:
    again = "insert into webhook_endpoints (address, events, secret) select %s, events, secret from webhook_endpoints"
    database.rows(again + " returning id", receiver.url("/second"))
    for source in ("x", "y", "y"):
        database.rows("select publish_event('order.paid', %s, '{}', now(), now())", source)
    work()
    work()
    assert sorted((got.path, got.headers["webhook-id"]) for got in receiver.received) == sorted(
        (path, event)
        for path in ("/hooks", "/second")
        for (event,) in database.rows("select id::text from webhook_events")
    )
    assert len(receiver.received) == 4


@pytest.mark.parametrize(
    ("mood", "status", "excerpt"),
    [("wrong", 500, "� oops <b>here</b>"), ("moved", 302, ""), ("closes", None, "RemoteDisconnected: ")],
)
def test_what_is_not_taken_is_tried_again_under_the_same_id(
    database: Clone, receiver: Receiver, endpoint: str, work: Work, mood: str, status: int | None, excerpt: str
) -> None:
    receiver.mood = mood
    happens(database)
    work()
    state, tries, response, said = database.rows(LOG)[0]
    assert (state, tries, response, said[: len(excerpt)]) == ("retrying", 1, status, excerpt)
    work()
    assert len(receiver.received) == 1, "a pause comes first"
    receiver.mood = "takes"
    passes(database, 1)
    work()
    assert [got.path for got in receiver.received] == ["/hooks"] * 2
    assert len(set(receiver.ids())) == 1
    assert receiver.received[0].body == receiver.received[1].body
    assert database.rows(LOG) == [("delivered", 2, 200, "thank you")]
    assert database.rows("select failing_since from webhook_endpoints") == [(None,)]


def test_after_five_tries_it_is_parked_and_sent_again_when_somebody_asks(
    database: Clone, receiver: Receiver, endpoint: str, work: Work
) -> None:
    receiver.mood = "wrong"
    happens(database)
    for minutes in (1, 5, 15, 60, 0):
        work()
        passes(database, minutes)
    assert database.rows(LOG)[0][:2] == ("parked", 5)
    assert database.rows("select kind, failures, parked_at is not null from jobs") == [("webhook", 5, True)]
    receiver.mood = "takes"
    ade = "set_config('app.staff_id', (select id::text from staff where role = 'admin' limit 1), true)"
    database.rows(
        "insert into staff (email, full_name, role, password_hash) values ('ade@x', 'Ade', 'admin', 'x') returning id"
    )
    database.rows(f"select replay_delivery(d.id) from webhook_deliveries d, {ade}")
    work()
    assert database.rows(LOG) == [("delivered", 6, 200, "thank you")]
    assert len(set(receiver.ids())) == 1
    assert database.rows("select from jobs") == []


def test_one_that_is_gone_is_told_nothing_more_and_staff_are(
    database: Clone, receiver: Receiver, endpoint: str, work: Work
) -> None:
    database.rows(
        "insert into staff (email, full_name, role, password_hash) values ('ade@x', 'Ade', 'admin', 'x') returning id"
    )
    receiver.mood = "gone"
    happens(database)
    database.rows("select publish_event('order.paid', 'y', '{}', now(), now())")
    work()
    assert len(receiver.received) == 1
    assert database.rows(f"{LOG} order by id") == [("dropped", 1, 410, "not here any more"), ("dropped", 0, None, "")]
    assert database.rows("select is_on, disabled_because from webhook_endpoints") == [(False, "gone")]
    work()
    subjects = database.rows("select subject from mail_outbox where event_key like 'webhook-off:%%'")
    assert subjects == [(f"Webhook dimatikan: {receiver.url()}",)]


def test_one_that_hangs_costs_one_patience_and_delays_its_others(
    database: Clone, receiver: Receiver, endpoint: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "WHOLE", 0.2)
    receiver.mood = "hangs"
    happens(database)
    database.rows("select publish_event('order.paid', 'y', '{}', now(), now())")
    work()
    assert len(receiver.received) == 1
    assert database.rows(f"{LOG} order by id") == [
        ("retrying", 1, None, "Tidak menjawab dalam 0.2 detik"), ("waiting", 0, None, ""),
    ]  # fmt: skip
    assert database.rows("select min(run_at) > now() + interval '50 seconds' from jobs") == [(True,)]


def test_what_was_taken_back_meanwhile_is_not_sent(
    database: Clone, receiver: Receiver, endpoint: str, work: Work
) -> None:
    happens(database)
    database.rows("delete from webhook_events returning id")
    work()
    assert receiver.received == []
    assert database.rows("select from jobs") == []
