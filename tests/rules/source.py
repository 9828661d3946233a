"""The repository as the house rules read it: Python by its syntax tree, SQL functions by their text, templates without their Jinja."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "app" / "templates"
MIGRATIONS = ROOT / "sql" / "migrations"
QUERIES = ROOT / "sql" / "queries"
MADE_HERE = {
    ".venv",
    "var",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    "test-results",
    "e2e-results",
}
_FUNCTION = re.compile(
    r"(?P<header>(?:^--[^\n]*\n)*)^create (?:or replace )?function (?P<name>\w+)\((?P<parameters>.*?)\)[ \n](?P<words>.*?)"
    r"\bas (?P<quote>\$\w*\$)(?P<body>.*?)(?P=quote);",
    re.MULTILINE | re.DOTALL,
)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True)
class SqlFunction:
    """A function of a migration: its comment, name, parameters, options, body, and how many lines it takes."""

    file: str
    header: str
    name: str
    parameters: str
    options: str
    body: str
    lines: int

    def __str__(self) -> str:
        return f"{self.file}:{self.name}"


@cache
def files(*suffixes: str) -> list[Path]:
    """Every file that is or could be committed, of these kinds."""
    paths = [path for path in _listed() if path.is_file() and (not suffixes or path.suffix in suffixes)]
    return sorted(paths)


def _listed() -> list[Path]:
    """As git sees it, or everything but what is made here where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists() and shutil.which("git"):
        lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
        return [ROOT / line for line in lines]
    return [path for path in ROOT.rglob("*") if not MADE_HERE & set(path.relative_to(ROOT).parts)]


def python(*folders: str) -> list[Path]:
    """Python files under these top folders; all of them when none is named."""
    found = (path for path in files(".py") if not folders or name(path).split("/")[0] in folders)
    return [path for path in found if path.stat().st_size]


def name(path: Path) -> str:
    """The path inside the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def module(path: Path) -> str:
    """app/cart/views.py -> app.cart.views"""
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: Path) -> set[str]:
    """Every module a file imports, and for `from x import y` also x.y when that is a module of ours."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {
                f"{node.module}.{alias.name}" for alias in node.names if is_ours(f"{node.module}.{alias.name}")
            }
    return found


def is_ours(dotted: str) -> bool:
    """True for a module or package of this repository."""
    path = ROOT / dotted.replace(".", "/")
    return path.with_suffix(".py").exists() or path.is_dir()


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method of a file with its dotted name."""

    def walk(node: ast.AST, before: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{before}{child.name}", child
                yield from walk(child, f"{before}{child.name}.")
            elif isinstance(child, ast.ClassDef):
                yield from walk(child, f"{before}{child.name}.")
            else:
                yield from walk(child, before)

    yield from walk(tree(path), "")


def migrations() -> list[Path]:
    """The migrations that go up."""
    return sorted(path for path in MIGRATIONS.glob("*.sql") if not path.name.endswith(".down.sql"))


@cache
def sql_functions() -> list[SqlFunction]:
    """Every function that a migration makes."""
    return [
        SqlFunction(
            path.stem,
            m["header"],
            m["name"],
            m["parameters"],
            m["words"],
            m["body"],
            m[0].count("\n") + 1 - m["header"].count("\n"),
        )
        for path in migrations()
        for m in _FUNCTION.finditer(path.read_text(encoding="utf-8"))
    ]


def templates() -> list[Path]:
    """All templates."""
    return sorted(TEMPLATES.rglob("*.html"))


def partials() -> list[str]:
    """All partials by their template name."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "partials").rglob("*.html"))


def markup(path: Path) -> str:
    """The HTML of a template with every piece of Jinja made unreadable, so that only written tags and attributes remain."""
    return _JINJA.sub(lambda piece: "\n" * piece[0].count("\n") + "_", path.read_text(encoding="utf-8"))
