"""Every setting of the shop, read once from the environment; a missing or wrong one stops the start with its name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app.parsing import Network, between, matching, networks, one_of, origins, share, switch, url

T = TypeVar("T")

DEVELOPMENT, PRODUCTION = "development", "production"
PROVIDER = "provider"  # makes the backups
DEVELOPMENT_ONLY = {
    "SESSION_SECRET_KEY": "only-for-development-never-in-production",
    "BANK_ACCOUNTS": "BCA:1234567890:PT Sensasiwangi;Mandiri:1300012345678:PT Sensasiwangi",
    "SUPPORT_WHATSAPP": "6281200000000",
    "SUPPORT_EMAIL": "bantuan@sensasiwangi.test",
    "SITE_URL": "http://127.0.0.1:8000",
    "LOG_FORMAT": "plain",
}
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(SystemExit):
    """A setting is missing or wrong. Nobody catches it, so Python prints the line and leaves with status 1."""


@dataclass(frozen=True)
class BankAccount:
    """Where shoppers send money: code 'bca', bank 'BCA', number in digits, holder as the bank writes it."""

    code: str
    bank: str
    number: str
    holder: str


@dataclass(frozen=True)
class Settings:
    """What the environment says; each field is named like its variable."""

    app_env: str
    database_url: str = field(repr=False)  # empty: the embedded server under data
    migration_database_url: str = field(repr=False)
    database_replica_url: str = field(repr=False)  # empty: everything asks the primary
    replica_lag_seconds: int
    session_secret_key: str = field(repr=False)
    bank_accounts: tuple[BankAccount, ...]
    support_whatsapp: str  # digits with country code
    support_email: str
    data: Path
    backups: str  # "stamp": ours, their time in the file; "provider": whoever runs the database makes and watches them
    backup_stamp_file: Path  # when the last backup was made, written by `flask backup`
    redis_url: str = field(default="", repr=False)
    supabase_url: str = ""  # nothing uses it or its key today; flask preflight looks at their form
    supabase_service_role_key: str = field(default="", repr=False)
    sentry_dsn: str = field(default="", repr=False)
    mail_url: str = field(default="", repr=False)
    site_url: str = ""  # the shop's public address without a slash at its end
    cors_origins: tuple[str, ...] = ()
    trusted_proxies: int = 0  # hops in front of us that set X-Forwarded-*
    ratelimit_enabled: bool = True
    feature_checkout: bool = True
    guest_checkout: bool = False
    payment_term_hours: int = 24
    log_level: str = "INFO"
    log_format: str = "json"
    log_file: str = ""  # empty: standard error
    release: str = ""
    sentry_traces: float = 0.0  # share of requests whose course is reported
    metrics_token: str = field(default="", repr=False)
    metrics_allow: tuple[Network, ...] = ()
    limit_register: str = "60/hour"
    limit_login: str = "30/minute"
    limit_login_account: str = "5/minute"
    limit_second_factor: str = "5/minute"
    limit_order_link: str = "10/day"  # tries at one order's phone number, from wherever
    limit_order_link_address: str = "60/hour"
    staff_session_hours: int = 12
    limit_cart: str = "60/minute"
    limit_place: str = "60/hour"
    webhook_private: bool = False  # a developer's own machine may be told of events
    workers: int = 2
    threads: int = 1
    pool_size: int = 4  # connections per worker process
    waiting_room: int = 256  # requests per worker process that may wait for a thread

    @property
    def development(self) -> bool:
        """True on a developer's machine, where sample accounts and plain http are allowed."""
        return self.app_env == DEVELOPMENT

    @property
    def backups_elsewhere(self) -> bool:
        """Whether this shop knows nothing of its backups, as whoever runs the database makes and watches them."""
        return self.backups == PROVIDER

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings in environ. Raises SettingsError."""
        read = _Reader(environ)
        settings = cls(**{name: read.value(name.upper(), rule) for name, rule in _RULES.items()})
        if settings.guest_checkout:
            raise SettingsError("GUEST_CHECKOUT: guest checkout is not built yet, leave it off")
        if settings.mail_url and not settings.site_url:
            raise SettingsError("SITE_URL is missing: mail needs the shop's public address, like https://toko.example")
        if settings.webhook_private and not settings.development:
            raise SettingsError(
                "WEBHOOK_PRIVATE is wrong: only a developer's machine may be told of events inside the network"
            )
        return settings


class _Reader:
    """Reads variables by rule: development has defaults that production must give itself."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._development = environ.get("APP_ENV", PRODUCTION).strip() == DEVELOPMENT

    def value(self, name: str, rule: "_Rule") -> Any:
        given = self._environ.get(name, "").strip()
        if not given and self._development:
            given = DEVELOPMENT_ONLY.get(name, "")
        if not given and (rule.required and not self._development):
            raise SettingsError(f"{name} is missing: {rule.expected}")
        if given == DEVELOPMENT_ONLY.get(name) and name == "SESSION_SECRET_KEY" and not self._development:
            raise SettingsError(f"{name} is the one of the examples: {rule.expected}")
        try:
            return rule.parse(given or rule.default)
        except ValueError as cause:
            raise SettingsError(f"{name} is wrong: {rule.expected}") from cause


@dataclass(frozen=True)
class _Rule:
    """How a variable is read; parse raises ValueError, expected says what would have been right."""

    parse: Callable[[str], Any]
    expected: str
    default: str = ""
    required: bool = False


