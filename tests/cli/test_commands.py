import dataclasses

import psycopg
import pytest

from app import create_app, db, migrations, passwords
from app.cli import worker as worker_module


@pytest.fixture
def flask(app):
    """Runs a flask command on the test's database: (exit status, its words)."""
    runner = app.test_cli_runner()

    def run(*words):
        done = runner.invoke(args=list(words))
        return done.exit_code, done.output

    return run


def test_migrate_status_and_up_on_a_current_database(flask):
    status, words = flask("migrate", "status")

    assert status == 0
    assert words.startswith("0001 catalog: applied\n")
    assert flask("migrate", "up") == (0, "→ 0 applied, the database is current\n")


def test_migrate_down_and_up_again(flask):
    status, words = flask("migrate", "down", "--count", "2")
    assert (status, words.splitlines()[-1]) == (0, "→ 2 undone")
    assert flask("migrate", "status")[0] == 1

    status, words = flask("migrate", "up")
    assert (status, words.splitlines()[-1]) == (0, "→ 2 applied, the database is current")


@pytest.mark.parametrize(
    ("environment", "offset", "words"),
    [("production", "1 days", "The clock of a real shop is not moved"), ("development", "1 day; drop", "25 hours")],
)
def test_the_clock_of_a_real_shop_is_not_moved(app, flask, environment, offset, words):
    """Moving it is told by a story: the server of these tests is shared."""
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], app_env=environment)
    status, said = flask("clock", offset)
    assert status != 0
    assert words in said


def test_going_back_says_what_is_lost_and_does_it_in_production_only_when_told(app, flask, sample_shop):
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], app_env="production")
    orders = sample_shop.value("select count(*) from orders")
    stock = sample_shop.rows("select product_id, stock_on_hand from marketplace_listings order by 1")

    status, words = flask("migrate", "down", "--to", "3")
    lines = words.splitlines()
    assert (status, lines[-1][:25]) == (1, "Error: Nothing was undone")
    assert [line[2:6] for line in lines[:-1]] == [f"{it.version:04d}" for it in reversed(migrations.available()[3:])]
    assert (
        lines[-2]
        == "→ 0004 order_helpers: Loses every hold and the ledger: stock numbers stay, their history does not."
    )
    assert flask("migrate", "status")[0] == 0

    assert flask("migrate", "down", "--to", "3", "--yes")[0] == 0
    assert sample_shop.value("select count(*) from orders") == orders > 0
    assert sample_shop.rows("select product_id, stock_on_hand from marketplace_listings order by 1") == stock
    assert sample_shop.value("select to_regproc('reserve_stock')") is None


def test_seed_plants_the_sample_shop_once(flask, database):
    first = flask("seed")
    listings = database.value("select count(*) from marketplace_listings")
    again = flask("seed")

    assert first == again == (0, f"→ The sample shop is there: {listings} listings\n")
    assert listings >= 64
    assert database.rows(
        "select slug, stock_on_hand from marketplace_listings "
        "where slug in ('gaharu-tunggal-30ml', 'cendana-lama-50ml') order by 1"
    ) == [
        ("cendana-lama-50ml", 0),
        ("gaharu-tunggal-30ml", 1),
    ]
    assert database.rows("select * from stock_audit()") == []


def test_sample_people_have_the_sample_password(sample_shop):
    people = sample_shop.rows(
        "select email, password_hash from customers union all select email, password_hash from staff order by 1"
    )

    assert [email for email, _ in people] == [
        "admin@sensasiwangi.test",
        "cs@sensasiwangi.test",
        "pembeli@sensasiwangi.test",
    ]
    assert all(passwords.verify_password(stored, "wangi-sekali-2025") for _, stored in people)


def test_seed_fills_up_for_benchmarks(flask, database):
    assert flask("seed", "--listings", "300") == (0, "→ The sample shop is there: 300 listings\n")

    assert database.rows("select * from stock_audit()") == []
    assert database.value("select count(distinct category) from products") == 4


def test_seed_is_refused_in_production(settings):
    app = create_app(dataclasses.replace(settings, app_env="production"))

    done = app.test_cli_runner().invoke(args=["seed"])

    assert done.exit_code == 1
    assert done.output == "Error: The sample shop has sample passwords: it is refused outside APP_ENV=development\n"


def test_create_staff_makes_and_changes_a_person(flask, database):
    assert flask("create-staff", "Rini@Example.com", "--name", "Rini", "--password", "rahasia-sekali-1") == (
        0,
        "→ rini@example.com may use the CS desk as cs\n",
    )
    assert (
        flask(
            "create-staff", "rini@example.com", "--name", "Rini S", "--role", "admin", "--password", "rahasia-sekali-2"
        )[0]
        == 0
    )

    ((name, role, stored),) = database.rows(
        "select full_name, role, password_hash from staff where email = 'rini@example.com'"
    )
    assert (name, role) == ("Rini S", "admin")
    assert passwords.verify_password(stored, "rahasia-sekali-2")


