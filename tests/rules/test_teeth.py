"""A rule must be able to fail: each is shown something that breaks it."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules import source
from tests.rules.html import parse
from tests.rules.test_promises import exists
from tests.rules.test_sizes import length
from tests.rules.test_sql import KEYWORDS, SQL_TEXT, in_order, without_words
from tests.rules.test_templates import FORBIDDEN
from tests.rules.test_words import SECRETS

BROKEN_MARKUP = {
    "hx-boost": '<a hx-boost="true">',
    "hx-on": '<a hx-on:click="x()">',
    "an inline handler": '<a onclick="x()">',
    "an inline style": '<p style="color: red">',
    "an inline script": "<script>x()</script>",
    "a script that the page waits for": '<script src="/static/x.js"></script>',
    "a style element": "<style>p {}</style>",
    "a script address": '<a href="javascript:x()">',
    "an evaluated value": '<a hx-vals="js:{x: 1}">',
    "a trigger filter": '<a hx-trigger="click[ctrlKey]">',
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_forbidden_markup_is_seen(what: str) -> None:
    assert re.search(FORBIDDEN[what], BROKEN_MARKUP[what], re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "select 1",
        "SELECT id FROM orders",
        "insert into orders values (1)",
        "update orders set x = 1",
        "delete from orders",
        "set local role x",
        "commit",
    ],
)
def test_sql_in_python_is_seen(text: str) -> None:
    assert SQL_TEXT.match(text)


@pytest.mark.parametrize("text", ["Pilih provinsi", "select-one", "created by", "update", "with love", "deleted"])
def test_words_are_no_sql(text: str) -> None:
    assert not SQL_TEXT.match(text)


def test_a_lock_without_an_order_is_seen() -> None:
    many = "select from marketplace_listings where product_id in (select product_id from order_items) {} for update"
    assert not in_order(many.format(""))
    assert in_order(many.format("order by product_id"))
    assert in_order("select * from orders where id = p_order_id for update")


def test_shouted_keywords_are_seen_and_quoted_ones_are_not() -> None:
    assert KEYWORDS.findall(without_words("SELECT 1 -- WHERE\n, 'FROM'")) == ["SELECT"]


@pytest.mark.parametrize("text", ["<p><b></p></b>", "<div>", "</div>", '<p id="a" id="b"></p>'])
def test_broken_markup_is_seen(text: str) -> None:
    assert parse(text)[1] != []


def test_whole_markup_is_not() -> None:
    root, complaints = parse('<p id="a">x<br><img src="y">z</p>')
    assert (complaints, root.children[0].attributes, root.children[0].text) == ([], {"id": "a"}, "xz")


@pytest.mark.parametrize("proof", ["make nothing", "tests/nothing.py", "tests/rules/test_teeth.py::test_nothing"])
def test_a_proof_that_does_not_exist_is_seen(proof: str) -> None:
    assert not exists(proof)


def test_the_length_of_a_function_counts_from_def_to_its_end() -> None:
    function = ast.parse("@x\ndef f():\n    '''y'''\n\n    return 1\n").body[0]
    assert length(function) == 4


def test_imports_are_seen_in_every_form(tmp_path: Path) -> None:
    path = tmp_path / "views.py"
    path.write_text("import flask\nfrom app.cart import queries, Nothing\ndef f():\n    from app import db\n")
    assert source.imports(path) == {"flask", "app.cart", "app.cart.queries", "app", "app.db"}


@pytest.mark.parametrize("text", ["-----BEGIN " + "RSA PRIVATE KEY-----", "AKIA" + "A" * 16, "ghp_" + "a" * 36])
def test_secrets_are_seen(text: str) -> None:
    assert SECRETS.search(text)


def test_a_sql_function_is_read_whole() -> None:
    (found,) = [it for it in source.sql_functions() if it.name == "move_stock"]
    assert found.header.startswith("-- Purpose: the one guarded statement")
    assert "security definer" in found.options
    assert found.body.strip().startswith("declare")
    assert found.body.strip().endswith("end")
