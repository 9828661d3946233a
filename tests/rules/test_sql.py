"""The SQL of the migrations: headers that tell the truth, pinned search paths, short functions, locks in order."""

import re
from pathlib import Path

import pytest

from tests.rules.source import MIGRATIONS, ROOT, SqlFunction, files, migrations, name, python, sql_functions

LINES = 60
KEYWORDS = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WHERE|FROM|ORDER BY|GRANT|REVOKE|BEGIN|RETURNS)\b")
each_function = pytest.mark.parametrize("function", sql_functions(), ids=str)
each_migration = pytest.mark.parametrize("path", migrations(), ids=lambda path: path.stem)


def codes(text: str) -> set[str]:
    return set(re.findall(r"\bSW\d{3}\b", text))


def without_words(text: str) -> str:
    """SQL without comments and string literals."""
    return re.sub(r"--.*|'(?:[^']|'')*'", "", text)


def test_there_are_functions() -> None:
    """Should the text be written differently one day, the rules below must not pass by finding none."""
    made = sum(len(re.findall(r"^create (?:or replace )?function ", path.read_text(), re.MULTILINE)) for path in migrations())
    assert made == len(sql_functions()) > 50


@each_function
def test_a_function_says_what_it_is_for_what_it_locks_what_it_refuses_and_who_calls_it(function: SqlFunction) -> None:
    for word in ("Purpose: ", "Locks: ", "Errors: ", "Called by: "):
        assert word in function.header


@each_function
def test_the_header_names_every_refusal_of_the_body(function: SqlFunction) -> None:
    if function.name != "refuse":
        assert codes(function.body) <= codes(function.header)


@each_function
def test_a_definer_function_pins_its_search_path(function: SqlFunction) -> None:
    if "security definer" in function.options:
        assert "set search_path = public, pg_temp" in function.options


@each_function
def test_a_function_fits_on_a_page(function: SqlFunction) -> None:
    assert function.lines <= LINES


@each_function
def test_parameters_and_variables_have_their_prefix(function: SqlFunction) -> None:
    given = [parameter.strip() for parameter in re.sub(r"\(.*?\)", "", function.parameters).split(",") if parameter.strip()]
    assert [it for it in given if not it.startswith(("p_", "out "))] == []
    declared = re.search(r"^declare\n(.*?)^begin", function.body, re.MULTILINE | re.DOTALL)
    if "plpgsql" in function.options and declared:
        assert [line for line in re.findall(r"^    (\w+) ", declared[1], re.MULTILINE) if not line.startswith("v_")] == []


@each_function
def test_many_rows_are_locked_in_order(function: SqlFunction) -> None:
    """A lock on more than one row names its order, or takes only what nobody else has."""
    for statement in re.split(r";|\bthen\b|\bloop\b", without_words(function.body)):
        if re.search(r"\bfor (no key )?update\b", statement):
            one_row = re.search(r"\b(id|product_id|token_hash|email|owner)\s*=\s*\(?(p_|v_|current_)", statement)
            assert one_row or "order by" in statement or "skip locked" in statement, statement


@each_migration
def test_a_migration_has_its_name_in_front_and_a_way_back_that_says_what_it_loses(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)*", path.stem)
    number, topic = path.stem.split("_", 1)
    assert path.read_text().startswith(f"-- {number} {topic.replace('_', ' ')}: ")
    assert path.with_suffix(".down.sql").read_text().startswith("-- Loses ")


def test_numbers_have_no_gap_and_every_way_back_has_its_way() -> None:
    assert [int(path.stem[:4]) for path in migrations()] == list(range(1, len(migrations()) + 1))
    assert {path.name.removesuffix(".down.sql") for path in MIGRATIONS.glob("*.down.sql")} == {path.stem for path in migrations()}


@each_migration
def test_the_rights_of_new_functions_are_taken_from_everybody_in_the_same_migration(path: Path) -> None:
    if "create function" in path.read_text() and path.stem != "0001_catalog":
        assert "revoke execute on all functions in schema public from public;" in path.read_text()


@each_migration
def test_a_migration_gives_the_role_back_that_it_took(path: Path) -> None:
    for file in (path, path.with_suffix(".down.sql")):
        words = without_words(file.read_text())
        assert words.count("set local role sensasiwangi_owner;") == words.count("reset role;")


@pytest.mark.parametrize("path", [path for path in files(".sql") if path.name != "schema.sql"], ids=name)
def test_keywords_are_lower_case(path: Path) -> None:
    assert KEYWORDS.findall(without_words(path.read_text())) == []


def test_the_four_stock_functions_stand_in_the_migration_the_checklist_names() -> None:
    found = {function.name for function in sql_functions() if function.file == "0004_order_helpers"}
    assert {"reserve_stock", "release_stock", "commit_stock", "get_available_stock"} <= found


def test_python_holds_no_sql_text_outside_the_database_doors() -> None:
    import ast

    from tests.rules.source import tree

    allowed = {
        "app/db.py": "the doors",
        "app/migrations.py": "the runner's own table, before there is any function",
        "app/embedded.py": "makes the database itself",
    }
    text = re.compile(
        r"^\s*(select\b.+|insert into \w|update \w+ set\b|delete from \w|with \w+ as \(|create (table|function|database|role)\b|"
        r"(alter|drop|truncate|grant|revoke) \w|set local \w|begin( read only)?$|commit$)",
        re.IGNORECASE | re.DOTALL,
    )
    found = set()
    for path in python("app"):
        docstrings = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings and text.match(node.value):
                found.add((name(path), node.value.strip()[:40]))
    assert {it for it in found if it[0] not in allowed} == set()
    assert (ROOT / "app/db.py").exists()
