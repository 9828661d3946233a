"""The only file that constructs extensions: limiter, sessions, htmx, compression, error reports."""

from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_limiter import Limiter, RateLimitExceeded
from htmx_flask import Htmx
from redis import Redis
from redis.exceptions import RedisError

from app import rate_limits, render, reports
from app.redis_sessions import RedisSessions
from app.settings import Settings
from app.web_sessions import PostgresSessionInterface


class RouteLimiter(Limiter):
    """A limiter whose limits all stand on routes: it need not look for limits of the whole app before each request."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = RouteLimiter(key_func=rate_limits.by_address)
htmx = Htmx()
compress = Compress()
_REDIS_PATIENCE: dict[str, Any] = {"socket_timeout": 1.0, "socket_connect_timeout": 1.0}  # seconds
_PACKABLE = (
    "text/html",
    "text/css",
    "text/javascript",
    "image/svg+xml",
    "application/json",
    "application/xml",
    "application/manifest+json",
)


def configuration(settings: Settings) -> dict[str, Any]:
    """What Flask and the extensions read from app.config."""
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.session_secret_key,
        "SESSION_COOKIE_NAME": "session" if settings.development else "__Host-session",
        "SESSION_COOKIE_SECURE": not settings.development,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
        "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,  # a payment proof of 5 MB and its form
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "MAX_FORM_PARTS": 100,
        "RATELIMIT_ENABLED": settings.ratelimit_enabled,
        "RATELIMIT_STORAGE_URI": _storage_of_limits(settings),
        "RATELIMIT_STORAGE_OPTIONS": _REDIS_PATIENCE if settings.redis_url else {},
        "RATELIMIT_STRATEGY": rate_limits.STRATEGY,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": render.PACKING_FOR_ONE,
        "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,  # who sets an ETag compares it
        "COMPRESS_MIMETYPES": [*_PACKABLE],
    }


def _storage_of_limits(settings: Settings) -> str:
    """Redis where it is set (the library calls a socket by another name), else our tables."""
    url = settings.redis_url
    return f"redis+{url}" if url.startswith("unix:") else url or f"{rate_limits.SCHEME}://"


def init_app(app: Flask, settings: Settings) -> None:
    """Starts every extension for an app whose configuration is set."""
    reports.start(settings)
    compress.init_app(app)  # the first of all, so that it sees the finished answer last
    htmx.init_app(app)
    limiter.init_app(app)
    app.register_error_handler(RedisError, _answer_unavailable)
    app.register_error_handler(RateLimitExceeded, _answer_too_many)
    if settings.redis_url:
        app.session_interface = RedisSessions(
            app, Redis.from_url(settings.redis_url, **_REDIS_PATIENCE), key_prefix="session:"
        )
    else:
        app.session_interface = PostgresSessionInterface(app)


def _answer_unavailable(_: RedisError) -> ResponseReturnValue:
    title, sentence = render.FAILURES[503]
    return render.failure(503, title, sentence, retry_after=5)


def _answer_too_many(_error: RateLimitExceeded) -> ResponseReturnValue:
    title, sentence = render.FAILURES[429]
    return render.failure(429, title, sentence, retry_after=rate_limits.seconds_to_wait(limiter))
