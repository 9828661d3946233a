"""Sample data for the partials of stock and audit at the desk; see samples.py."""

from typing import Any

from app import errors
from app.desk.audit import queries as audit
from app.desk.orders.queries import Change
from app.desk.stock import queries as stock
from app.desk.stock.forms import Edit, Filter
from app.dev.samples.desk import CITRA, COUNTS
from app.dev.samples.made import GAHARU, NOW, ORDER, made
from app.forms import FormErrors, filled

Context = dict[str, Any]

STATUSES = ("active", "paused", "draft", "archived")
KINDS = (
    "reserve", "release", "expire", "commit", "uncommit", "adjust", "restock", "damage", "count", "correction", "undo", "console",
)  # fmt: skip
ROWS = [
    made(stock.Row, status=status, on_hand=20, held=2, available=18, sold=number)
    for number, status in enumerate(STATUSES)
]
LOW = [
    made(stock.Row, on_hand=2, held=0, available=2, is_low=True, sold=12),
    made(stock.Row, product_id=GAHARU, on_hand=0, held=0, available=0, is_low=True, sold=0),
]
ENTRIES = [
    made(
        stock.Entry,
        id=number,
        kind=kind,
        actor_kind=actor,
        staff_name=name,
        owner_kind=owner,
        order_id=order,
        order_number="SW-1",
    )
    for number, (kind, actor, name, owner, order) in enumerate(
        [(kind, "staff", "Citra CS", "manual", None) for kind in KINDS]
        + [("reserve", "customer", None, "cart", None), ("reserve", "database", None, "cart", None)]
        + [("commit", "worker", None, "order", ORDER), ("console", "database", None, "manual", None)]
    )
]
HOLDS = [
    made(stock.Hold, owner_kind="order", order_id=ORDER, order_number="SW-1", order_status="paid", expires_at=None),
    made(stock.Hold, owner_kind="cart", order_id=None, member_name="Sari", expires_at=NOW, is_over=False),
    made(stock.Hold, owner_kind="cart", order_id=None, member_name=None, expires_at=NOW, is_over=True),
    made(stock.Hold, owner_kind="manual", order_id=None, expires_at=None),
]
CHANGES = [
    made(
        Change,
        who="Citra CS",
        table_name="marketplace_listings",
        before={"stock_on_hand": 1},
        after={"stock_on_hand": 0},
    ),
    made(Change, who="Ade Admin", before={"list_price": 1, "version": 1}, after={"list_price": 2, "version": 2}),
]


def a_listing(**given: Any) -> Context:
    """The context of a listing's page."""
    about = given.pop("about", {})
    found = made(stock.Listing, **({"on_hand": 20, "held": 2, "available": 18, "holds": 0, "undo_entry": None} | about))
    return {
        "listing": found, "holds": [], "entries": [], "changes": [], "has_more": False, "before": None, "counts": COUNTS,
        "colleague": CITRA, "form": filled(kind="restock", list_price="285000", status="active", low_stock_threshold="3"),
        "refusal": None, "wanted": None, "news": {"edits": [], "entries": []},
    } | given  # fmt: skip


CONFLICT = {
    "refusal": errors.ChangedMeanwhile({"version": 2, "seen": 1}),
    "wanted": Edit(250_000, "paused", 9),
    "news": {"edits": CHANGES[1:], "entries": ENTRIES[6:8]},
}
LISTINGS = {status: a_listing(about={"status": status}) for status in STATUSES} | {
    "full": a_listing(holds=HOLDS, entries=ENTRIES, has_more=True, changes=CHANGES, about={"holds": 9, "sold": 4}),
    "older": a_listing(entries=ENTRIES[:2], before=9),
    "oldest": a_listing(before=1),
    "low": a_listing(about={"is_low": True, "available": 0}),
    "undo": a_listing(about={"undo_entry": 9, "undo_kind": "damage", "undo_change": -2, "undo_seconds": 21}),
    "refused": a_listing(
        form=FormErrors({"pieces": "dua"}, {"kind": "Pilih apa yang terjadi.", "pieces": "Isi angka bulat."})
    ),
    "wrong edit": a_listing(form=FormErrors({"list_price": "gratis"}, {"list_price": "Tulis angka Rupiah bulat."})),
    "conflict": a_listing(**CONFLICT),
    "too little": a_listing(refusal=errors.InsufficientStock({"available": 3, "wanted": 4})),
}
BROKEN = [
    made(
        audit.Broken,
        promise="stock on hand is the sum of the ledger",
        product_name="Melati Senja 50 ml",
        order_number=None,
    ),
    made(audit.Broken, promise="a closed order holds no stock", product_name=None, order_number="SW-1"),
    made(audit.Broken, promise="something new", product_name=None, order_number=None),
]

SAMPLES: dict[str, dict[str, Context]] = {
    "partials/desk/audit.html": {
        "never": {"runs": [], "broken": []},
        "": {"runs": [made(audit.Run, broken=0, who="worker")], "broken": []},
        "old": {"runs": [made(audit.Run, broken=0, is_old=True)], "broken": []},
        "broken": {"runs": [made(audit.Run, broken=5), made(audit.Run, broken=0)], "broken": BROKEN},
    },
    "partials/desk/holds.html": LISTINGS,
    "partials/desk/ledger.html": LISTINGS,
    "partials/desk/listing.html": LISTINGS,
    "partials/desk/listing_forms.html": LISTINGS,
    "partials/desk/listing_refusal.html": LISTINGS,
    "partials/desk/low_stock.html": {"": {"rows": LOW}, "nothing": {"rows": []}},
    "partials/desk/stock.html": {
        "": {"rows": ROWS + LOW, "listing_filter": Filter(), "has_more": True},
        "filtered": {"rows": LOW, "listing_filter": Filter("melati", "active", low=True, after="a"), "has_more": False},
        "nothing": {"rows": [], "listing_filter": Filter("x"), "has_more": False},
    },
}
