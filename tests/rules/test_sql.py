"""The SQL of the migrations: headers that tell the truth, pinned search paths, short functions, locks in order."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.source import MIGRATIONS, SqlFunction, files, migrations, name, python, sql_functions, tree

LINES = 60
KEYWORDS = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WHERE|FROM|ORDER BY|GRANT|REVOKE|BEGIN|RETURNS)\b"
)
MAY_HOLD_SQL = {
    "app/db.py": "the doors",
    "app/pool.py": "asks a new connection which server process it has",
    "app/migrations.py": "the runner's own table, before there is any function",
    "app/embedded.py": "makes the database itself",
    "app/dev/samples/desk_stock.py": "the ledger calls a reason commit",
}
SQL_TEXT = re.compile(
    r"\s*(select\s.+|insert into \w|update \w+ set\b|delete from \w|with \w+ as \(|create (table|function|database|role)\b|"
    r"(alter|drop|truncate|grant|revoke) \w|set local \w|begin( read only)?$|commit$)",
    re.IGNORECASE | re.DOTALL,
)
each_migration = pytest.mark.parametrize("path", migrations(), ids=lambda path: path.stem)


def codes(text: str) -> set[str]:
    return set(re.findall(r"\bSW\d{3}\b", text))


def without_words(text: str) -> str:
    """SQL without comments and string literals."""
    return re.sub(r"--.*|'(?:[^']|'')*'", "", text)


def test_there_are_functions() -> None:
    """Should the text be written differently one day, the rules below must not pass by finding none."""
    made = sum(
        len(re.findall(r"^create (?:or replace )?function ", path.read_text(), re.MULTILINE)) for path in migrations()
    )
    assert made == len(sql_functions()) > 50


def breaking(rule: Callable[[SqlFunction], bool]) -> list[str]:
    """The functions that break a rule."""
    return [str(function) for function in sql_functions() if not rule(function)]


def test_a_function_says_what_it_is_for_what_it_locks_what_it_refuses_and_who_calls_it() -> None:
    words = ("Purpose: ", "Locks: ", "Errors: ", "Called by: ")
    assert breaking(lambda function: all(word in function.header for word in words)) == []


def test_the_header_names_every_refusal_of_the_body() -> None:
    assert breaking(lambda function: function.name == "refuse" or codes(function.body) <= codes(function.header)) == []


def test_a_definer_function_pins_its_search_path() -> None:
    pinned = "set search_path = public, pg_temp"
    assert breaking(lambda function: "security definer" not in function.options or pinned in function.options) == []


def test_a_function_fits_on_a_page() -> None:
    assert breaking(lambda function: function.lines <= LINES) == []


def test_parameters_have_their_prefix() -> None:
    assert breaking(lambda function: all(it.startswith(("p_", "out ")) for it in parameters(function))) == []


def parameters(function: SqlFunction) -> list[str]:
    """Each with its mode and type."""
    return [it.strip() for it in re.sub(r"\(.*?\)", "", function.parameters).split(",") if it.strip()]


def test_variables_have_their_prefix() -> None:
    assert breaking(lambda function: all(it.startswith("v_") for it in variables(function))) == []


def variables(function: SqlFunction) -> list[str]:
    """What a plpgsql function declares."""
    declared = re.search(r"^declare\n(.*?)^begin", function.body, re.MULTILINE | re.DOTALL)
    return re.findall(r"^    (\w+) ", declared[1], re.MULTILINE) if declared and "plpgsql" in function.options else []


def test_many_rows_are_locked_in_order() -> None:
    """A lock on more than one row names its order, or takes only what nobody else has."""
    assert breaking(lambda function: all(in_order(statement) for statement in locks(function))) == []


def locks(function: SqlFunction) -> list[str]:
    """The statements that lock rows to read them."""
    statements = re.split(r";|\bthen\b|\bloop\b", without_words(function.body))
    return [statement for statement in statements if re.search(r"\bfor (no key )?update\b", statement)]


def in_order(statement: str) -> bool:
    one_row = re.search(r"\b(id|product_id|token_hash|email|owner)\s*=\s*\(?(p_|v_|current_)", statement)
    return one_row is not None or "order by" in statement or "skip locked" in statement


@each_migration
def test_a_migration_has_its_name_in_front_and_a_way_back_that_says_what_it_loses(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)*", path.stem)
    number, topic = path.stem.split("_", 1)
    assert path.read_text().startswith(f"-- {number} {topic.replace('_', ' ')}: ")
    assert path.with_suffix(".down.sql").read_text().startswith("-- Loses ")


def test_numbers_have_no_gap_and_every_way_back_has_its_way() -> None:
    assert [int(path.stem[:4]) for path in migrations()] == list(range(1, len(migrations()) + 1))
    assert {path.name.removesuffix(".down.sql") for path in MIGRATIONS.glob("*.down.sql")} == {
        path.stem for path in migrations()
    }


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
    found = set()
    for path in python("app"):
        docstrings = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docstrings
                and SQL_TEXT.match(node.value)
            ):
                found.add((name(path), node.value.strip()[:40]))
    assert {it for it in found if it[0] not in MAY_HOLD_SQL} == set()
