import pytest
from flask import abort
from redis import Redis

from app import extensions


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
