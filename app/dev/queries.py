"""What developers look at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("dev")


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A row of the outbox."""

    id: UUID
    recipient: str
    subject: str
    body: str
    html: str | None
    created_at: datetime
    sent_at: datetime | None


def outbox() -> Statement[list[OutgoingMail]]:
    """The latest hundred mails, newest first; for the worker's role."""
    return sql.rows("outbox", OutgoingMail)


def mail(mail_id: UUID) -> Statement[OutgoingMail | None]:
    """One of them; for the worker's role."""
    return sql.row("mail", OutgoingMail, mail_id=mail_id)
