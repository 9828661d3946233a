"""The doors when something goes wrong below them; every failure here is made with a real server."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import errors as pg

from app import db, deadline, pool
from app.db import Actor, Database
from app.errors import Unavailable
from app.statements import Statement
from tests.network import Network

READ, WRITE = "begin read only", "begin"
ONE = Statement("select 1", {}, lambda cursor: cursor.fetchone()[0])
COUNT = Statement("select nextval('public.attempts')", {}, lambda cursor: cursor.fetchone()[0])
DIES = Statement("select public.die()", {}, lambda _: None)
DIE = """
    create function die() returns void language sql security definer
    as 'select pg_sleep(0.1); select pg_terminate_backend(pg_backend_pid())'"""  # when the commit is on its way
MINE = "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
SETTING = "select current_setting(%(name)s)"


@pytest.fixture
def opened():
    """Opens a database like the app does, and closes it when the test ends."""
    made = []

    def opened(url, **options):
        made.append(Database(str(url), **{"connections": 2, **options}))
        return made[-1]

    yield opened
    for each in made:
        each.close()


@pytest.fixture
def doors(opened, database):
    """The database of the test, with a sequence that counts attempts: no rollback takes its steps back."""
    database.rows("create sequence attempts")
    database.rows("grant usage on sequence attempts to public")
    database.rows(DIE)
    database.rows("grant execute on function die() to public")
    return opened(database)


@pytest.fixture
def network(database):
    way = Network(str(database))
    yield way
    way.close()


def run(doors, *statements, begin=READ, replayable=True):
    return doors.run(Actor(role=db.SHOP), begin, statements, replayable=replayable)


def back(doors, until=lambda: False):
    """Whether the database answers within a second of trying, or before something has happened."""
    ends = time.monotonic() + 1
    while time.monotonic() < ends and not until():
        try:
            return run(doors, ONE) == [1]
        except Unavailable:
            time.sleep(0.01)
    return False


def attempts(database):
    return database.value("select last_value from attempts where is_called union all select 0 limit 1")


def end_all(database):
    """Ends every other session, and returns when they have gone."""
    for (pid,) in database.rows(MINE):
        database.rows("select pg_terminate_backend(%s, 5000)", pid)


@pytest.mark.parametrize("begin", [READ, WRITE])
def test_a_connection_that_died_idle_costs_nobody_a_request(doors, database, begin):
    run(doors, ONE)
    end_all(database)

    assert run(doors, ONE, begin=begin, replayable=False) == [1]


def test_a_write_whose_connection_died_before_its_commit_is_sent_again(doors, database, monkeypatch):
    """The server said goodbye just after we had looked."""
    run(doors, ONE)
    end_all(database)
    monkeypatch.setattr(pool, "_has_news", lambda _: False)

    assert run(doors, COUNT, begin=WRITE, replayable=False) == [1]


def test_a_write_that_may_have_been_done_is_not_sent_again(doors, database):
    with pytest.raises(Unavailable):
        run(doors, COUNT, DIES, begin=WRITE, replayable=False)

    assert attempts(database) == 1


def test_a_write_that_may_be_replayed_is_sent_three_times(doors, database):
    with pytest.raises(Unavailable):
        run(doors, COUNT, DIES, begin=WRITE, replayable=True)

    assert attempts(database) == db.RETRIES


def test_a_silent_server_is_given_up_in_time_and_tried_again(opened, network):
    doors = opened(network.url)
    run(doors, ONE)
    with network.silent():
        began = time.monotonic()
        with deadline.within(1.5), pytest.raises(Unavailable):
            run(doors, ONE)
        assert time.monotonic() < began + 2

    assert run(doors, ONE) == [1]


def test_while_the_server_is_away_one_tries_and_the_others_are_told_at_once(opened, network):
    doors = opened(network.url)
    with network.silent():
        began = time.monotonic()
        for _ in range(20):
            with pytest.raises(Unavailable):
                run(doors, ONE)
        assert time.monotonic() < began + 2 * pool.CONNECTING

    assert back(doors)


def test_a_try_that_hears_nothing_keeps_the_others_out_for_no_second(opened, network):
    """It began just before the database's return, and learns nothing of it."""
    doors = opened(network.url)
    with ThreadPoolExecutor(1) as other:
        with network.deaf():
            with pytest.raises(Unavailable):
                run(doors, ONE)
            known = network.made
            stuck = other.submit(back, doors, until=lambda: network.made > known)
            while network.made == known:
                time.sleep(0.001)
        assert back(doors)
        assert not stuck.result()
    assert run(doors, ONE) == [1]


def test_a_server_that_lets_nobody_in_is_unavailable(doors, database, server):
    name = database.value("select current_database()")
    with psycopg.connect(server.url("postgres"), autocommit=True) as console:
        console.execute(f"alter database {name} allow_connections false")

    with pytest.raises(Unavailable):
        run(doors, ONE)


def test_a_server_that_became_read_only_refuses_writes_as_unavailable(doors, database):
    name = database.value("select current_database()")
    database.rows(f"alter database {name} set default_transaction_read_only = on")

    with pytest.raises(Unavailable):
        run(doors, COUNT, begin=WRITE)
    assert run(doors, ONE) == [1]


def test_a_read_that_writes_is_a_bug(doors):
    with pytest.raises(pg.ReadOnlySqlTransaction):
        run(doors, COUNT)


def test_a_slow_statement_is_stopped_by_the_server_and_the_connection_lives(doors, database):
    slow = Statement("select pg_sleep(5)", {}, lambda _: None)
    run(doors, ONE)
    before = database.rows(MINE)

    with deadline.within(0.5), pytest.raises(Unavailable):
        run(doors, slow)

    assert run(doors, ONE) == [1]
    assert database.rows(MINE) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement_timeout", "3s"),
        ("lock_timeout", "1s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("client_connection_check_interval", "1s"),
    ],
)
def test_each_transaction_has_its_limits_and_leaves_none_behind(doors, database, name, value):
    asked = Statement(SETTING, {"name": name}, lambda cursor: cursor.fetchone()[0])

    assert run(doors, asked) == [value]
    with doors._pool().connection(pool.READING, time.monotonic() + 5) as connection:
        assert connection.execute(SETTING, {"name": name}).fetchone() == ("0",)


@pytest.mark.parametrize("role", [db.SHOP, db.DESK, db.WORKER])
def test_a_role_that_logs_in_by_itself_has_the_same_limits(database, role):
    found = database.value("select rolconfig from pg_roles where rolname = %s", role)

    assert found == [
        "statement_timeout=3s",
        "lock_timeout=1s",
        "idle_in_transaction_session_timeout=5s",
        "client_connection_check_interval=1s",
    ]


def test_statements_are_prepared_where_the_server_process_stays_the_same(opened, database):
    doors = opened(database, connections=1)
    kept = Statement("select count(*) > 0 from pg_prepared_statements", {}, lambda cursor: cursor.fetchone()[0])
    for _ in range(10):
        run(doors, ONE)

    assert run(doors, kept) == [True]


def test_no_more_connections_than_allowed(opened, database):
    doors = opened(database, connections=2)
    nap = Statement("select pg_sleep(0.02)", {}, lambda _: None)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: run(doors, nap), range(40)))

    assert len(database.rows(MINE)) == 2
    doors.close()
    assert run(doors, ONE) == [1]
