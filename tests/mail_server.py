"""A mail server of a test's own, on a port of this machine: it takes mail, or misbehaves as it is told."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bench.shop import free_port

OK = "250 OK"


class MailServer:
    """What it took is in received. mood: takes, refuses (not now), knows_nobody (never), hangs, drops
    (takes and ends the line), or waits (takes, and says so when the gate is open)."""

    def __init__(self) -> None:
        self.mood = "takes"
        self.received: list[EmailMessage] = []
        self.logins: list[Any] = []
        self.changed = threading.Condition()
        self.gate = threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self) -> list[str]:
        """The Message-IDs of what came, in order."""
        with self.changed:
            return [mail["Message-ID"] for mail in self.received]

    def wait_for(self, mails: int, patience: float) -> bool:
        """True as soon as so many came."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.received) >= mails, patience)

    async def handle_RCPT(  # noqa: N802  (the library's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.mood == "refuses":
            return "451 try again later"
        if self.mood == "knows_nobody":
            return "550 no such mailbox"
        if self.mood == "hangs":
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self.changed:
            self.received.append(mail)
            self.changed.notify_all()
        if self.mood == "drops":
            server.transport.abort()
        if self.mood == "waits":
            await asyncio.to_thread(self.gate.wait, 10)
        return OK


@contextmanager
def running(**options: Any) -> Iterator[MailServer]:
    """A mail server for as long as the block lasts."""
    server = MailServer()

    def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        server.logins.append(data)
        return AuthResult(success=True)

    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, authenticator=authenticate, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
