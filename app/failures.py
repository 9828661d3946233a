"""How failures are answered: with a page, or for htmx with a notice; nobody sees a stack trace."""

import logging

from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound

from app import errors, render, seen, signing_in, switches

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Registers the handlers for pages and fragments."""
    app.register_error_handler(errors.SignInRequired, signing_in.asked)
    app.register_error_handler(errors.SecondFactorRequired, _ask_for_second_factor)
    app.register_error_handler(errors.ShopError, _answer_shop_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_bug)


def _ask_for_second_factor(_: errors.SecondFactorRequired) -> ResponseReturnValue:
    return render.redirect(render.SECOND_FACTOR, whole_page=True)


def _answer_shop_error(error: errors.ShopError) -> ResponseReturnValue:
    if isinstance(error, errors.Unavailable):  # a line each: there are many of them when there is one
        reason = str(error.__cause__ or "turned away").partition("\n")[0]
        log.warning("%s at %s: %s", type(error).__name__, _route(), reason)
        if isinstance(error, errors.ReadOnly) and _is_switched():
            seen.switched_off()
        elif not isinstance(error, errors.Busy):
            seen.database_away()
    elif error.status >= 500:
        log.error("%s at %s", type(error).__name__, _route(), exc_info=error)
    return render.failure(error.status, error.title, error.sentence, retry_after=error.retry_after)


def _is_switched() -> bool:
    """Whether the switch refused the write; a database that does not even tell that is away."""
    try:
        return switches.shop_is_readonly()
    except errors.Unavailable:
        return False


def _answer_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 405 and request.path.startswith(render.DESK):
        error = NotFound()  # a wrong method must not tell strangers that there is something
    code = error.code or 404
    title, sentence = render.FAILURES.get(code, render.FAILURES[400])
    response = render.failure(code, title, sentence, retry_after=_retry_after(error))
    if getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _retry_after(error: HTTPException) -> int | None:
    seconds = getattr(error, "retry_after", None)
    return int(seconds) if isinstance(seconds, (int, float)) else 60 if error.code == 429 else None


def _answer_bug(error: Exception) -> ResponseReturnValue:
    log.error("unexpected failure at %s", _route(), exc_info=error)
    return render.failure(500, errors.ShopError.title, errors.ShopError.sentence)


def _route() -> str:
    """The rule that the address matched: the address itself may hold a secret."""
    return request.url_rule.rule if request.url_rule else "-"
