"""The facts of the database as Prometheus reads them."""

from collections.abc import Iterable, Iterator, Sequence
from time import time

from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from app.monitoring.queries import Fact
from app.release import Standing

# By name: what it says, and what its label is called.
GAUGES = {
    "orders": ("Orders that run, and of those that ended the ones placed within seven days.", "status"),
    "holds": ("Holds on stock, live ones and those ten minutes past their end.", "state"),
    "overdue_orders": ("Unpaid orders ten minutes past their term.", ""),
    "job_lag_seconds": ("How long the oldest job of a kind has been due.", "kind"),
    "jobs_parked": ("Jobs that failed too often and wait for staff.", ""),
    "mails_unsent": ("Mails that wait to be sent; without MAIL_URL none does.", ""),
    "audit_broken": ("Broken promises in the last run of the audit.", ""),
    "audit_age_seconds": ("How long ago the audit ran.", ""),
    "checkouts": ("Checkouts begun within six hours, up to one hour ago, by what became of them.", "outcome"),
    "switch_turned": ("Whether an operator's switch stands otherwise than usual: checkout off, readonly on.", "switch"),
    "connections": ("Connections of the database: open, and allowed at most.", "kind"),
}
PREFIX = "sensasiwangi_"


def families(facts: Sequence[Fact], standing: Standing) -> Iterator[Metric]:
    """All gauges; without facts the database is away."""
    yield _one("database_up", "Whether the database answered this scrape.", bool(facts))
    yield _labelled("build", "The release that runs.", "release", [Fact("build", standing.release, 1)])
    yield _one("up_seconds", "How long the shop has been open.", time() - standing.since)
    if standing.backup_at is not None:
        yield _one(
            "backup_age_seconds",
            "How long ago the last backup was finished; NaN: the provider knows.",
            time() - standing.backup_at,
        )
    for name, (words, label) in GAUGES.items():
        found = [fact for fact in facts if fact.name == name]
        yield _labelled(name, words, label, found)


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}{name}", words, value=value)


def _labelled(name: str, words: str, label: str, facts: Iterable[Fact]) -> Metric:
    family = GaugeMetricFamily(f"{PREFIX}{name}", words, labels=(label,) if label else ())
    for fact in facts:
        family.add_metric((fact.label,) if label else (), fact.value)
    return family
