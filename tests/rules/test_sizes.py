"""Functions stay within 25 lines, files within 250, parameters within five. Exceptions stand here, each with its reason."""

import ast

from tests.rules.source import ROOT, functions, name, python

FUNCTION, STORY, FILE, PARAMETERS = 25, 40, 250, 5  # a test tells a story, which may be a little longer
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {
    "tests/test_embedded.py::as_nobody": "a program for another process, in one string",
}
MANY_PARAMETERS: dict[str, str] = {}


def length(node: ast.AST) -> int:
    """Lines from def to the end, decorators not counted."""
    return node.end_lineno - node.lineno + 1


def parameters(node: ast.FunctionDef) -> int:
    """All but self, cls, and what collects the rest."""
    given = [argument.arg for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
    return len([argument for argument in given if argument not in {"self", "cls"}])


def limit(where: str) -> int:
    """How many lines a function may have."""
    return STORY if is_test(*where.split("::")) else FUNCTION


def is_test(path: str, function: str) -> bool:
    """A test's parameters are fixtures and cells of a table; pytest fills them in."""
    return path.startswith(("tests/", "e2e/")) and function.rsplit(".", 1)[-1].startswith("test_")


def test_files_fit() -> None:
    long = {name(path): len(path.read_text().splitlines()) for path in python()}
    assert {path: lines for path, lines in long.items() if lines > FILE and path not in LONG_FILES} == {}


def test_functions_fit() -> None:
    long = {f"{name(path)}::{function}": length(node) for path in python() for function, node in functions(path)}
    assert {where: lines for where, lines in long.items() if lines > limit(where) and where not in LONG_FUNCTIONS} == {}


def test_parameters_fit() -> None:
    many = {
        f"{name(path)}::{function}": parameters(node)
        for path in python()
        for function, node in functions(path)
        if not is_test(name(path), function)
    }
    assert {where: count for where, count in many.items() if count > PARAMETERS and where not in MANY_PARAMETERS} == {}


def test_exceptions_are_still_needed() -> None:
    """An exception that nobody needs any more is taken off the list."""
    lengths = {f"{name(path)}::{function}": node for path in python() for function, node in functions(path)}
    assert [path for path in LONG_FILES if len((ROOT / path).read_text().splitlines()) <= FILE] == []
    assert [where for where in LONG_FUNCTIONS if where not in lengths or length(lengths[where]) <= limit(where)] == []
    assert [
        where for where in MANY_PARAMETERS if where not in lengths or parameters(lengths[where]) <= PARAMETERS
    ] == []
