"""Sample data for the partials of the desk's order list; see samples.py."""

from typing import Any

from app import errors
from app.desk.search import bulk, queries
from app.desk.search.forms import Bulk, Filters, Last, Ticked
from app.dev.samples.made import GAHARU, MELATI, NOW, ORDER, made
from app.forms import FormErrors

Context = dict[str, Any]

HOSTILE = "<script>alert(1)</script> \u202eiraS"
ROWS = [
    made(queries.Row, status="paid", is_exact=True, similar_words=None),
    made(queries.Row, id=MELATI, status="shipped", courier="JNE", tracking_number="JT0001", similar_words=None),
    made(queries.Row, id=GAHARU, status="expired", recipient_name=HOSTILE, paid_amount=100_000, similar_words="wulan"),
]
LISTED: Context = {
    "filters": Filters(q="sari"), "rows": ROWS, "following": {"q": "sari", "after": "x"}, "goods": [made(queries.Good)],
    "form": FormErrors(), "ticked": [],
}  # fmt: skip
FILTERS = Filters(
    status="paid", since=NOW.date(), product="melati-senja-50ml", city="Bandung", after=Last(False, NOW, ORDER)
)
WRONG = FormErrors({"action": "cancelled"}, {"reason": "Tulis alasannya.", "order": "Centang dulu pesanannya."})

TICKED = Ticked(ORDER, 3)
CHOSEN = made(queries.Chosen, status="paid", version=3, paid_amount=588_417, next_statuses=["processing", "cancelled"])
PACK, CANCEL = Bulk("processing", "", (TICKED,)), Bulk("cancelled", HOSTILE, (TICKED,))
OBSTACLES = ("", "changed", "held", "impossible")
STEPS = [bulk.Step(TICKED, CHOSEN, obstacle) for obstacle in OBSTACLES] + [bulk.Step(TICKED, None, "gone")]

SAMPLES: dict[str, dict[str, Context]] = {
    "partials/desk/orders.html": {
        "": LISTED,
        "filtered": LISTED | {"filters": FILTERS, "following": None},
        "nothing": LISTED | {"rows": [], "following": None},
        "nothing in the filters": LISTED | {"rows": [], "filters": FILTERS, "following": None},
        "refused": LISTED | {"form": WRONG, "ticked": [f"{ORDER}:1"]},
    },
    "partials/desk/orders_preview.html": {
        "": {"asked": PACK, "steps": STEPS, "filters": FILTERS},
        "cancel": {"asked": CANCEL, "steps": STEPS, "filters": Filters()},
        "nothing can": {"asked": PACK, "steps": STEPS[1:], "filters": Filters()},
    },
    "partials/desk/orders_outcomes.html": {
        "": {
            "asked": PACK,
            "outcomes": [bulk.Outcome(CHOSEN, None), bulk.Outcome(CHOSEN, errors.ChangedMeanwhile())],
            "filters": Filters(),
        },
    },
}
