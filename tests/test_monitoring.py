"""deploy/monitoring: alerts that fire when they must, and a dashboard that asks for what /metrics really has."""

import dataclasses
import json
import math
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from app import metrics, release
from app.desk.health import checks
from app.errors import SW
from app.monitoring import gauges
from app.monitoring.queries import Fact
from app.release import Standing
from app.settings import Settings
from tests.rules.source import ROOT

FOLDER = ROOT / "deploy" / "monitoring"
OURS = re.compile(r"(sensasiwangi_\w+)(?:\{([^}]*)\})?")
GROUPED = re.compile(r"\b(?:by|on) \(([^)]+)\)")
LARGEST = re.compile(r"\b(?:max|min|absent)(?: by \([^)]+\))? ?\((?:(?:rate|max_over_time)\()?(sensasiwangi_\w+)")


def exposed() -> dict[str, set[str]]:
    """The names that /metrics can have, with their labels."""
    facts = [Fact(name, "x" if label else "", 1) for name, (_, label) in gauges.GAUGES.items()]
    meters = metrics.Meters()
    meters.jobs.labels("mail", "done")
    meters.refusals.labels("SW001")
    families = [*meters.registry.collect(), *gauges.families(facts, Standing("v1", 0.0, 0.0, 25))]
    return {one.name: set(one.labels) for family in families for one in family.samples}


def queries() -> dict[str, str]:
    """Every expression of the alerts and the dashboard, by what it is for."""
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    board = json.loads((FOLDER / "grafana.json").read_text())
    found = {rule.get("alert") or rule["record"]: rule["expr"] for rule in rules}
    return found | {
        f"{panel['title']} {one['refId']}": one["expr"] for panel in board["panels"] for one in panel["targets"]
    }


def test_only_what_is_exposed_is_asked_for() -> None:
    known = exposed()
    asked = [(what, name, labels) for what, text in queries().items() for name, labels in OURS.findall(text)]
    assert len(asked) > 40
    assert [(what, name) for what, name, _ in asked if name not in known] == []
    labelled = [(what, name, set(re.findall(r"(\w+)=~?\"", labels)) - known[name]) for what, name, labels in asked]
    assert [it for it in labelled if it[2]] == []


def test_what_is_grouped_by_is_a_label() -> None:
    labels = {label for found in exposed().values() for label in found}
    grouped = {
        word.strip() for text in queries().values() for words in GROUPED.findall(text) for word in words.split(",")
    }
    assert grouped <= labels | {"instance"}


def test_what_every_instance_tells_alike_is_not_added_up() -> None:
    """Facts of the database, and the worker's jobs, which several targets repeat."""
    families = gauges.families([], Standing("v1", 0.0, 0.0, 25))
    alike = {"sensasiwangi_jobs_total", *(family.name for family in families)}
    for what, text in queries().items():
        asked = [name for name, _ in OURS.findall(text) if name in alike]
        assert asked == [name for name in LARGEST.findall(text) if name in alike], what


def test_prometheus_asks_the_instances_that_are_started() -> None:
    target = (ROOT / "deploy" / "systemd" / "sensasiwangi.target").read_text()
    (scrape,) = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    started = [f"127.0.0.1:{port}" for port in re.findall(r"web@(\d+)\.service", target)]
    assert [one for group in scrape["static_configs"] for one in group["targets"]] == started != []


def test_everything_exposed_is_looked_at() -> None:
    """A number that nobody looks at need not be counted."""
    asked = {name for text in queries().values() for name, _ in OURS.findall(text)}
    unseen = {name for name in exposed() if name not in asked and not name.endswith(("_created", "_sum", "_bucket"))}
    assert unseen == set()


def test_every_alert_says_what_to_do_and_is_tested() -> None:
    tests = "".join(path.read_text() for path in FOLDER.glob("*_test.yml"))
    guide = (ROOT / "docs" / "monitoring.md").read_text()
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]:
        for rule in [it for it in group["rules"] if "alert" in it]:
            assert set(rule["annotations"]) == {"summary", "action"}, rule["alert"]
            assert rule["labels"]["severity"] in {"page", "ticket"}, rule["alert"]
            assert rule["alert"] in tests
            assert f"`{rule['alert']}`" in guide


def test_backups_of_the_databases_provider_have_no_age_and_nobody_misses_them(settings: Settings) -> None:
    standing = release.standing(dataclasses.replace(settings, backups="provider"))
    ages = [family.samples[0].value for family in gauges.families([], standing) if "backup" in family.name]
    assert [math.isnan(age) for age in ages] == [True]
    assert checks._backup(standing).state == checks.GOOD


def test_codes_and_routes_of_the_alerts_are_the_shops(app: Any) -> None:
    texts = "\n".join(queries().values())
    routes = {rule.rule for rule in app.url_map.iter_rules()}
    assert set(re.findall(r'route="([^"]+)"', texts)) <= routes
    assert set(re.findall(r"SW\d{3}", texts)) <= set(SW)
    assert set(re.findall(r'line="([^"]+)"', texts)) <= set(metrics.LINES)


@pytest.mark.parametrize("name", ["alerts_test.yml", "slow_alerts_test.yml"])
def test_alerts_fire_when_they_must_and_not_otherwise(name: str) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed here: apt-get install prometheus")
    done = subprocess.run(
        [promtool, "test", "rules", str(FOLDER / name)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
