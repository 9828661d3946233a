"""What the worker does about webhooks: sends each event to each endpoint that subscribed."""

import json
from datetime import UTC, datetime
from typing import Any

from app import db
from app.jobs.queries import Job
from app.jobs.running import Handler, TriedError, worker
from app.statements import Statement
from app.webhooks import addresses, queries, sending, signing
from app.webhooks.queries import Delivery
from app.webhooks.sending import Answer

GONE = 410


def handlers(allowed: addresses.Rules) -> dict[str, Handler]:
    """The one kind of job about webhooks."""

    def send(job: Job) -> list[Statement[Any]]:
        delivery = db.read(worker(), queries.delivery(int(job.subject)))
        if delivery is None or delivery.status == "delivered":
            return []
        if not delivery.is_on:
            return [queries.dropped(delivery.id, "", is_gone=False)]
        return _noted(job, delivery, _sent(delivery, allowed))

    return {"webhook": send}


def message(delivery: Delivery) -> bytes:
    """The body: the same bytes with each try."""
    told = {
        "id": str(delivery.event_id),
        "type": delivery.type,
        "created_at": _utc(delivery.created_at),
        "data": delivery.data,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _sent(delivery: Delivery, allowed: addresses.Rules) -> Answer:
    body, event, at = message(delivery), str(delivery.event_id), int(delivery.now.timestamp())
    keys = filter(None, (delivery.secret, delivery.earlier_secret))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Sensasiwangi-Webhooks/1",
        "webhook-id": event,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signing.signature(key, event, at, body) for key in keys),
    }
    try:
        target = addresses.parse_target(delivery.address, allowed)
        return sending.post(target, addresses.resolve(target, allowed), body, headers)
    except addresses.AddressError as cause:
        return Answer(None, sending.readable(str(cause)))


def _noted(job: Job, delivery: Delivery, answer: Answer) -> list[Statement[Any]]:
    """What is written of the answer. Raises TriedError when the receiver did not take it."""
    if answer.status == GONE:
        return [queries.dropped(delivery.id, answer.excerpt, is_gone=True)]
    if answer.status and answer.status // 100 == 2:
        return [queries.succeeded(delivery.id, answer.status, answer.excerpt)]
    failure = queries.failed(delivery.id, job.id, answer.status, answer.excerpt)
    raise TriedError(f"{answer.status or ''} {answer.excerpt}".strip(), failure)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