def _bank_accounts(given: str) -> tuple[BankAccount, ...]:
    accounts = []
    for part in filter(str.strip, given.split(";")):
        bank, number, holder = (word.strip() for word in part.split(":"))
        if not (bank and holder and re.fullmatch(r"[0-9]{6,20}", number)):
            raise ValueError(given)
        accounts.append(BankAccount(re.sub(r"[^a-z0-9]+", "-", bank.lower()), bank, number, holder))
    if not accounts or len({account.code for account in accounts}) < len(accounts):
        raise ValueError(given)
    return tuple(accounts)


_DATABASE = url("postgresql", "postgres")
_SECRET = matching(r".{32,}")
_WHATSAPP = matching(r"62[0-9]{8,13}")
_SWITCH_WORDS = "on or off"
_LIMIT = matching(r"[0-9]{1,6} ?(/|per) ?[0-9]* ?(second|minute|hour|day)s?")
_LIMIT_WORDS = "a count per time, like 60/hour"

_RULES: dict[str, _Rule] = {
    "app_env": _Rule(one_of(DEVELOPMENT, PRODUCTION), "development or production", PRODUCTION),
    "database_url": _Rule(_DATABASE, "postgresql://user:password@host:5432/database", required=True),
    "migration_database_url": _Rule(_DATABASE, "postgresql://owner:password@host:5432/database"),
    "database_replica_url": _Rule(_DATABASE, "postgresql://user:password@replica:5432/database"),
    "replica_lag_seconds": _Rule(between(1, 3600), "whole seconds, 1 to 3600", "10"),
    "session_secret_key": _Rule(_SECRET, "at least 32 random characters", required=True),
    "bank_accounts": _Rule(_bank_accounts, "BANK:NUMBER:HOLDER, several parted by ; (each bank once)", required=True),
    "support_whatsapp": _Rule(
        lambda given: _WHATSAPP(given.removeprefix("+")), "digits with country code, like 6281234567890", required=True
    ),
    "support_email": _Rule(matching(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "an e-mail address", required=True),
    "data": _Rule(Path, "a directory", "var"),
    "backups": _Rule(one_of("stamp", PROVIDER), "stamp, or provider where the database's provider makes them", "stamp"),
    "backup_stamp_file": _Rule(Path, "a file", "var/backup-stamp"),
    "redis_url": _Rule(url("redis", "rediss", "unix"), "redis://host:6379/0"),
    "supabase_url": _Rule(url("https", "http"), "https://<project>.supabase.co"),
    "supabase_service_role_key": _Rule(str, "the service role's key of the project"),
    "sentry_dsn": _Rule(url("https", "http"), "https://key@host/project"),
    "mail_url": _Rule(url("smtp", "smtps"), "smtp://user:password@host:587"),
    "site_url": _Rule(matching(r"https?://[^/\s]+"), "the shop's public address, like https://toko.example"),
    "cors_origins": _Rule(origins, "origins like https://blog.example, parted by commas, no wildcard"),
    "trusted_proxies": _Rule(between(0, 9), "the number of proxies in front, 0 to 9", "0"),
    "ratelimit_enabled": _Rule(switch, _SWITCH_WORDS, "on"),
    "feature_checkout": _Rule(switch, _SWITCH_WORDS, "on"),
    "guest_checkout": _Rule(switch, _SWITCH_WORDS, "off"),
    "payment_term_hours": _Rule(between(1, 336), "whole hours, 1 to 336", "24"),
    "log_level": _Rule(lambda given: one_of(*_LOG_LEVELS)(given.upper()), "DEBUG, INFO, WARNING or ERROR", "INFO"),
    "log_format": _Rule(one_of("json", "plain"), "json or plain", "json"),
    "log_file": _Rule(str, "a file that we may write"),
    "release": _Rule(matching(r"[\w.+-]{1,64}"), "a version like v1.2.0"),
    "sentry_traces": _Rule(share, "a share from 0 to 1, like 0.05", "0"),
    "metrics_token": _Rule(matching(r"[\w.~+/=-]{16,}"), "at least 16 characters without spaces"),
    "metrics_allow": _Rule(networks, "addresses or networks parted by commas, or none", "127.0.0.0/8,::1"),
    "limit_register": _Rule(_LIMIT, _LIMIT_WORDS, "60/hour"),
    "limit_login": _Rule(_LIMIT, _LIMIT_WORDS, "30/minute"),
    "limit_login_account": _Rule(_LIMIT, _LIMIT_WORDS, "5/minute"),
    "limit_second_factor": _Rule(_LIMIT, _LIMIT_WORDS, "5/minute"),
    "limit_order_link": _Rule(_LIMIT, _LIMIT_WORDS, "10/day"),
    "limit_order_link_address": _Rule(_LIMIT, _LIMIT_WORDS, "60/hour"),
    "staff_session_hours": _Rule(between(1, 24), "whole hours, 1 to 24", "12"),
    "limit_cart": _Rule(_LIMIT, _LIMIT_WORDS, "60/minute"),
    "limit_place": _Rule(_LIMIT, _LIMIT_WORDS, "60/hour"),
    "webhook_private": _Rule(switch, _SWITCH_WORDS, "off"),
    "workers": _Rule(between(1, 64), "processes, 1 to 64", "2"),
    "threads": _Rule(between(1, 64), "threads per process, 1 to 64", "1"),
    "pool_size": _Rule(between(1, 64), "connections per process, 1 to 64", "4"),
    "waiting_room": _Rule(between(8, 1024), "waiting requests per process, 8 to 1024", "256"),
}
