"""Error reports as they leave: sent over HTTP to a receiver of this test, which reads envelopes as Sentry documents them."""

import dataclasses
import gzip
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import brotli
import pytest
import sentry_sdk
from flask import Flask
from psycopg import DataError

from app import create_app, db
from app.settings import Settings
from app.statements import Statement
from tests.shopper import MELATI, Shopper

SECRETS = {
    "name": "Kenanga Puspasari",
    "phone": "081298765432",
    "address": "Jl. Rahasia 77",
    "email": "kenanga@contoh.test",
    "token": "tokenrahasia0123456789",
}


class Receiver(ThreadingHTTPServer):
    """Keeps what was sent: whole bodies, and the items of each envelope."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.paths: list[str] = []
        self.bodies: list[bytes] = []

    @property
    def dsn(self) -> str:
        return f"http://oeffentlich@127.0.0.1:{self.server_port}/42"

    def items(self, kind: str) -> list[dict[str, Any]]:
        """An envelope is a line of headers, then for each item a line of headers and a payload of `length` bytes."""
        found = []
        for body in self.bodies:
            _, _, rest = body.partition(b"\n")
            while rest.strip():
                head, _, rest = rest.partition(b"\n")
                header = json.loads(head)
                length = header.get("length", len(rest.partition(b"\n")[0]))
                payload, rest = rest[:length], rest[length:].removeprefix(b"\n")
                found += [json.loads(payload)] if header["type"] == kind else []
        return found


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("Content-Encoding"), bytes)
        self.server.paths.append(self.path)
        self.server.bodies.append(unpack(body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        """Quietly."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    thread = threading.Thread(target=running.serve_forever, args=(0.05,))
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def reporting(settings: Settings, receiver: Receiver) -> Iterator[Flask]:
    """The shop that reports to the receiver, with a route that breaks in the database."""
    app = create_app(dataclasses.replace(settings, sentry_dsn=receiver.dsn, release="v1.2.0", sentry_traces=1.0))
    app.add_url_rule("/order/<name>/breaks", "breaks", _breaks, methods=["POST"])
    yield app
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)
    with app.app_context():
        db.database().close()


def _breaks(name: str) -> str:
    wrong = Statement("select %(typed)s::uuid", {"typed": SECRETS["address"]}, lambda _: None)
    try:
        db.read(db.Actor(), wrong)
    except DataError as cause:
        logging.getLogger("shop").exception("cannot write to %s", SECRETS["email"])
        raise KeyError(name) from cause
    return "unreached"


def test_a_report_holds_what_developers_need_and_nobodys_data(reporting: Flask, receiver: Receiver) -> None:
    client = reporting.test_client()
    client.set_cookie("session", SECRETS["token"])
    headers = {
        "User-Agent": SECRETS["name"],
        "Referer": f"http://localhost/{SECRETS['token']}",
        "X-Request-Id": "abcdefgh-1",
    }
    path = f"/order/{SECRETS['name']}/breaks?phone={SECRETS['phone']}"
    answer = client.post(path, data={"recipient_name": SECRETS["name"], "email": SECRETS["email"]}, headers=headers)
    assert answer.status_code == 500
    sentry_sdk.flush()
    assert set(receiver.paths) == {"/api/42/envelope/"}
    sent = b"".join(receiver.bodies).decode()
    assert [
        word for word in (*SECRETS.values(), "Kenanga", "127.0.0.1") if word in sent.replace(receiver.dsn, "")
    ] == []
    failed = receiver.items("event")[-1]
    types = [failure["type"] for failure in failed["exception"]["values"]]
    assert types == ["InvalidTextRepresentation", "KeyError"]
    assert (failed["release"], failed["environment"]) == ("v1.2.0", "development")
    assert failed["tags"] == {"sqlstate": "22P02", "request": "abcdefgh-1"}
    assert failed["request"]["url"] == "/order/<name>/breaks"
    frames = [frame["function"] for frame in failed["exception"]["values"][-1]["stacktrace"]["frames"]]
    assert "_breaks" in frames
    assert "cannot write to %s" in sent


def test_a_trace_tells_routes_and_times_only(reporting: Flask, receiver: Receiver, sample_shop: Any) -> None:
    sari = Shopper(reporting.test_client(), sample_shop).signs_in()
    assert sari.client.get(f"/marketplace/{MELATI}?q={SECRETS['name']}").status_code == 200
    sari.client.get(f"/o/{SECRETS['token']}")
    sari.client.get("/api/health")
    sentry_sdk.flush()
    traces = receiver.items("transaction")
    assert [trace["transaction"] for trace in traces] == ["accounts.log_in", "catalog.product", "links.show"]
    assert {trace["release"] for trace in traces} == {"v1.2.0"}
    sent = b"".join(receiver.bodies).decode()
    assert [word for word in (*SECRETS.values(), "pembeli@", "wangi-sekali-2025") if word in sent] == []


def test_nobody_outside_decides_what_is_traced(settings: Settings, receiver: Receiver) -> None:
    app = create_app(dataclasses.replace(settings, sentry_dsn=receiver.dsn))
    app.test_client().get(
        "/cart/badge", headers={"sentry-trace": "771a43a4192642f0b136d5159a501700-1234567890abcdef-1"}
    )
    sentry_sdk.flush()
    assert receiver.items("transaction") == []
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)
    with app.app_context():
        db.database().close()
