"""The design system as developers look at it, and that nobody else can."""

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from app import create_app
from app.dev import gallery
from app.dev.samples import SAMPLES
from app.settings import Settings
from tests.db_server import Clone
from tests.rules.source import partials


def test_the_page_leads_to_every_partial(client: FlaskClient, database: Clone) -> None:
    page = client.get("/dev/komponen")
    assert page.status_code == 200
    for name in partials():
        assert f'href="/dev/komponen/{name.removeprefix("partials/").removesuffix(".html")}"' in page.text
    assert "#f0b03a" in page.text


@pytest.mark.parametrize("name", ["cart/line", "desk/orders", "catalog/results"])
def test_a_partial_is_shown_in_each_state(client: FlaskClient, database: Clone, name: str) -> None:
    page = client.get(f"/dev/komponen/{name}").text
    for state in SAMPLES[f"partials/{name}.html"]:
        assert f"<h2>{escape(state or 'biasa')}</h2>" in page
    assert client.get("/dev/komponen/tidak/ada").status_code == 404


def test_both_schemes_are_read_from_the_stylesheet() -> None:
    found = {colour.name: colour for colour in gallery.colours()}
    assert found["paper"].light != found["paper"].dark
    assert found["family-floral"].light != found["family-floral"].dark
    assert found["action"].light == found["action"].dark
    assert gallery.sizes()["s4"] == "16px"


def test_production_has_no_such_page(settings: Settings) -> None:
    app: Flask = create_app(dataclasses.replace(settings, app_env="production"))
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev")]
