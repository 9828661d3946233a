"""Each mutant must turn the test it names red; and every one is put back as it was."""

import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.db import (
    mutants_of_banners,
    mutants_of_desk,
    mutants_of_jobs,
    mutants_of_links,
    mutants_of_orders,
    mutants_of_paste,
    mutants_of_privacy,
    mutants_of_stock,
    mutants_of_switches,
    mutants_of_webhooks,
    mutants_of_words,
)
from tests.db.conftest import Emptied
from tests.db.mutant import Mutant
from tests.db.people import DESK, Person
from tests.db.shop import Shop
from tests.db_server import Server

DEFINITION = (
    "select oid, pg_get_functiondef(oid) from pg_proc where proname = %s and pronamespace = 'public'::regnamespace"
)
RED = (AssertionError, psycopg.Error, pytest.fail.Exception)


@pytest.fixture(scope="module")
def laboratory(server: Server) -> Iterator[Emptied]:
    """A clone to be mutilated; what hangs there gives up after two seconds."""
    with server.clone(server.template(seeded=False)) as clone:
        with psycopg.connect(clone, autocommit=True) as connection:
            connection.execute(f"alter database {connection.info.dbname} set lock_timeout = '2s'")
        emptied = Emptied(clone)
        yield emptied
        emptied.close()


@contextmanager
def mutated(laboratory: Emptied, mutant: Mutant) -> Iterator[None]:
    """The laboratory without the guard."""
    with psycopg.connect(laboratory.connections.url, autocommit=True) as connection:
        do, undo = statements(connection, mutant.change)
        connection.execute(do)
        try:
            yield
        finally:
            laboratory.empty()
            connection.execute(undo)


def statements(connection: psycopg.Connection, change: tuple[str, ...]) -> tuple[str, str]:
    """What makes the change, and what takes it back."""
    if len(change) == 2:
        return change
    function, old, new = change
    (found,) = connection.execute(DEFINITION, [function]).fetchall()
    assert found[1].count(old) == 1, f"{function} says {old!r} {found[1].count(old)} times"
    return found[1].replace(old, new), found[1]


KINDS = (
    mutants_of_stock,
    mutants_of_orders,
    mutants_of_desk,
    mutants_of_paste,
    mutants_of_webhooks,
    mutants_of_words,
    mutants_of_links,
    mutants_of_banners,
    mutants_of_jobs,
    mutants_of_privacy,
    mutants_of_switches,
)
PEOPLE = {
    "ade": lambda shop: shop.colleague("ade", "admin"),
    "citra": lambda shop: shop.colleague("citra"),
    "somebody": lambda shop: Person(shop, DESK),
}  # what fixtures make


@pytest.mark.parametrize("mutant", [one for kind in KINDS for one in kind.MUTANTS], ids=lambda mutant: mutant.lost)
def test_the_loss_is_noticed(laboratory: Emptied, mutant: Mutant) -> None:
    module, name = mutant.noticed_by.split("::")
    test = getattr(importlib.import_module(f"tests.db.{module}"), name)
    shop = Shop(laboratory.connections.url, laboratory.connections)
    with mutated(laboratory, mutant), pytest.raises(RED):
        try:
            people = {name: make(shop) for name, make in PEOPLE.items() if name in inspect.signature(test).parameters}
            test(shop, **people, **mutant.parameters)
            assert shop.audit() == []
        finally:
            shop.close()


def test_the_laboratory_is_as_it_was(laboratory: Emptied) -> None:
    """Else a later mutant could be killed by an earlier one."""
    with psycopg.connect(laboratory.connections.url) as here, psycopg.connect(laboratory.connections.url) as there:
        broken = here.execute("select * from stock_audit()").fetchall()
        disabled = there.execute("select tgname from pg_trigger where not tgisinternal and tgenabled <> 'O'").fetchall()
    assert (broken, disabled) == ([], [])
