"""Sample data for the figures, the maintenance lists and the health page of the desk; see samples.py."""

from datetime import date
from typing import Any

from app.desk.figures import forms, queries, upkeep
from app.desk.figures.charts import charts
from app.desk.figures.reckoning import figures
from app.desk.health.checks import BAD, GOOD, WARN, Check
from app.dev.samples.made import MELATI

TODAY = date(2026, 11, 26)
WEEK, YEAR = forms.last(7, TODAY), forms.last(365, TODAY)
PRESETS = [(days, forms.last(days, TODAY)) for days in forms.PRESETS]
PLACED = [
    queries.Placed(date(2026, 11, 24), "paid", 3, 900_000, 0, 0),
    queries.Placed(date(2026, 11, 24), "expired", 1, 300_000, 0, 0),
    queries.Placed(date(2026, 11, 26), "awaiting_payment", 2, 512_345, 1, 12),
]
LEFT = [queries.Abandoned(date(2026, 11, 25), 4, 2)]
FULL = queries.Confirmations(3, 1, 5400.0, 86_400.0), queries.Turnover(12, 500, 488, 3)
OFF = [queries.Discrepancy(MELATI, "Melati Senja 50 ml", 2, 3, 0)]


def shown(period: forms.Period, *rows: Any) -> dict[str, Any]:
    """The page of figures for a period."""
    found = figures(period, *rows)
    return {
        "found": found,
        "charts": charts(found),
        "discrepancies": OFF,
        "presets": PRESETS,
        "today": TODAY,
    }


FIGURES: dict[str, dict[str, Any]] = {
    "week": shown(WEEK, PLACED, LEFT, *FULL),
    "year, by week": shown(YEAR, PLACED, LEFT, *FULL),
    "nothing": shown(WEEK, [], [], None, None) | {"discrepancies": []},
}
UPKEEP: dict[str, dict[str, Any]] = {
    "": {
        "lists": {
            "Setiap hari": [
                upkeep.Item("Stok", "2 barang menipis", "desk.queue", {"queue": "stock"}, is_urgent=True),
                upkeep.Item("Pesanan yang masuk", "3 hari ini", "desk.orders", {"since": "2026-11-26"}),
            ]
        }
    }
}
HEALTH: dict[str, dict[str, Any]] = {
    "": {
        "checks": [
            Check("Cadangan", BAD, "2 hari yang lalu", "Jalankan cadangan sekarang."),
            Check("Audit stok", WARN, "belum pernah jalan", "Jalankan flask worker.", "desk.audit"),
            Check("Basis data", GOOD, "menjawab"),
        ],
        "release": "v1.2.0",
        "uptime": "3 jam",
    }
}
SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "partials/desk/figures.html": FIGURES,
    "partials/desk/upkeep.html": UPKEEP,
    "partials/desk/health.html": HEALTH,
}
