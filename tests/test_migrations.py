"""The runner itself, on small migrations of its own; tests/db/test_schema.py runs the shop's."""

import threading
import time

import pytest

from app import migrations
from app.migrations import MigrationError


@pytest.fixture
def url(server):
    with server.clone("template0") as clone:
        yield clone


@pytest.fixture
def directory(tmp_path):
    write(tmp_path, "0001_cups", "create table cups (id integer);", "drop table cups;")
    write(tmp_path, "0002_plates", "create table plates (id integer);", "drop table plates;")
    return tmp_path


def write(directory, name, up, down="select 1;"):
    (directory / f"{name}.sql").write_text(up)
    (directory / f"{name}.down.sql").write_text(down)


def states(url, directory):
    return [(step.version, step.name, step.state) for step in migrations.status(url, directory)]


def test_up_applies_what_is_pending_in_order(url, directory):
    assert states(url, directory) == [(1, "cups", "pending"), (2, "plates", "pending")]

    assert [migration.name for migration in migrations.up(url, directory)] == ["cups", "plates"]
    assert migrations.up(url, directory) == []
    assert states(url, directory) == [(1, "cups", "applied"), (2, "plates", "applied")]


def test_down_undoes_the_newest_first(url, directory):
    migrations.up(url, directory)

    assert [migration.name for migration in migrations.down(url, 1, directory)] == ["plates"]
    assert states(url, directory) == [(1, "cups", "applied"), (2, "plates", "pending")]
    assert [migration.name for migration in migrations.down(url, 9, directory)] == ["cups"]


def test_status_tells_of_an_edited_file(url, directory):
    migrations.up(url, directory)
    write(directory, "0001_cups", "create table cups (id bigint);")

    assert states(url, directory)[0] == (1, "cups", "changed")


def test_a_failing_migration_leaves_nothing(url, directory):
    write(directory, "0003_broken", "create table spoons (id integer);\nselect * from nowhere;")

    with pytest.raises(MigrationError, match=r'^0003_broken\.sql:2: relation "nowhere" does not exist$'):
        migrations.up(url, directory)

    assert states(url, directory)[2] == (3, "broken", "pending")
    write(directory, "0003_broken", "create table spoons (id integer);")
    assert len(migrations.up(url, directory)) == 1


def test_a_newer_database_is_refused(url, directory):
    migrations.up(url, directory)
    (directory / "0002_plates.sql").unlink()

    with pytest.raises(MigrationError, match=r"^The database is newer than this code: it has 0002_plates$"):
        migrations.up(url, directory)
    with pytest.raises(MigrationError, match=r"^The database is newer than this code: there is no way back for 0002$"):
        migrations.down(url, 1, directory)
    assert states(url, directory)[1] == (2, "plates", "unknown")


def test_a_gap_in_the_numbers_is_refused(directory):
    write(directory, "0004_forks", "select 1;")

    with pytest.raises(MigrationError, match=r"^0004_forks\.sql should have number 0003$"):
        migrations.available(directory)


def test_a_missing_way_back_is_refused(directory):
    (directory / "0002_plates.down.sql").unlink()

    with pytest.raises(MigrationError, match=r"^0002_plates\.sql has no way back: 0002_plates\.down\.sql$"):
        migrations.available(directory)


def test_two_runners_do_the_work_once(url, directory):
    write(directory, "0003_slow", "select pg_sleep(0.3); create table slow (id integer);")
    results = []
    runners = [threading.Thread(target=lambda: results.append(len(migrations.up(url, directory)))) for _ in range(2)]

    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    assert sorted(results) == [0, 3]


def test_a_locked_table_does_not_hold_up_the_shop(server, directory):
    with server.clone("template0") as clone:
        migrations.up(clone, directory)
        blocker = clone.connect(autocommit=False)
        blocker.execute("lock table cups")
        write(directory, "0003_more", "set local lock_timeout = '100ms'; alter table cups add column size integer;")
        began = time.monotonic()

        with pytest.raises(MigrationError, match=r"^0003_more\.sql: canceling statement due to lock timeout$"):
            migrations.up(clone, directory)

        assert time.monotonic() - began < 5
        assert states(clone, directory)[2] == (3, "more", "pending")


def test_a_database_that_does_not_answer_is_one_line(tmp_path):
    with pytest.raises(MigrationError, match=r"^The database does not answer: [^\n]+$"):
        migrations.status(f"postgresql:///?host={tmp_path}", tmp_path)
