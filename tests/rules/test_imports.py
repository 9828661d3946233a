"""Dependencies point one way: templates ← views → forms, queries → db → psycopg."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules.source import imports, module, name, python, tree

APP = python("app")
AREAS = sorted(
    {path.parent.name for path in APP if path.parent.parent.name == "app" and path.name in {"views.py", "queries.py"}}
)
FOUNDATION = ["db", "statements", "errors", "format", "settings", "forms"]
# Files that import psycopg, and why.
PSYCOPG = {
    "app/db.py": "the doors",
    "app/pool.py": "the doors' connections",
    "app/replica.py": "tells failures of the replica from its answers",
    "app/statements.py": "turns cursors into rows",
    "app/errors.py": "reads SQLSTATEs",
    "app/embedded.py": "waits for the server it starts",
    "app/backups.py": "acts beside pg_dump and pg_restore, before there is a schema",
    "app/migrations.py": "runs before there are roles to enter",
    "app/preflight/database.py": "tells a database that is away from one that is wrong",
    "app/preflight/installation.py": "a console whose transaction is rolled back",
    "app/preflight/following.py": "tells a replica that is away from one that is wrong",
    "app/areas/loading.py": "fills a table as its owner",
    "app/seeding.py": "fills a shop as its administrator",
    "app/health/views.py": "readiness tells a database that is away from one that is wrong",
    "app/web_sessions.py": "Jsonb: a type of parameter",
    "app/accounts/queries.py": "Jsonb: a type of parameter",
    "app/checkout/queries.py": "Jsonb: a type of parameter",
    "app/desk/edits/queries.py": "Jsonb: a type of parameter",
    "app/desk/orders/queries.py": "Jsonb: a type of parameter",
    "app/desk/paste/queries.py": "Jsonb: a type of parameter",
    "app/cart/queries.py": "Cursor: rows of a shape of its own",
    "app/catalog/queries.py": "Cursor: rows of a shape of its own",
}
# Files that know htmx's or a cache's headers, and why.
HEADERS = {
    "app/render.py": "its job",
    "app/security.py": "Vary: Origin for CORS_ORIGINS",
    "app/assets.py": "Vary: Accept-Encoding of static files",
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
    assert not {found for found in imports(path) if found.split(".")[0].startswith(("flask", "jinja2"))}


@pytest.mark.parametrize("path", of_role("forms"), ids=by_name)
def test_forms_know_neither_database_nor_views(path: Path) -> None:
    forbidden = re.compile(r"app\.(db|render|security|.*(queries|views))$|psycopg")
    assert not {found for found in imports(path) if forbidden.match(found)}


@pytest.mark.parametrize("path", of_role("queries"), ids=by_name)
def test_queries_know_no_views_and_no_forms_but_their_areas_own(path: Path) -> None:
    """What a form parsed, a query may be asked with."""
    forbidden = re.compile(r"app\.(render|security|extensions|.*(forms|views))$")
    found = {found for found in imports(path) if forbidden.match(found)}
    assert found <= {f"{module(path).rpartition('.')[0]}.forms"}


@pytest.mark.parametrize("path", of_role(*FOUNDATION), ids=by_name)
def test_the_foundation_knows_no_area(path: Path) -> None:
    if path.parent.name == "app":
        assert not {found for found in imports(path) if area(found) or found.removeprefix("app.") in AREAS}


def test_the_doors_know_nothing_above_them() -> None:
    doors = ("actors", "db", "kept", "statements", "pool", "gate", "deadline", "replica", "seen")
    below = {f"app.{each}" for each in (*doors, "errors", "settings")} - {"app.db"}
    for path in of_role(*doors):
        ours = {found for found in imports(path) if found.startswith("app.")}
        assert {".".join(found.split(".")[:2]) for found in ours} <= below, name(path)


@pytest.mark.parametrize("path", APP, ids=by_name)
def test_views_are_imported_by_nobody_but_their_own_area(path: Path) -> None:
    views = {found for found in imports(path) if found.startswith("app.") and found.split(".")[-1].endswith("views")}
    ours = {
        area(module(path)),
        *(AREAS if name(path).startswith("app/dev/samples/") else ()),
    }  # samples are what views give
    assert not {found for found in views if area(found) not in ours}


@pytest.mark.parametrize("path", of_role("views"), ids=by_name)
def test_views_ask_the_database_through_its_doors(path: Path) -> None:
    if name(path) not in PSYCOPG:
        below = ("psycopg", "app.embedded", "app.migrations")
        assert not {found for found in imports(path) if found.startswith(below)}


def test_only_the_listed_files_import_psycopg() -> None:
    """The commands beside the web application (app/cli) may."""
    found = {name(path) for path in APP if any(it.startswith("psycopg") for it in imports(path))}
    assert {path for path in found if not path.startswith("app/cli/")} == set(PSYCOPG)


def test_only_the_listed_files_know_htmx_headers_and_vary() -> None:
    found = {
        name(path)
        for path in APP
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and _HEADER.match(str(node.value))
    }
    assert found == set(HEADERS)


def test_the_browser_tests_know_only_http() -> None:
    foreign = {
        (name(path), found)
        for path in python("e2e")
        for found in imports(path)
        if re.match(r"(app|tests|wsgi|bench|tools)(\.|$)", found)
    }
    assert foreign == set()


def test_wsgi_makes_the_app_and_nothing_else() -> None:
    (wsgi,) = [path for path in python() if name(path) == "wsgi.py"]
    assert imports(wsgi) == {"app"}
    assert len([node for node in tree(wsgi).body if not isinstance(node, ast.Expr)]) == 2
