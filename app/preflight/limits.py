"""Rate limits: a real 429 from the app's own limiter, on a key that nobody else counts by."""

import secrets

from flask import Flask
from flask_limiter import RequestLimit
from werkzeug.test import TestResponse

from app.checking import Check, Finding, failed, ok
from app.extensions import limiter
from app.preflight.database import WEB
from app.preflight.installation import Installation
from app.preflight.services import REDIS

ALLOWED, MOST = 2, 5  # the window slides: where it turns, one or two more are let through


def limited(installation: Installation) -> Finding:
    """Asks more often than allowed, and forgets the count."""
    settings = installation.settings
    if not settings.ratelimit_enabled:
        return failed("RATELIMIT_ENABLED=off: passwords can be guessed as fast as we answer; set it on")
    statuses, wait = _provoked(installation.app)
    if statuses[:ALLOWED] != [200] * ALLOWED or statuses[-1] != 429:
        return failed(f"where {ALLOWED} requests are allowed, these were the answers: {', '.join(map(str, statuses))}")
    if not wait.isdigit():
        return failed("a 429 does not say when to come back")
    where = "Redis" if settings.redis_url else "PostgreSQL"
    return ok(f"a request too many is answered with 429, come back in {wait} s; counted in {where}")


def _provoked(app: Flask) -> tuple[list[int], str]:
    """The statuses up to the first 429, and the last answer's Retry-After."""
    key, seen = f"preflight:{secrets.token_hex(8)}", list[RequestLimit]()

    @limiter.limit(f"{ALLOWED}/minute", key_func=lambda: key)
    def probe() -> str:
        return "ok"

    @app.teardown_request
    def remember(_: BaseException | None) -> None:
        seen.extend(limiter.current_limits)

    app.add_url_rule(f"/{key}", key, probe)
    client, answers = app.test_client(), list[TestResponse]()
    try:
        while len(answers) < MOST and (not answers or answers[-1].status_code == 200):
            answers.append(client.get(f"/{key}"))
    finally:
        for one in seen:
            limiter.limiter.clear(one.limit, *one.request_args)
    return [answer.status_code for answer in answers], answers[-1].headers.get("Retry-After", "")


CHECKS = (Check("limits.enforced", "Rate limiting is on", limited, (WEB, REDIS)),)
