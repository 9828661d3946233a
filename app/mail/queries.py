"""What mail is about, and the mail itself, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("mail")


@dataclass(frozen=True, slots=True)
class Event:
    """A change of an order, and what is true of it by now.

    is_taken_back: it was undone, or undoes something; is_superseded: there is a later change of the same kind. last_slip:
    the kind of the newest slip of money, last_amount its whole Rupiah, slips how many there are. last_proof: the status of
    the newest proof, refusal why it was refused.
    """

    id: int
    order_id: UUID
    kind: str
    from_value: str | None
    to_value: str | None
    reason: str
    actor_kind: str
    is_taken_back: bool
    is_superseded: bool
    last_slip: str | None
    last_amount: int | None
    slips: int | None
    last_proof: str | None
    refusal: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a mail goes to."""

    full_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A row of the outbox; {site} in its texts stands for the shop's public address."""

    id: UUID
    event_key: str
    recipient: str
    subject: str
    body: str
    html: str | None
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a mail."""

    subject: str
    body: str
    html: str


def event(event_id: int) -> Statement[Event | None]:
    """None when the order was deleted."""
    return sql.row("event", Event, event_id=event_id)


def welcomed(customer_id: UUID) -> Statement[Person | None]:
    """None when the account was deleted."""
    return sql.row("welcomed", Person, customer_id=customer_id)


def mail(mail_id: UUID) -> Statement[Mail | None]:
    """None when it went with its recipient's account."""
    return sql.row("mail", Mail, mail_id=mail_id)


def write_order_mail(event_key: str, order_id: UUID, letter: Letter) -> Statement[None]:
    """To whose order it is, once per event."""
    return sql.run(
        "write_order_mail",
        event_key=event_key,
        order_id=order_id,
        subject=letter.subject,
        body=letter.body,
        html=letter.html,
    )


def write_mail(event_key: str, recipient: str, letter: Letter) -> Statement[None]:
    """To anybody else, once per event."""
    return sql.run(
        "write_mail",
        event_key=event_key,
        recipient=recipient,
        subject=letter.subject,
        body=letter.body,
        html=letter.html,
    )


def was_sent(mail_id: UUID) -> Statement[None]:
    """The mail server has taken it."""
    return sql.run("was_sent", mail_id=mail_id)
