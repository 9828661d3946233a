"""Sends mail to the server of MAIL_URL."""

import hashlib
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from app.jobs.running import HopelessError
from app.mail.letters import html_of
from app.mail.queries import Mail

TIMEOUT = 15.0  # seconds for each answer of the server
_HERE = {"localhost", "127.0.0.1", "::1"}


def message(mail: Mail, sender: str, site: str) -> EmailMessage:
    """The mail as text and HTML. Its Message-ID is made from its event, so that a mail that is sent again is known as the same."""
    body = mail.body.replace("{site}", site)
    html = mail.html.replace("{site}", site) if mail.html else html_of(body)
    made = EmailMessage()
    made["From"] = f"Sensasiwangi <{sender}>"
    made["To"] = mail.recipient
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.created_at)
    made["Message-ID"] = f"<{hashlib.sha256(mail.event_key.encode()).hexdigest()[:32]}@{urlsplit(site).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body, cte="quoted-printable")
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    return made


class Post:
    """A connection to the mail server that is made when needed, and kept until it is hung up or something went wrong."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        self._url, self._timeout = urlsplit(url), timeout
        self._connection: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        """Returns when the server has taken it. Raises HopelessError for a recipient it will never take, OSError for anything else."""
        try:
            self._alive().send_message(mail)
        except smtplib.SMTPRecipientsRefused as cause:
            self._drop()
            ((code, words),) = list(cause.recipients.values())
            if code >= 500:
                raise HopelessError(f"{code} {words.decode(errors='replace')}") from cause
            raise
        except Exception:
            self._drop()
            raise

    def greet(self) -> bool:
        """Goes as far as a mail goes before its first line; says whether nobody can listen. Raises OSError, smtplib.SMTPException."""
        return isinstance(self._alive().sock, ssl.SSLSocket) or self._url.hostname in _HERE

    def hang_up(self) -> None:
        """Ends the connection, if there is one."""
        if self._connection is not None:
            with suppress(OSError):  # it may have ended by itself
                self._connection.quit()
            self._drop()

    def _drop(self) -> None:
        """Ends it without a word, for who knows whether the server still listens."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _alive(self) -> smtplib.SMTP:
        """The connection, made anew when the server has ended it since the last mail."""
        if self._connection is not None:
            with suppress(OSError):
                if self._connection.noop()[0] == 250:
                    return self._connection
            self._drop()
        self._connection = _connected(self._url, self._timeout)
        return self._connection


def _connected(url: SplitResult, timeout: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    made: smtplib.SMTP
    if url.scheme == "smtps":
        made = smtplib.SMTP_SSL(url.hostname or "", url.port or 465, timeout=timeout, context=context)
    else:
        made = smtplib.SMTP(url.hostname or "", url.port or 587, timeout=timeout)
    try:
        made.ehlo()
        if url.scheme == "smtp" and made.has_extn("starttls"):
            made.starttls(context=context)
            made.ehlo()
        if url.username:
            _log_in(made, url)
    except Exception:
        made.close()
        raise
    return made


def _log_in(made: smtplib.SMTP, url: SplitResult) -> None:
    """Raises SMTPNotSupportedError when the password would travel in the clear."""
    if not isinstance(made.sock, ssl.SSLSocket) and url.hostname not in _HERE:
        raise smtplib.SMTPNotSupportedError("the mail server offers no STARTTLS: no password is sent in the clear")
    made.login(unquote(url.username or ""), unquote(url.password or ""))
