"""Dependencies point one way: templates ← views → forms, queries → db → psycopg."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules.source import imports, module, name, python, tree

APP = python("app")
AREAS = sorted({path.parent.name for path in APP if path.parent.parent.name == "app" and path.name in {"views.py", "queries.py"}})
# Files that speak to the server without the two doors, and why.
PSYCOPG = {
    "app/db.py": "the doors",
    "app/statements.py": "turns cursors into rows",
    "app/errors.py": "reads SQLSTATEs",
    "app/embedded.py": "waits for the server it starts",
    "app/migrations.py": "runs before there are roles to enter",
}
# Files that know htmx's or a cache's headers, and why.
HEADERS = {
    "app/render.py": "its job",
    "app/security.py": "Vary: Origin for CORS_ORIGINS",
}
_HEADER = re.compile(r"^(HX-[A-Z]\w+(-\w+)*|Vary)$")


def role(path: Path) -> str:
    """views, forms, queries or the file's own name."""
    return "views" if path.stem.endswith("views") else path.stem


def area(dotted: str) -> str:
    """The area of a module, or nothing for the files beside the areas."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 2 and parts[1] in AREAS else ""


def of_role(*roles: str) -> list[Path]:
    return [path for path in APP if role(path) in roles and "drawing" not in path.parts]


def by_name(path: Path) -> str:
    return name(path)


@pytest.mark.parametrize("path", of_role("forms", "queries"), ids=by_name)
def test_forms_and_queries_never_import_flask(path: Path) -> None:
    assert not {found for found in imports(path) if found.split(".")[0].startswith(("flask", "werkzeug", "jinja2"))}


@pytest.mark.parametrize("path", of_role("forms"), ids=by_name)
def test_forms_know_neither_database_nor_views(path: Path) -> None:
    forbidden = re.compile(r"app\.(db|render|security|.*(queries|views))$|psycopg")
    assert not {found for found in imports(path) if forbidden.match(found)}


@pytest.mark.parametrize("path", of_role("queries"), ids=by_name)
def test_queries_know_neither_forms_nor_views(path: Path) -> None:
    forbidden = re.compile(r"app\.(render|security|extensions|.*(forms|views))$")
    assert not {found for found in imports(path) if forbidden.match(found)}


def test_the_database_knows_no_area() -> None:
    for path in of_role("db", "statements"):
        ours = {found for found in imports(path) if found.startswith("app.") and not found.split(".")[-1].istitle()}
        assert ours <= {"app.errors", "app.statements"}, name(path)


@pytest.mark.parametrize("path", APP, ids=by_name)
def test_views_are_imported_by_nobody_but_their_own_area(path: Path) -> None:
    views = {found for found in imports(path) if found.startswith("app.") and found.split(".")[-1].endswith("views")}
    assert not {found for found in views if area(found) != area(module(path))}


@pytest.mark.parametrize("path", of_role("views"), ids=by_name)
def test_views_ask_the_database_through_its_doors(path: Path) -> None:
    assert not {found for found in imports(path) if found.startswith(("psycopg", "app.statements", "app.embedded", "app.migrations"))}


def test_only_the_listed_files_import_psycopg() -> None:
    found = {name(path) for path in APP if any(it.split(".")[0].startswith("psycopg") for it in imports(path)) and "cli" not in path.parts}
    assert found <= set(PSYCOPG)


def test_only_the_listed_files_know_htmx_headers_and_vary() -> None:
    found = {name(path) for path in APP for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and _HEADER.match(str(node.value))}
    assert found == set(HEADERS)


def test_the_browser_tests_know_only_http() -> None:
    foreign = {(name(path), found) for path in python("e2e") for found in imports(path) if re.match(r"(app|tests|wsgi|bench|tools)(\.|$)", found)}
    assert foreign == set()


def test_wsgi_makes_the_app_and_nothing_else() -> None:
    (wsgi,) = [path for path in python() if name(path) == "wsgi.py"]
    assert imports(wsgi) == {"app"}
    assert len([node for node in tree(wsgi).body if not isinstance(node, ast.Expr)]) == 2
