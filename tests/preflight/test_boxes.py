"""Boxes that need no database: what each says of settings and services that are wrong, and how a run of checks behaves."""

import base64
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import Flask

from app import create_app
from app.checking import Check, Failure, State, ok, run_all, table
from app.preflight import configuration, database, limits, machine, services, web
from app.preflight.installation import Installation
from app.settings import Settings
from bench.shop import free_port
from tests.preflight.answering import answering

GOOD = {
    "DATABASE_URL": "postgresql:///nowhere",
    "SESSION_SECRET_KEY": "kQ7vX2pL9mZ4tR8wN3bY6cH1jF5gD0sA",
    "BANK_ACCOUNTS": "BCA:7712345670:PT Wangi",
    "SUPPORT_WHATSAPP": "6281298765432",
    "SUPPORT_EMAIL": "bantuan@toko.example.id",
    "SITE_URL": "https://toko.example",
    "TRUSTED_PROXIES": "2",
}


def key(role: str) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"role": role}).encode()).decode().rstrip("=")
    return f"kepala.{claims}.tanda-tangan"


def on(**changes: str) -> Installation:
    """An installation with these settings, without its app's routes."""
    app = Flask("settings")
    app.config["SETTINGS"] = Settings.from_environment({**GOOD, **changes})
    return Installation(app, "")


PROJECT = "https://abcdefgh.supabase.co"
CASES = [
    (configuration.secret, {}, "ok"),
    (configuration.secret, {"SESSION_SECRET_KEY": "abcdef" * 8}, "failed"),
    (configuration.secret, {"SESSION_SECRET_KEY": "Change-Me-Before-Going-Live-0987654321"}, "failed"),
    (configuration.secret, {"SESSION_SECRET_KEY": "aaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbb1"}, "failed"),
    (configuration.supabase, {}, "skipped"),
    (configuration.supabase, {"SUPABASE_URL": PROJECT}, "failed"),
    (configuration.supabase, {"SUPABASE_URL": PROJECT, "SUPABASE_SERVICE_ROLE_KEY": key("service_role")}, "ok"),
    (configuration.supabase, {"SUPABASE_URL": PROJECT, "SUPABASE_SERVICE_ROLE_KEY": "sb_secret_" + "a1" * 12}, "ok"),
    (configuration.supabase, {"SUPABASE_URL": PROJECT, "SUPABASE_SERVICE_ROLE_KEY": key("anon")}, "failed"),
    (configuration.supabase, {"SUPABASE_URL": PROJECT, "SUPABASE_SERVICE_ROLE_KEY": "sandi"}, "failed"),
    (
        configuration.supabase,
        {"SUPABASE_URL": f"{PROJECT}/", "SUPABASE_SERVICE_ROLE_KEY": key("service_role")},
        "failed",
    ),
    (configuration.bank, {"BANK_ACCOUNTS": "BCA:1234567890:PT Sensasiwangi"}, "failed"),
    (configuration.bank, {"BANK_ACCOUNTS": "BCA:1234567890:PT Sensasiwangi", "APP_ENV": "development"}, "warned"),
    (configuration.support, {"SUPPORT_WHATSAPP": "6281200000000"}, "failed"),
    (configuration.support, {"SUPPORT_EMAIL": "bantuan@toko.test"}, "failed"),
    (configuration.checkout, {"FEATURE_CHECKOUT": "off"}, "warned"),
    (configuration.environment, {"APP_ENV": "development"}, "warned"),
    (web.address, {"SITE_URL": ""}, "failed"),
    (web.address, {"SITE_URL": "http://toko.example"}, "failed"),
    (web.proxies, {"TRUSTED_PROXIES": "0"}, "failed"),
    (services.mail, {}, "warned"),
    (services.sentry, {}, "warned"),
    (services.sentry, {"SENTRY_DSN": "https://toko.example/1"}, "failed"),
    (services.sentry, {"SENTRY_DSN": f"http://kunci@127.0.0.1:{free_port()}/1"}, "failed"),
    (machine.backup, {"BACKUPS": "provider"}, "skipped"),
    (machine.backup, {"BACKUP_STAMP_FILE": "/nowhere/stamp"}, "failed"),
    (limits.limited, {"RATELIMIT_ENABLED": "off"}, "failed"),
]


