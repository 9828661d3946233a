"""What the worker does about mail: it writes each from its cause, and sends what was written."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import current_app

from app import db
from app.jobs.queries import Job
from app.jobs.running import Handler, worker
from app.mail import choosing, letters, post, queries, staff
from app.orders import queries as orders
from app.settings import Settings
from app.statements import Statement


def handlers(out: post.Post | None) -> dict[str, Handler]:
    """The kinds of jobs about mail, in the order of their urgency; without a post office mail is written and not sent."""
    return {
        "alarm_mail": staff.alarm,
        "send_mail": _sending(out),
        "order_mail": write_order_mail,
        "welcome_mail": welcome,
        "low_stock_mail": staff.low_stock,
        "webhook_off_mail": staff.webhook_off,
        "digest_mail": staff.digest,
    }


def write_order_mail(job: Job) -> list[Statement[Any]]:
    """The mail that an event of a timeline calls for, if any."""
    event = db.read(worker(), queries.event(int(job.subject)))
    if event is None:
        return []
    order, items = db.read(worker(), orders.order(event.order_id), orders.items(event.order_id))
    template = choosing.template(event, order) if order else None
    if order is None or template is None:
        return []
    letter = letters.of_order(template, event, order, items)
    return [queries.write_order_mail(choosing.event_key(event, template), order.id, letter)]


def welcome(job: Job) -> list[Statement[Any]]:
    """Greets a new member."""
    person = db.read(worker(), queries.welcomed(UUID(job.subject)))
    if person is None:
        return []
    letter = letters.plain("welcome", name=person.full_name)
    return [queries.write_mail(f"welcome:{job.subject}", person.email, letter)]


def _sending(out: post.Post | None) -> Callable[[Job], list[Statement[Any]]]:
    def send(job: Job) -> list[Statement[Any]]:
        mail = db.read(worker(), queries.mail(UUID(job.subject)))
        if mail is None or mail.sent_at or out is None:
            return []
        settings: Settings = current_app.config["SETTINGS"]
        out.send(post.message(mail, settings.support_email, settings.site_url))
        return [queries.was_sent(mail.id)]

    return send
