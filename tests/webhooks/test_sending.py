"""One request against a real receiver: bounded in time and size, for the name that was written, and following nobody further."""

import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.webhooks import sending
from app.webhooks.addresses import Rules, Target, parse_target
from app.webhooks.sending import Answer
from tests import certificates, webhook_receiver
from tests.webhook_receiver import Receiver

HERE = ["127.0.0.1"]
NAME = "gudang.contoh"


def target(receiver: Receiver, host: str = "127.0.0.1", scheme: str = "http") -> Target:
    return parse_target(f"{scheme}://{host}:{receiver.port}/hooks?a=b", Rules(http=True, private=True))


def post(receiver: Receiver, *whom: str) -> Answer:
    return sending.post(
        target(receiver, *whom), HERE, b'{"a":1}', {"webhook-id": "1", "Content-Type": "application/json"}
    )


def test_the_request_is_for_the_name_and_path_that_were_written(receiver: Receiver) -> None:
    assert post(receiver, NAME) == Answer(200, "thank you")
    (got,) = receiver.received
    assert (got.path, got.body, got.headers["host"]) == ("/hooks?a=b", b'{"a":1}', f"{NAME}:{receiver.port}")
    assert got.headers["accept-encoding"] == "identity"


def test_a_redirect_is_an_answer_and_nothing_more(receiver: Receiver) -> None:
    receiver.mood = "moved"
    assert post(receiver) == Answer(302, "")
    assert [got.path for got in receiver.received] == ["/hooks?a=b"]


def test_of_a_giant_answer_two_kilobytes_are_read(receiver: Receiver) -> None:
    receiver.mood = "giant"
    began = time.monotonic()
    assert post(receiver) == Answer(200, "x" * sending.EXCERPT)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("mood", ["hangs", "drips"])
def test_slow_is_slow_however_little_comes_at_once(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, mood: str
) -> None:
    monkeypatch.setattr(sending, "WHOLE", 0.3)
    receiver.mood = mood
    began = time.monotonic()
    assert post(receiver) == Answer(None, "Tidak menjawab dalam 0.3 detik")
    assert time.monotonic() - began < 2


def test_nobody_there_is_no_surprise(receiver: Receiver) -> None:
    receiver.port = 1
    assert post(receiver).status is None


def test_an_answer_that_breaks_off_keeps_its_status(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_answer: Any, _most: int) -> bytes:
        raise ConnectionResetError

    monkeypatch.setattr(sending.http.client.HTTPResponse, "read", broken)
    assert post(receiver) == Answer(200, "(ConnectionResetError)")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificates.made(tmp_path_factory.mktemp("certificate"), NAME)


@pytest.fixture
def encrypted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Receiver, list[Any]]]:
    """A receiver behind TLS whose certificate is trusted, and the names it was called by."""
    called: list[Any] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: called.append(name)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with webhook_receiver.running(context) as receiver:
        yield receiver, called


def test_the_certificate_has_to_be_of_the_name_that_was_written(encrypted: tuple[Receiver, list[Any]]) -> None:
    receiver, called = encrypted
    assert post(receiver, NAME, "https") == Answer(200, "thank you")
    assert called == [NAME]
    other = post(receiver, "lain.contoh", "https")
    assert other.status is None
    assert "certificate verify failed" in other.excerpt
    assert len(receiver.received) == 1


def test_slow_is_slow_behind_encryption_too(
    encrypted: tuple[Receiver, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, _ = encrypted
    monkeypatch.setattr(sending, "WHOLE", 0.4)
    receiver.mood = "drips"
    assert post(receiver, NAME, "https") == Answer(None, "Tidak menjawab dalam 0.4 detik")
