"""The shop's web application."""

import importlib
import os

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    admission,
    assets,
    banner,
    cli,
    db,
    extensions,
    failures,
    format,
    logs,
    observing,
    render,
    security,
    switches,
)
from app.application import Shop
from app.settings import Settings

AREAS = (
    *("catalog", "cart", "checkout", "areas", "orders", "links", "accounts"),
    *("help", "crawlers", "desk", "health", "monitoring"),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, by default those of the environment. Raises SettingsError."""
    settings = settings or Settings.from_environment(os.environ)
    logs.configure(settings)
    app = Shop(__name__, static_folder=None)
    app.config.from_mapping(extensions.configuration(settings))
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    extensions.init_app(app, settings)
    db.init_app(app, settings)
    for module in (banner, switches, security, failures, format, render, assets, cli):
        module.init_app(app)
    admission.init_app(app, places=settings.threads, room=settings.waiting_room)
    observing.init_app(app)
    for area in (*AREAS, *(("dev",) if settings.development else ())):
        app.register_blueprint(importlib.import_module(f"app.{area}.views").bp)
    return app