@pytest.mark.parametrize(
    ("check", "changes", "state"), CASES, ids=[f"{c[0].__name__}-{n}" for n, c in enumerate(CASES)]
)
def test_a_setting_is_judged(check, changes, state) -> None:
    assert check(on(**changes)).state == state


def test_of_supabase_no_more_is_said_than_was_looked_at() -> None:
    settings = {"SUPABASE_URL": PROJECT, "SUPABASE_SERVICE_ROLE_KEY": key("service_role")}
    assert "nobody was asked, nothing uses them" in configuration.supabase(on(**settings)).line


def test_a_host_of_reports_only_has_to_answer() -> None:
    with answering() as port:
        found = services.sentry(on(SENTRY_DSN=f"http://kunci@127.0.0.1:{port}/1"))

    assert (found.state, found.line) == (State.OK, "127.0.0.1 answers (404)")


@pytest.mark.parametrize(
    ("counted", "state", "words"),
    [(2, "ok", "whether 2 really stand there is not seen from here"), (0, "failed", "is not known as one")],
)
def test_https_is_known_behind_the_proxies_that_are_counted(counted: int, state: str, words: str) -> None:
    settings = Settings.from_environment(GOOD)
    app = create_app(replace(settings, trusted_proxies=counted))
    app.config["SETTINGS"] = settings

    found = web.proxies(Installation(app, ""))
    assert (found.state, words in found.line) == (state, True)


def test_the_server_under_data_is_not_for_customers(tmp_path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "postmaster.pid").write_text("1\n/data\n1\n5432\n/run/somewhere\n\n")

    found = database.lasting(on(DATABASE_URL="postgresql:///shop?host=/run/somewhere", DATA=str(tmp_path)))

    assert found.state is State.FAILED
    assert found.line.startswith("DATABASE_URL is the embedded server under DATA")


def broken(_: object):
    raise Failure("halfway\nthrough, sandi-rahasia told")


def stumbling(_: object):
    raise ZeroDivisionError


CHECKS = (
    Check("a.one", "One", lambda _: ok("well")),
    Check("a.two", "Two", broken),
    Check("b.three", "Three", stumbling, ("a.one",)),
    Check("b.four", "Four", lambda _: ok("never asked"), ("b.three",)),
    Check("b.five", "Five", lambda _: ok("asked"), ("a.one",)),
)


def test_no_check_hides_another_and_no_line_holds_a_secret() -> None:
    results = run_all(CHECKS, SimpleNamespace(), {"sandi-rahasia"})

    assert [(result.check.id, result.finding.state.value, result.finding.line) for result in results] == [
        ("a.one", "ok", "well"),
        ("a.two", "failed", "halfway through, ••• told"),
        ("b.three", "failed", "the check itself stumbled: ZeroDivisionError: no message"),
        ("b.four", "skipped", "not reached: b.three"),
        ("b.five", "ok", "asked"),
    ]
    assert list(table(results))[-1] == "2 ok, 2 failed, 0 warned, 1 skipped"


def test_the_command_is_a_table_or_json_and_its_status_says_whether_all_is_well(app, tmp_path) -> None:
    stamp = tmp_path / "stamp"
    stamp.touch()
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], backup_stamp_file=stamp)
    run = app.test_cli_runner().invoke
    people, machines = run(args=["preflight"]), run(args=["preflight", "--json"])

    assert people.exit_code == machines.exit_code == 1  # limits are off in most tests
    assert "✗ Rate limiting is on" in people.stdout
    told = json.loads(machines.stdout)
    assert told["ok"] is False
    assert [check["id"] for check in told["checks"] if check["state"] == "failed"] == ["limits.enforced"]
    assert {*told["checks"][0]} == {"id", "group", "title", "state", "line"}
