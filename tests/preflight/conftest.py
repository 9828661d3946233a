"""An installation that is good, on a database of the kind that Supabase hands out, and what becomes of it when something is broken."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sentry_sdk

from app import checking, create_app, db
from app.checking import Result
from app.preflight import CHECKS
from app.preflight.installation import Installation
from app.settings import Settings
from tests import mail_server
from tests.preflight import supabase
from tests.preflight.answering import answering
from tests.preflight.supabase import Project

LOGIN = "wangi%40toko.example:rahasia-surat"


@pytest.fixture(scope="session")
def project() -> Iterator[Project]:
    """The cluster of this process."""
    with supabase.project() as made:
        yield made


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Settings of a mail server that lets us in, a host for error reports, and a backup that was just made."""
    stamp = tmp_path_factory.mktemp("backup") / "stamp"
    stamp.touch()
    with mail_server.running(auth_require_tls=False) as mail, answering() as port:
        yield {
            "MAIL_URL": f"smtp://{LOGIN}@127.0.0.1:{mail.port}",
            "SENTRY_DSN": f"http://key@127.0.0.1:{port}/1",
            "BACKUP_STAMP_FILE": str(stamp),
        }


class Site:
    """One installation: its database, and the environment it would be started with."""

    def __init__(self, project: Project, name: str, surroundings: dict[str, str]) -> None:
        self.project = project
        self.admin, self.owner = project.url(name, supabase.ADMIN), project.url(name, supabase.OWNER)
        self.environ = {
            **surroundings,
            "DATABASE_URL": project.url(name, supabase.WEB),
            "MIGRATION_DATABASE_URL": self.owner,
            "SESSION_SECRET_KEY": secrets.token_urlsafe(48),
            "BANK_ACCOUNTS": "BCA:7712345670:PT Wangi",
            "SUPPORT_WHATSAPP": "6281298765432",
            "SUPPORT_EMAIL": "bantuan@toko.example.id",
            "SITE_URL": "https://toko.example",
            "TRUSTED_PROXIES": "1",
            "CORS_ORIGINS": "https://blog.example",
            "DATA": str(Path(surroundings["BACKUP_STAMP_FILE"]).parent),
        }

    def run(self, *statements: str) -> None:
        """As the cluster's administrator, each at once."""
        with psycopg.connect(self.admin, autocommit=True) as console:
            for statement in statements:
                console.execute(statement.encode())

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.admin) as console:
            return console.execute(statement.encode()).fetchall()

    @contextmanager
    def installed(self) -> Iterator[Installation]:
        """The app on these settings, inside its context."""
        settings = Settings.from_environment(self.environ)
        app = create_app(settings)
        with app.app_context():
            try:
                yield Installation(app, settings.migration_database_url or settings.database_url)
            finally:
                db.database().close()
                sentry_sdk.get_client().close()
                sentry_sdk.get_global_scope().set_client(None)

    def preflight(self) -> list[Result]:
        """What every box says."""
        with self.installed() as installation:
            return checking.run_all(CHECKS, installation, installation.secrets())


@pytest.fixture
def site(project: Project, surroundings: dict[str, str]) -> Iterator[Site]:
    """A good installation of one's own, to be broken."""
    with project.copy() as name:
        yield Site(project, name, surroundings)
