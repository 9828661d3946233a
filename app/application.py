"""The Flask class of this shop: the same behaviour, without work that each request would do again for nothing."""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.templating import Environment
from werkzeug.exceptions import BadHost
from werkzeug.routing import MapAdapter

ADDRESSES = 8192  # kept per process


class Templates(Environment):
    """Jinja's environment with its globals as a plain dict: each import of a macro compares their names anew."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals; we give none with a template."""
        return self.globals if d is None else super().make_globals(d)


class Nowhere(MapAdapter):
    """The addresses under a host that cannot be one: nothing is found, but the page that says so has its links."""

    def match(self, *_: Any, **__: Any) -> Any:
        """Never finds anything."""
        raise BadHost


class Shop(Flask):
    """Flask for handlers that are all synchronous, at the root of a host: an address is the same in every request."""

    jinja_environment = Templates

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._address = lru_cache(ADDRESSES, typed=True)(super().url_for)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """A path, built once; what depends on the request (like .show, of its blueprint) is built each time."""
        depends = endpoint.startswith(".") or "_external" in values
        return super().url_for(endpoint, **values) if depends else self._address(endpoint, **values)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Flask's own; without one, for a host that cannot be one, even the page of the failure would fail."""
        try:
            return super().create_url_adapter(request)
        except BadHost:
            return Nowhere(self.url_map, "localhost", "/", "", "http", "/", "GET")

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: no function here is asynchronous, and asking each of them takes its time."""
        return func
