"""A shop with one place and a small room; the test itself stands in it, so that everybody else has to wait."""

import dataclasses
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import create_app, db, deadline
from app.admission import BROWSING, ORDERING, SHOPPING, Admission, _line
from app.errors import Busy

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def crowded(settings):
    """The app whose only place is taken, and its gate."""
    app = create_app(dataclasses.replace(settings, threads=1, waiting_room=8))
    app.wsgi_app.application.gate.enter(ORDERING)
    yield app
    with app.app_context():
        db.database().close()


@pytest.fixture
def browsers_wait(crowded):
    """Half of the room is full of people who only look."""
    gate = crowded.wsgi_app.application.gate
    threads = [threading.Thread(target=_looks_around, args=(gate,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    while gate.waiting < 4:
        threads[0].join(0.001)
    yield
    for thread in threads:
        thread.join()


def _looks_around(gate):
    try:
        with gate.passed(BROWSING):
            pass
    except Busy:
        return


@pytest.mark.parametrize(
    ("method", "path", "line"),
    [
        ("POST", "/checkout/place", ORDERING),
        ("POST", "/cart/items", SHOPPING),
        ("GET", "/checkout/review", SHOPPING),
        ("GET", "/order/confirmation/1", SHOPPING),
        ("GET", "/admin", SHOPPING),
        ("GET", "/", BROWSING),
        ("GET", "/marketplace", BROWSING),
        ("GET", "/marketplace/melati-senja-50ml", BROWSING),
        ("GET", "/listings/1/stock", BROWSING),
        ("GET", "/cart/badge", BROWSING),
    ],
)
def test_who_stands_in_which_line(method, path, line):
    assert _line(method, path) == line


@pytest.mark.usefixtures("browsers_wait")
def test_who_browses_is_turned_away_with_a_page(crowded):
    answer = crowded.test_client().get("/marketplace")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(Busy.retry_after))
    assert "Coba lagi beberapa detik lagi" in answer.text
    assert answer.headers["Content-Security-Policy"]
    crowded.wsgi_app.application.gate.leave()


@pytest.mark.usefixtures("browsers_wait")
def test_who_browses_with_htmx_is_turned_away_with_a_notice(crowded):
    client = crowded.test_client()
    assert "<html" in client.get("/marketplace").text
    answer = client.get("/cart/badge", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(Busy.retry_after))
    assert 'id="layout-notices"' in answer.text
    assert "<html" not in answer.text
    crowded.wsgi_app.application.gate.leave()


@pytest.mark.usefixtures("browsers_wait")
def test_who_orders_still_waits_and_goes_before_them(crowded):
    gate = crowded.wsgi_app.application.gate
    with ThreadPoolExecutor(1) as threads:
        placing = threads.submit(crowded.test_client().post, "/checkout/place", data={"quote_id": "none"})
        while gate.waiting < 5:
            threading.Event().wait(0.001)
        gate.leave()
        answer = placing.result()

    assert answer.status_code == 404  # there is no such quote


def test_liveness_and_pictures_wait_for_nobody(crowded):
    client = crowded.test_client()

    assert client.get("/api/health").status_code == 200
    assert client.get("/static/none.css").status_code == 404
    crowded.wsgi_app.application.gate.leave()


def test_a_place_is_given_back_after_each_request(crowded, client):
    crowded.wsgi_app.application.gate.leave()
    for _ in range(3):
        assert crowded.test_client().get("/api/ready").status_code in {200, 503}
    assert isinstance(crowded.wsgi_app.application, Admission)
    crowded.wsgi_app.application.gate.enter(BROWSING)


class SlowBody(io.BytesIO):
    """A form that takes longer to arrive than a request may take."""

    def read(self, size=-1):
        while time.monotonic() < self.comes:
            threading.Event().wait(self.comes - time.monotonic())
        return super().read(size)


def test_a_slow_upload_keeps_no_place_and_loses_no_time(crowded):
    """The only place is free again before the last byte has come, and the answer is the database's."""
    body = SlowBody(b"email=nobody@example.com&password=wrong-wrong")
    body.comes = time.monotonic() + deadline.REQUEST + 0.5
    with ThreadPoolExecutor(1) as threads:
        crowded.wsgi_app.application.gate.leave()
        sent = {"input_stream": body, "content_length": len(body.getvalue()), "content_type": FORM}
        signing_in = threads.submit(crowded.test_client().post, "/auth/login", **sent)
        assert crowded.test_client().get("/marketplace").status_code == 200
        assert not signing_in.done()

    assert signing_in.result().status_code == 422


def test_a_long_body_is_the_applications_own_business(crowded):
    crowded.wsgi_app.application.gate.leave()

    answer = crowded.test_client().post("/auth/login", data=b"x" * (7 * 1024 * 1024), content_type=FORM)

    assert answer.status_code == 413
