"""Samples of an order's page by its link."""

from datetime import timedelta
from typing import Any

from app.dev.samples.made import NOW, TOKEN, made
from app.forms import filled
from app.links import forms
from app.links.queries import Glimpse


def glimpse(status: str, **given: Any) -> dict[str, Any]:
    """An order as its link shows it."""
    due = {"payment_due_at": NOW + timedelta(hours=2), "seconds_to_pay": 7_200} if status == "awaiting_payment" else {}
    return {"order": made(Glimpse, status=status, **(due | given)), "form": filled(), "token": TOKEN}


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "partials/links/glimpse.html": {
        "": glimpse("awaiting_payment"),
        "wrong digits": glimpse("awaiting_payment") | {"form": filled().having("digits", forms.WRONG)},
        "awaiting quote": glimpse("awaiting_quote", shipping_amount=None),
        "quoted": glimpse("awaiting_quote"),
        "in review": glimpse("awaiting_payment", payment_status="in_review"),
        "paid": glimpse("paid", payment_status="paid", paid_amount=588_417, others=0),
        "shipped": glimpse("shipped", payment_status="paid", paid_amount=588_417),
        "expired": glimpse("expired"),
        "paid too late": glimpse("expired", payment_status="paid", paid_amount=588_417),
        "completed": glimpse("completed", payment_status="paid", paid_amount=588_417),
    },
}
