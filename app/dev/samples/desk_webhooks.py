"""Samples of webhooks at the desk."""

from typing import Any

from app.desk.webhooks import forms, queries
from app.dev.samples.made import NOW, made

ADDRESS = "https://gudang.contoh.id/hooks/toko"
GOOD = made(queries.Endpoint, address=ADDRESS, events=list(forms.EVENTS), is_on=True, delivered=12)
OFF = made(queries.Endpoint, address=ADDRESS, events=["stock.low"])
FAILING = made(
    queries.Endpoint, address=ADDRESS, events=["stock.low"], is_on=True, failing_since=NOW, earlier_until=NOW
)
DISABLED = [
    made(queries.Endpoint, address=ADDRESS, events=["order.paid"], disabled_at=NOW, disabled_because=because)
    for because in ("gone", "failing", "parked")
]
DELIVERIES = [
    made(queries.Delivery, id=number, type=event, about="SW-261122-K7QMP", status=status, **given)
    for number, (event, status, given) in enumerate(
        (
            ("order.placed", "waiting", {"tries": 0, "excerpt": "", "next_at": NOW}),
            ("order.paid", "retrying", {"tries": 2, "response_status": 500, "excerpt": "oops", "attempted_at": NOW, "next_at": NOW}),
            ("order.paid", "delivered", {"response_status": 200, "excerpt": "ok", "attempted_at": NOW}),
            ("stock.low", "parked", {"tries": 5, "excerpt": "Tidak menjawab dalam 10 detik", "attempted_at": NOW}),
            ("order.cancelled", "dropped", {"tries": 0, "excerpt": ""}),
        )
    )
]  # fmt: skip
EMPTY = forms.typed("", [], is_on=True)
WRONG = EMPTY.having("address", "Pakai port 443 atau 8443.").having("events", forms.NO_EVENT)


def one(endpoint: queries.Endpoint, **given: Any) -> dict[str, Any]:
    """The page of an endpoint."""
    return {
        "endpoint": endpoint, "deliveries": DELIVERIES, "events": forms.EVENTS, "secret": None, "is_conflict": False,
        "form": forms.typed(endpoint.address, endpoint.events, is_on=endpoint.is_on),
    } | given  # fmt: skip


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "partials/desk/webhooks.html": {
        "": {"endpoints": [GOOD, OFF, FAILING, *DISABLED], "form": EMPTY, "events": forms.EVENTS},
        "none": {"endpoints": [], "form": EMPTY, "events": forms.EVENTS},
        "refused": {"endpoints": [GOOD], "form": WRONG, "events": forms.EVENTS},
    },
    "partials/desk/webhook.html": {
        "": one(GOOD),
        "new": one(GOOD, secret="whsec_contoh", deliveries=[]),  # noqa: S106
        "failing": one(FAILING),
        "disabled": one(DISABLED[0]),
        "refused": one(GOOD, form=WRONG),
        "conflict": one(OFF, is_conflict=True),
    },
}
