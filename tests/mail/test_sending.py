"""Mail against a real server: what arrives, and what happens when it refuses, hangs, drops the line or knows nobody."""

import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.jobs.running import HopelessError
from app.mail import post
from app.mail.queries import Mail
from tests import certificates, mail_server
from tests.db_server import Clone
from tests.mail_server import MailServer

SITE = "https://toko.contoh"
JOB = "select failures, parked_at is not null, last_error from jobs where kind = 'send_mail'"


def a_mail(
    html: str | None = "<p>Halo <a href='{site}/order/1'>pesanan</a></p>", key: str = "order:1:received:1"
) -> Mail:
    """To Sari, about an order."""
    now = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
    return Mail(
        UUID(int=1), key, "sari@contoh.test", "Pesanan – kami terima", "Halo\n{site}/order/1\n", html, now, None
    )


def message(key: str = "order:1:received:1") -> post.EmailMessage:
    return post.message(a_mail(key=key), "cs@toko.contoh", SITE)


def write(database: Clone) -> None:
    """One mail in the outbox, and nothing else to do."""
    database.rows(
        "insert into mail_outbox (event_key, recipient, subject, body) values ('x', 'sari@contoh.test', 'Halo', '{site}')"
    )


def passes(database: Clone, minutes: int) -> None:
    """The next try of each job comes nearer by so much."""
    database.rows("update jobs set run_at = run_at - %s * interval '1 minute'", minutes)


def test_a_mail_has_both_forms_and_an_id_of_its_event(app: Flask, smtp: MailServer) -> None:
    out = post.Post(smtp.url)
    for key in ("order:1:received:1", "order:1:received:1", "order:2:received:9"):
        out.send(message(key))
    out.hang_up()

    mail = smtp.received[0]
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "sari@contoh.test", "Sensasiwangi <cs@toko.contoh>", "Pesanan – kami terima",
    )  # fmt: skip
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert f"{SITE}/order/1" in text
    assert f"href='{SITE}/order/1'" in html
    first, again, other = smtp.ids()
    assert first == again != other
    assert first.endswith("@toko.contoh>")


def test_a_plain_mail_gets_html_with_its_links_and_nothing_of_its_own(app: Flask) -> None:
    made = post.message(a_mail(html=None), "cs@toko.contoh", SITE)
    assert f'<a href="{SITE}/order/1"' in made.get_payload()[1].get_content()


def test_a_password_is_given_where_it_is_asked_for(app: Flask) -> None:
    with mail_server.running(auth_require_tls=False) as server:
        out = post.Post(f"smtp://toko:rahasia%40@127.0.0.1:{server.port}")
        out.send(message())
        out.hang_up()
    assert [(login.login, login.password) for login in server.logins] == [(b"toko", b"rahasia@")]


def test_a_password_never_travels_in_the_clear(app: Flask, monkeypatch: pytest.MonkeyPatch, smtp: MailServer) -> None:
    monkeypatch.setattr(post, "_HERE", set())
    with pytest.raises(smtplib.SMTPNotSupportedError):
        post.Post(f"smtp://toko:rahasia@127.0.0.1:{smtp.port}").send(message())
    assert (smtp.received, smtp.logins) == ([], [])


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's, of localhost; its certificate is trusted."""
    certificate = certificates.made(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


@pytest.mark.parametrize(("scheme", "how"), [("smtp", "tls_context"), ("smtps", "ssl_context")])
def test_a_mail_and_a_password_travel_encrypted(
    app: Flask, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, scheme: str, how: str
) -> None:
    monkeypatch.setattr(post, "_HERE", set())
    with mail_server.running(**{how: tls}, auth_require_tls=scheme == "smtp") as server:
        out = post.Post(f"{scheme}://toko:rahasia@localhost:{server.port}")
        out.send(message())
        out.hang_up()
    assert [login.password for login in server.logins] == [b"rahasia"]
    assert server.ids() == [message()["Message-ID"]]


@pytest.mark.parametrize(("scheme", "how"), [("smtp", "tls_context"), ("smtps", "ssl_context")])
def test_a_server_that_cannot_show_who_it_is_gets_nothing(
    app: Flask, tls: ssl.SSLContext, scheme: str, how: str
) -> None:
    with mail_server.running(**{how: tls}) as server:
        for url in (f"{scheme}://toko:rahasia@127.0.0.1:{server.port}", f"{scheme}://127.0.0.1:{server.port}"):
            with pytest.raises(ssl.SSLCertVerificationError):
                post.Post(url).send(message())
    assert (server.received, server.logins) == ([], [])


def test_a_server_that_hangs_costs_no_more_than_the_patience(app: Flask, smtp: MailServer) -> None:
    smtp.mood = "hangs"
    with pytest.raises(OSError, match="timed out"):
        post.Post(smtp.url, timeout=0.2).send(message())


def test_a_server_that_ended_the_line_between_two_mails_is_called_again(app: Flask, smtp: MailServer) -> None:
    out = post.Post(smtp.url)
    out.send(message())
    out._connection.sock.shutdown(2)
    out.send(message())
    out.hang_up()
    assert len(smtp.received) == 2


def test_an_unknown_recipient_is_hopeless(app: Flask, smtp: MailServer) -> None:
    smtp.mood = "knows_nobody"
    with pytest.raises(HopelessError, match="550 no such mailbox"):
        post.Post(smtp.url).send(message())


def test_a_mail_is_sent_once(database: Clone, smtp: MailServer, work: Callable[[], None]) -> None:
    write(database)
    work()
    work()
    assert len(smtp.received) == 1
    assert database.rows("select sent_at is not null from mail_outbox") == [(True,)]
    assert database.rows("select from jobs") == []


def test_a_server_that_refuses_for_an_hour_gets_it_in_the_end(
    database: Clone, smtp: MailServer, work: Callable[[], None]
) -> None:
    write(database)
    smtp.mood = "refuses"
    for tries, minutes in enumerate((1, 5, 15), start=1):
        work()
        assert database.rows(JOB)[0][:2] == (tries, False)
        passes(database, minutes)
    work()
    smtp.mood = "takes"
    passes(database, 60)
    work()
    assert len(smtp.received) == 1
    assert database.rows("select from jobs") == []


def test_a_server_that_drops_the_line_after_the_mail_may_get_it_twice_with_one_id(
    database: Clone, smtp: MailServer, work: Callable[[], None]
) -> None:
    write(database)
    smtp.mood = "drops"
    work()
    assert database.rows(JOB)[0][:2] == (1, False)
    smtp.mood = "takes"
    passes(database, 1)
    work()
    assert len(smtp.ids()) == 2
    assert len(set(smtp.ids())) == 1


def test_a_mail_nobody_can_receive_is_parked_at_once(
    database: Clone, smtp: MailServer, work: Callable[[], None]
) -> None:
    write(database)
    smtp.mood = "knows_nobody"
    work()
    assert database.rows(JOB) == [(1, True, "550 no such mailbox")]
