"""The yardstick: Flask and Jinja greeting somebody, without database, session, limits or headers of ours."""

from flask import Flask

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
