import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import BankAccount, Settings, SettingsError

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DATABASE_URL": "postgresql://shop@db/shop",
    "SESSION_SECRET_KEY": "x" * 40,
    "BANK_ACCOUNTS": "BCA:1234567890:PT Sensasiwangi",
    "SUPPORT_WHATSAPP": "6281200000000",
    "SUPPORT_EMAIL": "bantuan@sensasiwangi.test",
}


def test_development_needs_nothing():
    settings = Settings.from_environment({"APP_ENV": "development"})

    assert (settings.database_url, settings.redis_url, settings.ratelimit_enabled) == ("", "", True)
    assert [account.code for account in settings.bank_accounts] == ["bca", "mandiri"]


def test_production_with_what_it_needs():
    settings = Settings.from_environment(PRODUCTION)

    assert not settings.development
    assert settings.bank_accounts == (BankAccount("bca", "BCA", "1234567890", "PT Sensasiwangi"),)
    assert (settings.payment_term_hours, settings.trusted_proxies) == (24, 0)


@pytest.mark.parametrize("name", PRODUCTION)
def test_a_missing_setting_is_named(name):
    with pytest.raises(SettingsError, match=rf"^{re.escape(name)} is missing: [^\n]+$"):
        Settings.from_environment({**PRODUCTION, name: " "})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("APP_ENV", "staging"),
        ("DATABASE_URL", "mysql://db/shop"),
        ("DATABASE_URL", "postgresql:shop"),
        ("SESSION_SECRET_KEY", "short"),
        ("BANK_ACCOUNTS", "BCA:12:PT"),
        ("BANK_ACCOUNTS", "BCA"),
        ("BANK_ACCOUNTS", "BCA:1234567890:A;BCA:1234567891:B"),
        ("SUPPORT_WHATSAPP", "081234567890"),
        ("SUPPORT_EMAIL", "bantuan"),
        ("REDIS_URL", "localhost:6379"),
        ("CORS_ORIGINS", "*"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "1_0"),
        ("TRUSTED_PROXIES", "١"),
        ("RATELIMIT_ENABLED", "maybe"),
        ("PAYMENT_TERM_HOURS", "0"),
        ("LOG_LEVEL", "loud"),
        ("LIMIT_LOGIN", "often"),
        ("WORKERS", "0"),
    ],
)
def test_a_wrong_setting_is_named(name, wrong):
    with pytest.raises(SettingsError, match=rf"^{re.escape(name)} is wrong: [^\n]+$"):
        Settings.from_environment({**PRODUCTION, name: wrong})


def test_settings_are_read_in_the_notations_people_use():
    """Like log levels in small letters, and a number with its plus."""
    given = PRODUCTION | {"LOG_LEVEL": "debug", "SUPPORT_WHATSAPP": "+6281234567890", "RATELIMIT_ENABLED": "False"}
    read = Settings.from_environment(given)
    assert (read.log_level, read.support_whatsapp, read.ratelimit_enabled) == ("DEBUG", "6281234567890", False)


def test_the_development_secret_is_refused_in_production():
    secret = Settings.from_environment({"APP_ENV": "development"}).session_secret_key

    with pytest.raises(SettingsError, match=r"^SESSION_SECRET_KEY is the one of the examples"):
        Settings.from_environment({**PRODUCTION, "SESSION_SECRET_KEY": secret})


def test_webhooks_inside_the_network_stop_the_start_of_a_real_shop():
    assert Settings.from_environment({"APP_ENV": "development", "WEBHOOK_PRIVATE": "on"}).webhook_private
    with pytest.raises(SettingsError, match=r"^WEBHOOK_PRIVATE is wrong: only a developer's machine may"):
        Settings.from_environment({**PRODUCTION, "WEBHOOK_PRIVATE": "on"})


def test_guest_checkout_stops_the_start():
    with pytest.raises(SettingsError, match=r"^GUEST_CHECKOUT: guest checkout is not built yet, leave it off$"):
        Settings.from_environment({**PRODUCTION, "GUEST_CHECKOUT": "on"})


def test_mail_needs_the_public_address():
    with pytest.raises(SettingsError, match=r"^SITE_URL is missing: [^\n]+$"):
        Settings.from_environment({**PRODUCTION, "MAIL_URL": "smtp://mail.contoh"})
    given = {**PRODUCTION, "MAIL_URL": "smtp://mail.contoh", "SITE_URL": "https://toko.contoh"}
    assert Settings.from_environment(given).site_url == "https://toko.contoh"


def test_secrets_stay_out_of_the_text_form():
    settings = Settings.from_environment({**PRODUCTION, "SENTRY_DSN": "https://hidden@sentry.test/1"})

    assert "hidden" not in repr(settings)
    assert PRODUCTION["SESSION_SECRET_KEY"] not in repr(settings)
    assert PRODUCTION["DATABASE_URL"] not in repr(settings)


def test_the_example_file_lists_every_setting_with_its_default():
    lines = (ROOT / ".env.example").read_text().splitlines()
    example = dict(
        re.fullmatch(r"#?([A-Z_]+)=(.*)", line).groups() for line in lines if line and not line.startswith("# ")
    )

    assert {name.lower() for name in example} == {field.name for field in fields(Settings)}
    given = Settings.from_environment({**PRODUCTION, **example, "SESSION_SECRET_KEY": "x" * 40})
    defaults = Settings.from_environment(PRODUCTION)
    assert [name for name in PRODUCTION if example[name] == ""] == ["SESSION_SECRET_KEY"]
    assert {
        field.name for field in fields(Settings) if getattr(given, field.name) != getattr(defaults, field.name)
    } == {"database_url"}


def test_a_wrong_setting_stops_the_start_with_one_line():
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "migrate", "status"]
    environ = {"PATH": "/usr/bin:/bin", "APP_ENV": "development", "TRUSTED_PROXIES": "many", "FLASK_SKIP_DOTENV": "1"}

    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "TRUSTED_PROXIES is wrong: the number of proxies in front, 0 to 9\n"
    assert done.stdout == ""
