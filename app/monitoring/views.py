"""`/metrics` for Prometheus, over all processes; what the database knows is asked for once in some seconds."""

from time import monotonic

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric

from app import db, errors, metrics, observing, release
from app.monitoring import gauges, queries
from app.monitoring.admittance import may_see
from app.monitoring.queries import Fact
from app.settings import Settings

bp = Blueprint("monitoring", __name__)
KEPT = 5.0  # seconds


class Facts:
    """The last facts of the database, asked for anew when they are KEPT seconds old."""

    def __init__(self) -> None:
        self._facts: list[Fact] = []
        self._until = 0.0

    def now(self) -> list[Fact]:
        """None when the database is away."""
        if monotonic() >= self._until:
            try:
                self._facts = db.read(db.Actor(role=db.WORKER, name="metrics"), queries.facts())
            except errors.Unavailable:
                self._facts = []
            self._until = monotonic() + KEPT
        return self._facts


@bp.get("/metrics")
def show() -> Response:
    """Counters of all processes, and gauges; everybody who may not see them finds nothing here."""
    settings: Settings = current_app.config["SETTINGS"]
    if not may_see(request, settings):
        abort(404)
    observing.notes.work_up()
    facts = current_app.extensions.setdefault("shop_facts", Facts()).now()
    families = [*metrics.collected(), *gauges.families(facts, release.standing(settings))]
    return Response(generate_latest(_Given(families)), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Given:
    """A registry of what is there already."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        """As given."""
        return self._families
