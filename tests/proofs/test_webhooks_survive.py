"""A worker that dies between sending an event and noting it: the event is sent again, under the same id. While a receiver hangs, mail goes on."""

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests import mail_server, webhook_receiver
from tests.db.shop import Shop
from tests.db.webhooks import ALL, SECRET
from tests.mail_server import MailServer
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.sweeper import Sweeper, sweeping
from tests.webhook_receiver import Receiver

KILLS = sized(1, 50)
EVENTS = sized(12, 300)
PATIENCE = 60.0  # seconds until it is given up
_SUBSCRIBE = "insert into webhook_endpoints (address, events, secret) values (%s, %s, %s)"
_MAIL = (
    "insert into mail_outbox (event_key, recipient, subject, body) values ('x', 'sari@contoh.test', 'Halo', '{site}')"
)
_HAPPENS = "select publish_event('stock.low', 'proof:' || n, '{}', now(), now()) from generate_series(1, %s) n"


@pytest.fixture
def receiver(shop: Shop) -> Iterator[Receiver]:
    """A receiver that wants to be told."""
    with webhook_receiver.running() as running:
        shop.run(_SUBSCRIBE, running.url(), ALL, SECRET)
        yield running


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with mail_server.running() as server:
        yield server


@pytest.fixture
def worker(shop: Shop, receiver: Receiver, smtp: MailServer) -> Iterator[Sweeper]:
    """A worker that sends to both; much has happened, and the receiver answers nothing for now."""
    receiver.mood = "waits"
    shop.run(_HAPPENS, EVENTS)
    with sweeping(shop.url, WEBHOOK_PRIVATE="on", MAIL_URL=smtp.url, SITE_URL="https://toko.contoh") as running:
        yield running


def test_killed_between_sending_and_noting_it_is_sent_again_under_the_same_id(
    shop: Shop, receiver: Receiver, smtp: MailServer, worker: Sweeper, tell: Tell
) -> None:
    began = time.monotonic()
    for kill in range(1, KILLS + 1):
        assert receiver.wait_for(kill, PATIENCE), "the worker sends nothing"
        worker.kill()
        worker.start()
    assert receiver.wait_for(KILLS + 1, PATIENCE)
    shop.run(_MAIL)
    assert smtp.wait_for(1, PATIENCE), "mail waits for a receiver of webhooks"
    assert len(receiver.ids()) == KILLS + 1
    receiver.mood = "takes"
    receiver.gate.set()
    while shop.one("select count(*) from jobs where kind = 'webhook'"):
        assert time.monotonic() < began + PATIENCE, "something is left lying"
        time.sleep(0.05)

    counts = Counter(receiver.ids())
    again = sum(count - 1 for count in counts.values())
    assert len(counts) == EVENTS
    assert 0 < again <= KILLS
    assert shop.rows("select status, count(*) from webhook_deliveries group by status") == [("delivered", EVENTS)]
    tell(f"{KILLS} workers killed while they sent {EVENTS} events: all arrived, {again} again under the same id")
