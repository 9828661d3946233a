import dataclasses
from unittest.mock import ANY

import pytest
from flask import Flask

from app import create_app, db


@pytest.fixture
def adrift(settings, tmp_path) -> Flask:
    """The app without its database."""
    app = create_app(dataclasses.replace(settings, database_url=f"postgresql:///shop?host={tmp_path}"))
    yield app
    with app.app_context():
        db.database().close()


def test_health_needs_no_database(adrift):
    answer = adrift.test_client().get("/api/health")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert "Set-Cookie" not in answer.headers


def test_ready_without_a_database(adrift):
    answer = adrift.test_client().get("/api/ready")
    serving = adrift.test_client().get("/api/ready/serving")

    assert (answer.status_code, answer.json) == (503, {"status": "unavailable", "checks": {"database": False}})
    assert answer.headers["Retry-After"] == ANY
    assert (serving.status_code, serving.json) == (answer.status_code, answer.json)


def test_ready(client, sample_shop):
    answer = client.get("/api/ready")

    checks = {"database": True, "migrations": True, "overdue_holds": True, "stock_audit": True}
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "checks": checks})
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("harm", "check"),
    [
        ("delete from schema_migrations where version = 1", "migrations"),
        ("insert into schema_migrations values (9999, 'future', '')", "migrations"),
        (
            "alter table marketplace_listings disable trigger user; "
            "update marketplace_listings set stock_on_hand = stock_on_hand + 1",
            "stock_audit",
        ),
        (
            "insert into stock_holds (product_id, owner, quantity, expires_at) "
            "select product_id, 'manual', 1, now() - interval '11 minutes' from marketplace_listings limit 1",
            "overdue_holds",
        ),
    ],
)
def test_not_ready_names_the_reason(client, sample_shop, harm, check):
    sample_shop.rows(harm)

    answer = client.get("/api/ready")

    assert answer.status_code == 503
    assert answer.json["status"] == "unavailable"
    assert answer.json["checks"][check] is False
    serving = client.get("/api/ready/serving")
    assert serving.status_code == (503 if check == "migrations" else 200)
    assert set(serving.json["checks"]) == {"database", "migrations"}


def test_the_books_of_a_big_shop_are_as_its_last_audit_found_them(client, sample_shop):
    """Reading every order takes longer than a probe waits, and an instance that fails its probe is taken away."""
    sample_shop.rows("update pg_class set reltuples = 1e7 where relname = 'stock_ledger'")
    sample_shop.rows("update marketplace_listings set stock_reserved = stock_on_hand")
    assert client.get("/api/ready").status_code == 200
    sample_shop.rows("select run_audit()")
    assert client.get("/api/ready").json["checks"]["stock_audit"] is False


def test_an_older_release_is_ready_on_a_newer_schema(client, sample_shop):
    sample_shop.rows(
        "insert into schema_migrations select max(version) + 1, 'of the next release', '' from schema_migrations"
    )

    assert client.get("/api/ready").status_code == 200


def test_ready_without_any_migration(server, settings):
    with server.clone("template0") as blank:
        app = create_app(dataclasses.replace(settings, database_url=str(blank)))
        answer = app.test_client().get("/api/ready")
        with app.app_context():
            db.database().close()

    assert answer.status_code == 503
    assert answer.json["checks"]["migrations"] is False
