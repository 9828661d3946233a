"""The yardstick: Flask and Jinja greeting somebody, without database, session, limits or headers of ours.

`python -m bench.hello PORT` runs it under the shop's own web server.
"""

import sys

from flask import Flask

from app import server
from bench.client import HOST

app = Flask(__name__, static_folder=None)
_GREETING = app.jinja_env.from_string(
    '<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>Halo</title></head>'
    "<body><h1>Halo, {{ name }}!</h1></body></html>\n"
)


@app.get("/")
def hello() -> str:
    """Greets."""
    return _GREETING.render(name="Nusantara")


@app.get("/api/health")
def health() -> dict[str, str]:
    """For whoever waits until the server is up."""
    return {"status": "ok"}


def load() -> Flask:
    """What the server asks for in each of its workers."""
    return app


if __name__ == "__main__":
    server.load = load
    server.main(HOST, int(sys.argv[1]))
