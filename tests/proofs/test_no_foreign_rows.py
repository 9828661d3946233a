"""Many members over four connections, some of which fail, hang or are cut: nobody is ever shown a row of somebody else."""

import asyncio
import re

import pytest

from tests.db_server import Clone
from tests.proofs.canaries import flock
from tests.proofs.conftest import Tell
from tests.proofs.pgbouncer import pooled
from tests.proofs.scale import sized
from tests.proofs.visits import CLIENTS, Visits
from tests.proofs.web import Web, started

REQUESTS, MEMBERS = sized(2_000, 20_000), sized(100, 500)
CONNECTIONS = 4
TIMEOUTS, CUTS = sized(2, 20), sized(10, 100)
_CONSOLE = "console"
_OURS = f"""
    select count(*) from pg_stat_activity where datname = current_database()
    and backend_type = 'client backend' and application_name <> '{_CONSOLE}'"""
_CUT_ONE = f"""
    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
    and backend_type = 'client backend' and application_name <> '{_CONSOLE}' order by random() limit 1"""
_KEEP_LOCKED = "select from carts where customer_id = %s for update"
_IDENTIFY = "select pg_get_functiondef('identify'::regproc)"
_SETTINGS = re.compile(r"(set_config\('app\.(?:customer|cart)_id', coalesce\([^)]+\)), true\)")
_OPEN_POLICY = 'alter policy "shoppers read their own orders" on orders using (true)'


def test_no_foreign_row_over_four_connections(database: Clone, tell: Tell) -> None:
    with started(database, workers=1, POOL_SIZE=str(CONNECTIONS), THREADS="8") as web:
        visits = visited(web, database)
    tell(told(visits))


def test_no_foreign_row_through_pgbouncer_in_transaction_mode(database: Clone, tell: Tell) -> None:
    """Sixteen connections of the shop take turns on four of the database, transaction by transaction."""
    with pooled(database, CONNECTIONS) as through, started(through, workers=4, POOL_SIZE="4", THREADS="4") as web:
        visits = visited(web, database)
    tell(told(visits))


@pytest.mark.parametrize("leak", ["an open policy", "a user who outlives the transaction"])
def test_a_leak_is_seen_here(database: Clone, leak: str) -> None:
    """Else the searching would prove nothing."""
    definition, changes = _SETTINGS.subn(r"\1, false)", database.value(_IDENTIFY))
    assert changes == 2
    database.rows(_OPEN_POLICY if leak == "an open policy" else definition)
    with started(database, workers=1, POOL_SIZE=str(CONNECTIONS), THREADS="8") as web:
        visits = Visits(web, flock(database, CLIENTS), lambda: None, REQUESTS)
        web.run(visits.all_at_once(300))
    assert visits.foreign != []


def visited(web: Web, database: Clone) -> Visits:
    """Everybody visits while carts stay locked and connections are cut; judged."""
    *members, locked = flock(database, MEMBERS + 1)
    console = database.connect(application_name=_CONSOLE)
    locker = database.connect(autocommit=False, application_name=_CONSOLE)
    locker.execute(_KEEP_LOCKED, [locked.customer])

    def cut_one() -> None:
        assert console.execute(_OURS).fetchone()[0] <= CONNECTIONS
        console.execute(_CUT_ONE)

    visits = Visits(web, members, cut_one, REQUESTS // CUTS)

    async def everything() -> None:
        await asyncio.gather(visits.all_at_once(REQUESTS), visits.waiting(locked, TIMEOUTS))

    web.run(everything())
    locker.rollback()
    assert_nothing_foreign(visits)
    assert database.rows("select * from stock_audit()") == []
    return visits


def assert_nothing_foreign(visits: Visits) -> None:
    """Nobody saw anything of anybody else, and everybody saw their own."""
    assert visits.foreign == []
    assert visits.wrong == []
    assert visits.answers[200] > visits.made / 2
    assert TIMEOUTS <= visits.answers[503] <= visits.made / 10  # a shop that loses its connections would shed the rest


def told(visits: Visits) -> str:
    """The figures."""
    by_status = ", ".join(f"{count} × {status}" for status, count in sorted(visits.answers.items()))
    return f"{visits.made} requests of {MEMBERS} members, {CUTS} connections cut: 0 foreign rows ({by_status})"
