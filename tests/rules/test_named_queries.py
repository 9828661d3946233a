"""Reads are named queries: every name is used, every used name exists, and is given exactly the parameters it asks for."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import statements
from tests.rules.source import QUERIES, name, python, sql_functions, tree

MAKERS = {"scalar", "row", "rows", "run"}
AREAS = sorted(path.stem for path in QUERIES.glob("*.sql"))


@dataclass(frozen=True)
class Use:
    """A place in Python that names a query."""

    where: str
    area: str
    query: str
    parameters: frozenset[str] | None  # None when they are not written out


def areas_of(path: Path) -> dict[str, str]:
    """sql = named("cart") -> {"sql": "cart"}"""
    return {
        node.targets[0].id: node.value.args[0].value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).split(".")[-1] == "named"
        and isinstance(node.targets[0], ast.Name)
    }


def uses() -> list[Use]:
    """Every sql.rows("name", …) of the application."""
    return [
        use
        for path in python("app", "bench")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MAKERS
        for use in uses_of(path, node)
    ]


def uses_of(path: Path, call: ast.Call) -> list[Use]:
    """The queries a call may mean; one whose name is worked out may mean every query that the file spells."""
    area = areas_of(path).get(ast.unparse(call.func.value))
    if area is None:
        return []
    where = f"{name(path)}:{call.lineno}"
    if isinstance(call.args[0], ast.Constant):
        given = None if elsewhere(path, call) else frozenset(keyword.arg for keyword in call.keywords)
        return [Use(where, area, call.args[0].value, given)]
    spelled = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)}
    return [Use(where, area, query, None) for query in sorted(spelled & set(statements.load(area)))]


def elsewhere(path: Path, call: ast.Call) -> bool:
    """True when the parameters are collected (**given), or the call is only asked for its text."""
    texts = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr == "text"}
    return id(call) in texts or any(keyword.arg is None for keyword in call.keywords)


USES = uses()


def test_there_are_uses() -> None:
    assert len(USES) > 30


def test_every_named_query_exists() -> None:
    assert [it for it in USES if it.query not in statements.load(it.area)] == []


@pytest.mark.parametrize("area", AREAS)
def test_every_query_is_used(area: str) -> None:
    assert set(statements.load(area)) - {it.query for it in USES if it.area == area} == set()


@pytest.mark.parametrize(
    "it", [it for it in USES if it.parameters is not None], ids=lambda it: f"{it.where} {it.query}"
)
def test_a_query_gets_the_parameters_it_asks_for(it: Use) -> None:
    assert set(re.findall(r"%\((\w+)\)s", statements.load(it.area)[it.query])) == it.parameters


@pytest.mark.parametrize("area", AREAS)
def test_a_query_asks_for_no_columns_it_does_not_name(area: str) -> None:
    """select * from a table changes its meaning with the table; from a function it is the function's own promise."""
    stars = [
        query
        for query, text in statements.load(area).items()
        if re.search(r"select \*\s+from\s+\w+(?!\w*\s*\()\b", text)
    ]
    assert stars == []


@pytest.mark.parametrize("area", AREAS)
def test_a_read_and_a_write_function_never_share_a_statement(area: str) -> None:
    """A statement sees the database as it began; what the function writes it would not see."""
    writing = {
        function.name for function in sql_functions() if not re.search(r"\b(stable|immutable)\b", function.options)
    }
    for query, text in statements.load(area).items():
        called = [word for word in re.findall(r"\b(\w+)\(", text) if word in writing]
        tables = re.findall(r"\b(?:from|join) (?!lateral)(\w+)\b(?!\()", text)
        assert not (called and tables), (query, called, tables)
