"""A view has one shape: parse, ask, answer. It holds no money sums, no HTML, and a GET changes nothing."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules.source import functions, name, python, tree

VIEWS = [path for path in python("app") if path.stem.endswith("views")]
MONEY = re.compile(r"(sub|line_)total|(\w+_)?(amount|price|cost)")
each_file = pytest.mark.parametrize("path", VIEWS, ids=name)


def routes(function: ast.FunctionDef) -> set[str]:
    """get, post … as its decorators say."""
    return {
        match[1] for it in function.decorator_list if (match := re.match(r"bp\.(get|post|route)\(", ast.unparse(it)))
    }


@each_file
def test_a_view_that_only_answers_get_changes_nothing(path: Path) -> None:
    for where, function in functions(path):
        if routes(function) == {"get"}:
            assert "db.transaction(" not in ast.unparse(function), where


@each_file
def test_a_view_does_no_sums_with_money(path: Path) -> None:
    sums = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.BinOp) or (isinstance(node, ast.Call) and ast.unparse(node.func) == "sum")
    ]
    money = [
        ast.unparse(node)
        for node in sums
        if any(MONEY.fullmatch(word) for word in re.findall(r"\w+", ast.unparse(node)))
    ]
    assert money == []


@each_file
def test_a_view_writes_no_html(path: Path) -> None:
    words = [
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [word for word in words if re.search(r"</?[a-z]+[ >]", word) and not word.startswith("/")] == []


@each_file
def test_a_view_catches_refusals_it_names_and_nothing_wider(path: Path) -> None:
    """What it does not repair in place goes on to errors.py."""
    caught = [
        ast.unparse(node.type) if node.type else "everything"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
    ]
    wide = {"everything", "Exception", "BaseException", "errors.ShopError", "ShopError"}
    assert [it for it in caught if it in wide] == []


def test_every_post_goes_through_a_route_that_is_only_for_posts() -> None:
    """A handler that looks at request.method is two handlers."""
    both = [name(path) for path in VIEWS if "request.method" in path.read_text()]
    assert both == []
