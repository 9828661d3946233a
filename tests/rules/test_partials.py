"""Every partial renders alone with sample data under StrictUndefined, as one element whose id is its path."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import render_template

from app import create_app, render
from app.dev.samples import SAMPLES, Context
from app.settings import Settings
from tests.rules.html import Element, parse
from tests.rules.source import partials

each_partial = pytest.mark.parametrize("partial", SAMPLES)
CONTROLS = {"input", "select", "textarea"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
AGREED = {
    *(
        "product-card",
        "product-name",
        "product-price",
        "add-to-cart",
        "stock-status",
        "cart-badge",
        "cart-line",
        "line-quantity",
    ),
    *(
        "line-total",
        "line-remove",
        "cart-total",
        "checkout-button",
        "checkout-step",
        "field-error",
        "error-summary",
        "hold-countdown",
    ),
    *(
        "summary-subtotal",
        "summary-shipping",
        "summary-unique-code",
        "summary-total",
        "place-order",
        "order-number",
        "order-status",
    ),
    *("payment-status", "order-card", "timeline-entry", "order-row", "flash"),
    *("summary-line", "payment-countdown"),  # ours, for our own browser tests
}


States = dict[str, Element]


@pytest.fixture(scope="module")
def drawn() -> Iterator[Callable[[str], States]]:
    """Draws a partial in each of its states, once, by an application without a database."""
    app = create_app(
        Settings.from_environment({"APP_ENV": "development", "DATABASE_URL": "postgresql:///nowhere?host=/nowhere"})
    )
    with app.test_request_context():
        yield cache(
            lambda partial: {state: well_formed(partial, context) for state, context in SAMPLES[partial].items()}
        )


def well_formed(partial: str, context: Context) -> Element:
    root, complaints = parse(render_template(partial, **context))
    assert complaints == []
    return root


def seen(element: Element) -> str:
    """Its text, without what only screen readers get, and what they do not."""
    hidden = "visually-hidden" in element.attributes.get("class", "") or element.attributes.get("aria-hidden") == "true"
    return "" if hidden else f"{element.text} {' '.join(map(seen, element.children))}"


def is_live(element: Element) -> bool:
    given = element.attributes
    return element.tag == "output" or given.get("role") in {"alert", "status"} or "aria-live" in given


def test_every_partial_has_samples() -> None:
    assert sorted(SAMPLES) == partials()


@each_partial
def test_one_root_whose_id_is_its_path(drawn: Callable[[str], States], partial: str) -> None:
    """Rows add their key."""
    for state, root in drawn(partial).items():
        assert root.text.strip() == "", state
        (element,) = root.children
        assert f"{element.attributes.get('id', '')}-".startswith(f"{render.root_id(partial)}-"), state


@each_partial
def test_ids_are_unique_and_what_refers_to_them_finds_them(drawn: Callable[[str], States], partial: str) -> None:
    for state, root in drawn(partial).items():
        ids = Counter(element.attributes["id"] for element in root.all() if element.attributes.get("id"))
        assert [name for name, count in ids.items() if count > 1] == [], state
        wanted = {
            word for element in root.all() for name in REFERENCES for word in element.attributes.get(name, "").split()
        }
        assert wanted <= set(ids), state


@each_partial
def test_every_control_has_a_name_and_a_label(drawn: Callable[[str], States], partial: str) -> None:
    for state, root in drawn(partial).items():
        labels = [element for element in root.all() if element.tag == "label"]
        named = {label.attributes.get("for") for label in labels}
        inside = {id(inner) for label in labels for inner in label.all()}
        for element in root.all():
            if (
                element.tag in CONTROLS
                and element.attributes.get("type") != "hidden"
                and "hidden" not in element.attributes
            ):
                assert element.attributes.get("name"), (state, element)
                assert (
                    "aria-label" in element.attributes or element.attributes.get("id") in named or id(element) in inside
                ), (state, element)


@each_partial
def test_what_is_seen_on_a_control_is_in_its_name(drawn: Callable[[str], States], partial: str) -> None:
    """WCAG 2.5.3: whoever speaks to the phone says what they see."""
    for state, root in drawn(partial).items():
        for element in root.all():
            if element.tag in {"a", "button"} and "aria-label" in element.attributes:
                assert " ".join(seen(element).split()).lower() in element.attributes["aria-label"].lower(), state


@each_partial
def test_live_regions_speak_once(drawn: Callable[[str], States], partial: str) -> None:
    """One inside another is read twice."""
    for state, root in drawn(partial).items():
        for region in filter(is_live, root.all()):
            assert [inner.attributes for inner in region.all()[1:] if is_live(inner)] == [], state


@each_partial
def test_a_form_works_before_htmx_comes(drawn: Callable[[str], States], partial: str) -> None:
    """hx-post improves the form's own action, hx-get the link's own address, and one submit is sent once."""
    for element in (element for root in drawn(partial).values() for element in root.all()):
        given = element.attributes
        if element.tag == "form" and "hx-post" in given:
            assert (given["method"], given["action"], given["hx-sync"]) == ("post", given["hx-post"], "this:drop")
        if element.tag == "form" and given.get("method") == "post":
            assert given["action"].startswith("/")
        if element.tag == "a" and "hx-get" in given and "hx-trigger" not in given:
            assert given["href"] == given["hx-get"]
        if element.tag == "button":
            assert given.get("type") in {"submit", "button"}, element


@each_partial
def test_the_agreed_test_ids_are_the_only_ones(drawn: Callable[[str], States], partial: str) -> None:
    for state, root in drawn(partial).items():
        found = {element.attributes["data-testid"] for element in root.all() if "data-testid" in element.attributes}
        assert found <= AGREED, state
