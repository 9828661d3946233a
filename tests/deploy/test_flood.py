"""nginx before a shop that is full: who only looks around is turned away there, who orders goes past them."""

import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.client import HOST
from tests.deploy.manifests import DEPLOY
from tests.deploy.proxy import Proxy, in_front

MOST = int(*set(re.findall(r"max_conns=(\d+)", (DEPLOY / "nginx" / "browsing.conf").read_text())))
PATIENCE = 10.0  # seconds


class Full(BaseHTTPRequestHandler):
    """An instance that answers nobody's badge until it has time for it."""

    waiting = threading.Semaphore(0)
    has_time = threading.Event()

    def do_GET(self) -> None:
        self.waiting.release()
        self.has_time.wait(PATIENCE)
        self.do_POST()

    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Instance(ThreadingHTTPServer):
    """Takes as many connections at once as the shop's own server."""

    request_queue_size = 2 * MOST


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """nginx before such an instance."""
    Full.has_time.clear()
    with Instance((HOST, 0), Full) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with in_front([server.server_port], tmp_path, tls=False) as proxy:
            yield proxy
        Full.has_time.set()
        server.shutdown()
        thread.join()


def test_a_flood_of_browsing_ends_at_nginx_and_ordering_goes_past_it(proxy: Proxy) -> None:
    with ExitStack() as visitors:
        connections = [visitors.enter_context(closing(_connection(proxy))) for _ in range(MOST)]
        for connection in connections:
            connection.request("GET", "/cart/badge")
        for _ in connections:
            assert Full.waiting.acquire(timeout=PATIENCE)
        turned_away, ordered = _asks(proxy, "GET", "/cart/badge"), _asks(proxy, "POST", "/cart/items")
        Full.has_time.set()
        assert {connection.getresponse().status for connection in connections} == {200}
    assert (turned_away.status, turned_away.headers["Retry-After"], ordered.status) == (503, "5", 200)
    assert _asks(proxy, "GET", "/cart/badge").status == 200


def _asks(proxy: Proxy, method: str, path: str) -> http.client.HTTPResponse:
    with closing(_connection(proxy)) as connection:
        connection.request(method, path)
        return connection.getresponse()


def _connection(proxy: Proxy) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(HOST, proxy.secure, timeout=PATIENCE)
