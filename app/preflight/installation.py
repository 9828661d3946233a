"""What preflight looks at: the settings, the app on them, and the owner's console."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import psycopg
from flask import Flask

from app.settings import Settings
from app.statements import Statement, named

T = TypeVar("T")

_sql = named("preflight")


@dataclass(frozen=True)
class Installation:
    """An app inside its context, and the address that migrates its database."""

    app: Flask
    owner_url: str

    @property
    def settings(self) -> Settings:
        """What the environment says."""
        found: Settings = self.app.config["SETTINGS"]
        return found

    @property
    def production(self) -> bool:
        """Whether customers may be there."""
        return not self.settings.development

    def secrets(self) -> set[str]:
        """What no line may show: keys, and the passwords in addresses."""
        settings = self.settings
        databases = (settings.database_url, settings.migration_database_url, settings.database_replica_url)
        parts = [urlsplit(url) for url in (*databases, self.owner_url, settings.redis_url, settings.mail_url)]
        words = {part.password for part in parts if part.password}
        dsn = urlsplit(settings.sentry_dsn).username
        keys = {settings.session_secret_key, settings.supabase_service_role_key, dsn or ""}
        return words | {unquote(word) for word in words} | keys

    @contextmanager
    def console(self, url: str = "") -> Iterator["Console"]:
        """A transaction at the owner's address, or another, that is rolled back when the block ends. Raises psycopg.Error."""
        with (
            psycopg.connect(
                url or self.owner_url, autocommit=True, connect_timeout=5, prepare_threshold=None
            ) as connection,
            connection.transaction(force_rollback=True),
        ):
            console = Console(connection)
            console.ask(_sql.run("be_brief"))
            yield console


class Console:
    """Asks as the owner's login, in a transaction that leaves nothing."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def ask(self, statement: Statement[T]) -> T:
        """The statement's result. Raises psycopg.Error."""
        return statement.shape(self._connection.execute(statement.text, statement.params))

    def refusal(self, statement: Statement[Any]) -> str:
        """The SQLSTATE the statement is refused with, or nothing when it is not; what it did is undone."""
        try:
            with self._connection.transaction(force_rollback=True):
                self.ask(statement)
        except psycopg.Error as cause:
            return cause.sqlstate or type(cause).__name__
        return ""
