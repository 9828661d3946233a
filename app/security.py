"""Who is acting, which requests are let in, and the headers every answer carries."""

import re
import secrets
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, current_app, g, request

from app import render, seen, staff_sessions, web_sessions
from app.db import DESK, Actor

_WITHHELD = "null"  # an Origin that the browser does not tell
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
_ENCRYPTED = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def init_app(app: Flask) -> None:
    """Puts the checks before and the headers after every request."""
    app.before_request(_name_request)
    app.before_request(_refuse_unreadable_address)
    app.before_request(_drop_last_slash)
    app.before_request(_refuse_foreign_origin)
    app.after_request(_add_headers)


def actor() -> Actor:
    """Who makes this request. The database resolves the session's hash inside the first door; nothing is asked here."""
    if "actor" not in g:
        g.actor = Actor(request_id=g.get("request_id", ""), **web_sessions.claims())
        seen.acts(g.actor)
    found: Actor = g.actor
    return found


def member() -> Actor:
    """The same, but doors raise SignInRequired for visitors."""
    found = actor()
    found.member_only = True
    return found


def bearer() -> Actor:
    """Who shows something signed in place of a session: nobody yet, whoever may be signed in."""
    return Actor(request_id=g.get("request_id", ""))


def staff() -> Actor:
    """Who of the desk makes this request; doors raise NotStaff for everybody else, SecondFactorRequired before the code."""
    if "staff" not in g:
        g.staff = Actor(role=DESK, request_id=g.get("request_id", ""), session=staff_sessions.session_hash(request))
        seen.acts(g.staff)
    found: Actor = g.staff
    return found


def admin() -> Actor:
    """The same for what only admins do."""
    found = staff()
    found.admin_only = True
    return found


def _name_request() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _refuse_unreadable_address() -> None:
    parts = [request.path, *request.args.keys(), *request.args.values()]
    if any(_HARMFUL.search(part) or "\ufffd" in part for part in parts):
        abort(400)


def _drop_last_slash() -> Response | None:
    """An address that got a slash on its way, like one typed by hand, leads to the page without it."""
    is_read = request.method in _SAFE_METHODS and request.routing_exception is not None
    if not is_read or not request.path.endswith("/"):
        return None
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return render.redirect(f"/{quote(request.path.strip('/'))}{query}")


def _refuse_foreign_origin() -> None:
    """Fetch metadata first, then Origin, then Referer; a client without any is no browser with our cookies.

    A page that sends no Referer has older browsers withhold their Origin, too: there the secret in the address must do.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            abort(403)
        return
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source == _WITHHELD and request.path.startswith(render.LINKS):
        return
    if source is not None and _host_of(source) != request.host:
        abort(403)


def _host_of(address: str) -> str | None:
    """The host and port of an address; None of what is no address at all."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def _add_headers(response: Response) -> Response:
    """Adds what a view has not set itself. One look at what is there: asking for each header takes a look each."""
    given = {name.lower() for name, _ in response.headers}
    wanted = {**HEADERS, **(_ENCRYPTED if request.is_secure else {}), "X-Request-Id": g.get("request_id", "")}
    response.headers.extend({name: value for name, value in wanted.items() if name.lower() not in given})
    origin = request.headers.get("Origin")
    if origin and origin in current_app.config["SETTINGS"].cors_origins and request.method in _SAFE_METHODS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.add("Vary", "Origin")
    return response
