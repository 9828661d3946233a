"""What the shop leans on besides PostgreSQL: mail, error reports, and Redis where it is used."""

import http.client
import smtplib
from contextlib import closing
from urllib.parse import urlsplit

from redis.exceptions import RedisError

from app.checking import Check, Finding, explained, failed, ok, skipped, warned
from app.mail.post import Post
from app.preflight.installation import Installation
from app.redis_sessions import RedisSessions

PATIENCE = 5.0  # seconds
REDIS = "services.redis"


def redis(installation: Installation) -> Finding:
    """Sessions and limits live there, when it is set."""
    store = installation.app.session_interface
    if not isinstance(store, RedisSessions):
        return skipped("REDIS_URL is not set: sessions and limits live in PostgreSQL")
    try:
        store.client.ping()
    except RedisError as cause:
        return failed(f"REDIS_URL does not answer: {explained(cause)}")
    return ok("answers")


def mail(installation: Installation) -> Finding:
    """As far as a mail goes before its first line; none is sent."""
    settings = installation.settings
    if not settings.mail_url:
        line = "MAIL_URL is not set: mails are written and never sent, also not later"
        return warned(f"{line}: shoppers get none") if installation.production else skipped(line)
    post = Post(settings.mail_url, timeout=PATIENCE)
    try:
        private = post.greet()
    except (OSError, smtplib.SMTPException) as cause:
        return failed(f"MAIL_URL does not work: {explained(cause)}")
    finally:
        post.hang_up()
    host = urlsplit(settings.mail_url).hostname
    if not private:
        return warned(f"{host} takes our mail, but offers no encryption: anybody on the way can read it")
    return ok(f"{host} let us in")


def sentry(installation: Installation) -> Finding:
    """Any answer of the host will do: no report is sent."""
    dsn = urlsplit(installation.settings.sentry_dsn)
    if not dsn.hostname:
        line = "SENTRY_DSN is not set: errors stay in the log"
        return warned(f"{line}, where somebody must read them") if installation.production else skipped(line)
    if not dsn.username or not dsn.path.strip("/").split("/")[-1].isdigit():
        return failed("SENTRY_DSN should be like https://key@host/project")
    secure = dsn.scheme == "https"
    kind: type[http.client.HTTPConnection] = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    try:
        with closing(kind(dsn.hostname, dsn.port, timeout=PATIENCE)) as line_to_it:
            line_to_it.request("HEAD", "/")
            status = line_to_it.getresponse().status
    except (OSError, http.client.HTTPException) as cause:
        return failed(f"SENTRY_DSN's host does not answer: {explained(cause)}")
    return ok(f"{dsn.hostname} answers ({status})")


CHECKS = (
    Check(REDIS, "Redis answers", redis),
    Check("services.mail", "Mail server lets us in", mail),
    Check("services.sentry", "Error reports have somewhere to go", sentry),
)
