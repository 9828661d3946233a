"""The house rules for Python: sizes, arrows between modules, and where SQL and HX headers may be."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = sorted((ROOT / "app").rglob("*.py"))
ALL = sorted(path for part in ("app", "tests", "e2e", "bench", "tools") for path in (ROOT / part).rglob("*.py"))
AREAS = {"catalog", "cart", "checkout", "orders", "accounts", "health", "dev", "desk"}
LONGEST_FUNCTION, LONGEST_FILE, MOST_PARAMETERS = 25, 250, 5
SQL = re.compile(
    r"\b(select\s.+\sfrom|insert into|update \w+ set|delete from|create (table|function|role))\b",
    re.IGNORECASE | re.DOTALL,
)
MAY_HOLD_SQL = {"app/db.py", "app/migrations.py", "app/embedded.py"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def imports(path):
    """Every module a file imports, as dotted names; `from app.cart import queries` counts as app.cart.queries."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def strings(path):
    """String constants that are no docstrings."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


_TREES = {}


def tree_of(path):
    """One tree per file, so that nodes keep their identity."""
    return _TREES.setdefault(path, tree(path))


@pytest.mark.parametrize("path", ALL, ids=name)
def test_files_are_short(path):
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", APP, ids=name)
def test_functions_are_short(path):
    lines = {function.name: function.end_lineno - function.lineno + 1 for function in functions(path)}

    assert {function: count for function, count in lines.items() if count > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", APP, ids=name)
def test_functions_have_few_parameters(path):
    counts = {}
    for function in functions(path):
        given = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
        counts[function.name] = len([argument for argument in given if argument not in {"self", "cls"}])

    assert {function: count for function, count in counts.items() if count > MOST_PARAMETERS} == {}


@pytest.mark.parametrize("path", [path for path in APP if path.name in {"queries.py", "forms.py"}], ids=name)
def test_queries_and_forms_know_nothing_of_the_web(path):
    assert {module for module in imports(path) if module.split(".")[0] in {"flask", "jinja2"}} == set()
    assert {
        module for module in imports(path) if module.split(".")[:2] in (["app", "render"], ["app", "security"])
    } == set()


@pytest.mark.parametrize("path", APP, ids=name)
def test_nobody_imports_the_views_of_an_area(path):
    assert {module for module in imports(path) if re.fullmatch(r"app\.\w+\.views(\..*)?", module)} == set()


@pytest.mark.parametrize(
    "path", [ROOT / "app" / f"{one}.py" for one in ("db", "statements", "errors", "format")], ids=name
)
def test_the_foundation_knows_no_area(path):
    assert {module for module in imports(path) if module.startswith("app.") and module.split(".")[1] in AREAS} == set()


@pytest.mark.parametrize("path", sorted((ROOT / "e2e").rglob("*.py")), ids=name)
def test_browser_tests_know_only_http(path):
    assert {module for module in imports(path) if module and module.split(".")[0] == "app"} == set()


@pytest.mark.parametrize("path", [path for path in APP if name(path) not in MAY_HOLD_SQL], ids=name)
def test_python_holds_no_sql(path):
    assert [text for text in strings(path) if SQL.search(text)] == []


@pytest.mark.parametrize("path", [path for path in APP if name(path) != "app/render.py"], ids=name)
def test_only_render_knows_hx_headers(path):
    assert [text for text in strings(path) if text.startswith("HX-")] == []


@pytest.mark.parametrize("path", [path for path in APP if path.name == "views.py"], ids=name)
def test_a_get_view_does_not_write(path):
    for function in functions(path):
        decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
        if any(re.match(r"bp\.get\(", decorator) for decorator in decorators) and len(decorators) == 1:
            assert "db.transaction" not in ast.unparse(function), function.name