def test_create_staff_refuses_a_short_password(flask, database):
    assert flask("create-staff", "rini@example.com", "--name", "Rini", "--password", "pendek") == (
        1,
        "Error: The password needs at least 12 characters\n",
    )
    assert database.rows("select 1 from staff") == []


@pytest.mark.parametrize(
    ("email", "name", "words"),
    [
        ("bukan email", "Rini", "That is no e-mail address"),
        ("", "Rini", "That is no e-mail address"),
        ("rini@example.com", "  ", "The name needs 1 to 100 readable characters"),
        ("rini@example.com", "R" * 101, "The name needs 1 to 100 readable characters"),
        ("rini@example.com", "Ri\x01ni", "The name needs 1 to 100 readable characters"),
    ],
)
def test_create_staff_refuses_what_is_nobody(flask, database, email, name, words):
    said = flask("create-staff", email, "--name", name, "--password", "rahasia-sekali-1")
    assert said == (1, f"Error: {words}\n")
    assert database.rows("select 1 from staff") == []


def test_audit_of_a_good_shop(flask, sample_shop):
    assert flask("audit") == (0, "→ Every promise holds\n")


def test_audit_names_a_broken_promise(flask, sample_shop):
    sample_shop.rows("alter table marketplace_listings disable trigger user")
    product = sample_shop.value(
        "update marketplace_listings set stock_on_hand = 499 where slug = 'melati-senja-50ml' returning product_id"
    )

    assert flask("audit") == (1, f"stock on hand is the sum of the ledger: {product} should be 500, is 499\n")


def test_commands_without_a_database_are_one_line(settings, tmp_path):
    app = create_app(dataclasses.replace(settings, database_url=f"postgresql:///shop?host={tmp_path}"))

    for words in (["audit"], ["migrate", "status"], ["migrate", "up"], ["seed"]):
        done = app.test_cli_runner().invoke(args=words)
        assert done.exit_code == 1
        assert done.output.startswith("Error: The database ")
        assert done.output.count("\n") == 1


def test_the_worker_gives_back_what_ran_out(flask, sample_shop):
    product = sample_shop.value("select product_id from marketplace_listings where slug = 'melati-senja-50ml'")
    with psycopg.connect(sample_shop) as console:
        console.execute("select set_config('app.hold_until', (now() - interval '1 minute')::text, true)")
        console.execute("select reserve_stock(%s, 3)", [product])
    reserved = "select stock_reserved from marketplace_listings where slug = 'melati-senja-50ml'"
    before = sample_shop.value(reserved)

    assert flask("worker", "--once") == (0, "→ The worker is running\n→ The worker has stopped\n")

    assert sample_shop.value(reserved) == before - 3
    assert sample_shop.rows("select * from stock_audit()") == []


def test_the_worker_audits_the_books_and_says_loudly_what_is_wrong(flask, sample_shop, caplog):
    assert flask("worker", "--once")[0] == 0
    sample_shop.rows("alter table marketplace_listings disable trigger user")
    sample_shop.rows("update marketplace_listings set stock_on_hand = 499 where slug = 'melati-senja-50ml'")
    assert flask("worker", "--once")[0] == 0

    assert sample_shop.rows("select actor, broken from audit_runs order by id") == [("worker", 0), ("worker", 1)]
    assert [record.message for record in caplog.records if record.name == worker_module.__name__] == [
        "the audit found 1 broken promises"
    ]


def test_the_worker_survives_a_database_that_is_away(settings, tmp_path, caplog):
    app = create_app(dataclasses.replace(settings, database_url=f"postgresql:///shop?host={tmp_path}"))

    with app.app_context():
        worker_module.run_all(worker_module.threading.Event())
        db.database().close()

    tasks = [task.name for task in (*worker_module.SWEEPS, *worker_module.BOOKS)]
    assert [record.message for record in caplog.records if record.name == worker_module.__name__] == [
        *(f"the database does not answer, {task} waits for its next time" for task in tasks),
        *["the database does not answer, jobs wait"] * 2,  # of mail, and of webhooks
    ]


def test_jobs_that_wait_are_said_once_and_when_they_go_on(app, flask, sample_shop, caplog):
    def looks(known=""):
        return worker_module.do_jobs(
            worker_module.mail_handlers, worker_module.threading.Event(), worker_module.running.LEASE, known
        )

    flask("switch", "readonly", "on")
    with app.app_context():
        known = looks(looks(looks()))
        flask("switch", "readonly", "off")
        assert looks(looks(known)) == ""

    reason = "nothing may be written (the readonly switch, or a standby)"
    assert [record.message for record in caplog.records if record.name == worker_module.__name__] == [
        f"{reason}, jobs wait",
        f"jobs go on, they waited: {reason}",
    ]
