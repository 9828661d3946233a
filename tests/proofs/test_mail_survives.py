"""Workers are killed while they send, over and over: every mail arrives, and none twice but for a kill between taking and noting it."""

import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests import mail_server
from tests.db.shop import Shop
from tests.mail_server import MailServer
from tests.proofs.conftest import Tell
from tests.proofs.scale import sized
from tests.proofs.sweeper import Sweeper, sweeping

KILLS = sized(4, 100)
MAILS = sized(60, 1_500)
PATIENCE = 60.0  # seconds until it is given up
_WRITE = """
    insert into mail_outbox (event_key, recipient, subject, body)
    select 'proof:' || n, 'sari@contoh.test', 'Surat ' || n, '{site}' from generate_series(1, %s) n"""


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with mail_server.running() as server:
        yield server


@pytest.fixture
def worker(shop: Shop, smtp: MailServer) -> Iterator[Sweeper]:
    """A worker that sends to it; the outbox is full."""
    shop.run(_WRITE, MAILS)
    with sweeping(shop.url, MAIL_URL=smtp.url, SITE_URL="https://toko.contoh") as running:
        yield running


def wait_until_sent(shop: Shop) -> None:
    """Until nothing is left to do."""
    deadline = time.monotonic() + PATIENCE
    while shop.one("select count(*) from jobs where kind = 'send_mail'"):
        assert time.monotonic() < deadline, "mail is left lying"
        time.sleep(0.05)


def test_killed_workers_lose_no_mail_and_repeat_at_most_one_each(
    shop: Shop, smtp: MailServer, worker: Sweeper, tell: Tell
) -> None:
    began = time.monotonic()
    for _ in range(KILLS):
        assert smtp.wait_for(len(smtp.ids()) + random.randint(1, 8), PATIENCE)
        worker.kill()
        worker.start()
    wait_until_sent(shop)

    counts = Counter(smtp.ids())
    twice = sum(count - 1 for count in counts.values())
    assert len(counts) == MAILS
    assert twice <= KILLS
    assert shop.rows("select count(*) from mail_outbox where sent_at is null") == [(0,)]
    assert shop.rows("select from jobs where parked_at is not null") == []
    tell(
        f"{KILLS} workers killed in {time.monotonic() - began:.0f} s while {MAILS} mails were sent: all arrived, {twice} twice with the same id"
    )


def test_a_worker_that_is_asked_to_stop_finishes_the_mail_it_is_sending(
    shop: Shop, smtp: MailServer, worker: Sweeper
) -> None:
    assert smtp.wait_for(1, PATIENCE)
    smtp.mood = "waits"
    assert smtp.wait_for(len(smtp.ids()) + 1, PATIENCE)
    worker.asks_to_stop()
    smtp.gate.set()
    assert worker.left_with(PATIENCE) == 0
    arrived = len(smtp.ids())
    assert shop.one("select count(*) from mail_outbox where sent_at is not null") == arrived == len(set(smtp.ids()))
    assert shop.one("select count(*) from jobs where claimed_at is not null") == 0
