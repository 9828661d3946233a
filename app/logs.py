"""Log lines: time, level, request, where, what; to standard error."""

import logging

from flask import g, has_app_context

from app.settings import Settings

FORMAT = "%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s"


def configure(settings: Settings) -> None:
    """Sets the level and the form of all lines of this process; leaves a handler that is already there alone."""
    logging.basicConfig(level=settings.log_level, format=FORMAT)
    for handler in logging.getLogger().handlers:
        if not any(isinstance(one, RequestId) for one in handler.filters):
            handler.addFilter(RequestId())


class RequestId(logging.Filter):
    """Gives each line the id of the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a line."""
        record.request_id = g.get("request_id", "-") if has_app_context() else "-"
        return True


class ExpectedNoise(logging.Filter):
    """A refusal inside a pipeline aborts the rest of it: psycopg warns of that, we have raised the refusal already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops just that line of psycopg."""
        return not record.getMessage().startswith("error ignored terminating")


logging.getLogger("psycopg").addFilter(ExpectedNoise())
