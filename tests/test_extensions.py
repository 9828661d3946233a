import dataclasses

import pytest
from flask import abort, request
from redis import Redis

from app import extensions

EVENT = {
    "request": {
        "url": "http://shop.test/orders?phone=0812345678",
        "query_string": "phone=0812345678",
        "cookies": {"session": "secret"},
        "data": {"address_line": "Jl. Melati 5"},
        "headers": {
            "Host": "shop.test",
            "Referer": "http://shop.test/?phone=0812345678",
            "HX-Current-URL": "http://shop.test/?q=x",
            "User-Agent": "Test",
        },
        "env": {"REMOTE_ADDR": "10.0.0.1"},
    },
    "user": {"ip_address": "10.0.0.1", "email": "sari@example.com"},
    "breadcrumbs": {"values": [{"message": "Jl. Melati 5"}]},
    "exception": {
        "values": [
            {"type": "CheckViolation", "value": "row violates a check\nDETAIL: Failing row contains (Jl. Melati 5)"}
        ]
    },
}


ASKED = {"phone": "0812345678"}
TYPED = {"address_line": "Jl. Melati 5", "phone_number": "0812345678"}


def test_error_reports_tell_nothing_about_people():
    sent = extensions.without_people(EVENT, {})

    assert sent == {
        "request": {"url": "http://shop.test/orders", "headers": {"User-Agent": "Test"}},
        "exception": {"values": [{"type": "CheckViolation", "value": "row violates a check"}]},
    }


def test_error_reports_as_sentry_would_send_them(app, settings, monkeypatch):
    """The whole way through the SDK, with a transport that keeps what would have left."""
    import sentry_sdk

    kept = []
    monkeypatch.setattr(
        sentry_sdk.transport.HttpTransport, "capture_envelope", lambda _self, envelope: kept.append(envelope)
    )
    extensions.report_errors(dataclasses.replace(settings, sentry_dsn="https://key@sentry.test/1"))
    try:

        @app.post("/breaks")
        def breaks():
            typed = request.form["address_line"] + request.args["phone"]
            raise RuntimeError(len(typed))

        client = app.test_client()
        assert client.post("/breaks", query_string=ASKED, data=TYPED).status_code == 500
        sentry_sdk.flush()
    finally:
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)

    words = b"".join(envelope.serialize() for envelope in kept).decode()
    assert "RuntimeError" in words
    assert [word for word in ("Melati", "0812345678", "REMOTE_ADDR", "cookie") if word in words] == []


def test_answers_are_compressed_as_the_browser_can(app):
    app.add_url_rule("/long", "long", lambda: "wangi " * 1000)

    for accepted, encoding in (("br, gzip", "br"), ("gzip", "gzip"), ("", None)):
        answer = app.test_client().get("/long", headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("status", [404, 500])
def test_failures_are_pages(app, status):
    app.add_url_rule("/fails", "fails", lambda: abort(status))

    answer = app.test_client().get("/fails")

    assert (answer.status_code, answer.mimetype) == (status, "text/html")


def test_a_limit_is_counted_in_the_database(app, limits_on, database):
    limited(app)

    assert statuses(app) == [200, 200, 200, 429]
    assert database.value("select count(*) from rate_limits") >= 1


def test_a_limit_is_counted_in_redis(app, limits_on, redis_url, database):
    limited(app)

    assert statuses(app) == [200, 200, 200, 429]
    with Redis.from_url(redis_url) as redis:
        assert redis.dbsize() >= 1
    assert database.value("select count(*) from rate_limits") == 0


def test_limits_can_be_off(app):
    limited(app)

    assert statuses(app) == [200, 200, 200, 200]


def test_too_many_requests_are_told_when_to_come_back(app, limits_on):
    limited(app)
    statuses(app)

    answer = app.test_client().get("/limited")

    assert (answer.status_code, answer.mimetype) == (429, "text/html")
    assert 1 <= int(answer.headers["Retry-After"]) <= 3600


def limited(app):
    @app.get("/limited")
    @extensions.limiter.limit("3/hour")
    def view():
        return "wangi"


def statuses(app):
    return [app.test_client().get("/limited").status_code for _ in range(4)]
