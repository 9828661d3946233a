"""Error reports and traces for Sentry, without anything that tells who a shopper is, where they live or what they typed.

A report says what failed, where in the code, on which route, in which release, and the request's id, by which the log and
the timeline find the rest. Words of exceptions stay here: PostgreSQL's and Python's repeat values that somebody typed.
"""

from typing import Any

import sentry_sdk
from flask import g, has_request_context, request
from sentry_sdk.scrubber import DEFAULT_DENYLIST, EventScrubber

from app import release
from app.logs import chain
from app.settings import Settings

_PRIVATE = [
    "address",
    "alamat",
    "phone",
    "recipient",
    "email",
    "full_name",
    "postal_code",
    "proof",
    "quote_id",
    "session",
    "token",
]
_HEADERS = frozenset({"content-type", "accept", "hx-request"})
_UNTRACED = ("/static/", "/api/", "/metrics")


def start(settings: Settings) -> None:
    """Reports from now on, when a DSN is set; a share of requests is traced as SENTRY_TRACES says, whatever a caller asks for."""
    if not settings.sentry_dsn:
        return
    share = settings.sentry_traces
    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        environment=settings.app_env,
        release=release.named(settings),
        max_request_body_size="never",
        include_local_variables=False,
        event_scrubber=EventScrubber(denylist=[*DEFAULT_DENYLIST, *_PRIVATE], recursive=True),
        before_send=without_people,
        before_send_transaction=without_people,
        before_breadcrumb=lambda _crumb, _hint: None,
        traces_sampler=(lambda context: _share(context, share)) if share else None,
    )


def without_people(event: Any, hint: dict[str, Any]) -> Any:
    """An error report or trace as it may leave."""
    for name in ("user", "breadcrumbs", "extra", "message"):
        event.pop(name, None)
    event["request"] = _request(event.get("request", {}))
    for failure in event.get("exception", {}).get("values", []):
        failure.pop("value", None)
    for span in event.get("spans", []):
        span.pop("description", None)
        span.pop("data", None)
    if "logentry" in event:  # the words of a log line without what was filled in
        event["logentry"] = {"message": event["logentry"].get("message", "")}
    event["tags"] = {**_tags(hint), **({"request": g.get("request_id", "")} if has_request_context() else {})}
    return event


def _request(given: dict[str, Any]) -> dict[str, Any]:
    """Method and route, and headers that tell nothing; a path may hold a secret."""
    rule = request.url_rule if has_request_context() else None
    headers = {name: value for name, value in given.get("headers", {}).items() if name.lower() in _HEADERS}
    return {"method": given.get("method", ""), "url": rule.rule if rule else "", "headers": headers}


def _tags(hint: dict[str, Any]) -> dict[str, str]:
    """What the database says of a failure, by code and constraint."""
    tags: dict[str, str] = {}
    for failure in chain((hint.get("exc_info") or (None, None))[1]):
        diagnosis = getattr(failure, "diag", None)
        found = {
            "sqlstate": getattr(failure, "sqlstate", None),
            "constraint": getattr(diagnosis, "constraint_name", None),
        }
        tags |= {name: value for name, value in found.items() if value}
    return tags


def _share(context: dict[str, Any], share: float) -> float:
    path = context.get("wsgi_environ", {}).get("PATH_INFO", "")
    return 0.0 if path.startswith(_UNTRACED) else share
