"""Sample data for the partials of the desk; see samples.py."""

from datetime import timedelta
from typing import Any

from app import errors
from app.actors import Colleague
from app.areas.drafts import Places
from app.desk.access import queries as access
from app.desk.edits import queries as edits
from app.desk.edits.forms import Edit
from app.desk.orders import forms
from app.desk.orders import queries as order
from app.desk.orders.timeline import Entry
from app.desk.queue import queries as queue
from app.dev.samples import desk_jobs, desk_words
from app.dev.samples.made import ADDRESS, GAHARU, MELATI, NOW, made
from app.forms import FormErrors, filled
from app.orders import queries as orders

Context = dict[str, Any]

CITRA = made(Colleague, id=MELATI, full_name="Citra CS", role="cs", is_confirmed=True)
ADE = made(Colleague, id=GAHARU, full_name="Ade Admin", role="admin", is_confirmed=True)
COUNTS = {name: queue.Count(name, number, number // 2) for number, name in enumerate((*queue.QUEUES, *queue.ALARMS))}
WAITING = [
    made(queue.Waiting, queue=name, recipient_name="Sari", seconds_waiting=3_700, holder=None, holder_id=None)
    for name in queue.QUEUES
] + [
    made(queue.Waiting, queue="pack", is_late=True, paid_amount=588_417, holder="Citra CS", holder_id=MELATI, pieces=3),
    made(queue.Waiting, queue="pack", seconds_waiting=300_000, holder="Ade Admin", holder_id=GAHARU),
]
NEXT = {
    "awaiting_quote": ["awaiting_payment", "cancelled"],
    "awaiting_payment": ["paid", "cancelled", "expired"],
    "paid": ["processing", "cancelled"],
    "processing": ["shipped", "cancelled"],
    "shipped": ["delivered"],
    "delivered": ["completed"],
    "expired": ["paid"],
    "cancelled": ["paid"],
}
PROOFS = [
    made(order.Proof, content_type="image/jpeg", status="waiting", refusal="", is_kept=True),
    made(
        order.Proof,
        id=MELATI,
        content_type="application/pdf",
        status="refused",
        refusal="Bukan rekening kami",
        is_kept=True,
    ),
    made(order.Proof, id=GAHARU, content_type="image/png", status="accepted", refusal=""),
]
KINDS = ("payment", "refund", "payment_undone", "refund_undone")
SLIPS = [made(order.Slip, kind=kind, amount=588_417, who="Citra CS") for kind in KINDS]
TIMELINE = [
    Entry("Catatan", NOW, "Pembeli minta dikirim Senin", "Citra CS", is_public=False),
    Entry("Pesanan dibuat. CS menghitung ongkirnya.", NOW, "", "Pembeli", is_public=True),
]
CHANGES = [
    made(order.Change, who="Citra CS", table_name="orders", before={"status": "paid"}, after={"status": "processing"}),
    made(order.Change, who="Citra CS", table_name="payments", action="insert", before=None, after={"amount": 5}),
]


def an_order(status: str, *, about: Context | None = None, **given: Any) -> Context:
    """The order page's context."""
    paid = {"paid_amount": 588_417, "payment_status": "paid"} if status in {"paid", "processing", "shipped"} else {}
    found = made(orders.Order, status=status, **({"proof_count": 0} | paid | given))
    who = made(order.About, next_statuses=NEXT.get(status, []), customer_phone="+6281234567890", **(about or {}))
    return {
        "order": found, "about": who, "items": [made(orders.Item), made(orders.Item, product_id=GAHARU)], "proofs": [], "slips": [],
        "timeline": TIMELINE, "changes": [], "counts": COUNTS, "couriers": forms.COURIERS, "instead": [made(order.Good)], "colleague": CITRA,
        "form": filled(courier="JNE", service="REG", cost=""), "refusal": None, "news": [], "drafts": desk_words.DRAFTS,
    }  # fmt: skip


WISH = {"wish": "Salah alamat", "holder": "Citra CS", "holder_id": MELATI, "held_until": NOW + timedelta(minutes=9)}
HELD = {"holder": "Ade Admin", "holder_id": GAHARU, "held_until": NOW}
ORDERS = {status: an_order(status) for status in NEXT} | {
    "unquoted": an_order("awaiting_quote", shipping_amount=None),
    "completed": an_order("completed"),
    "in review": an_order("awaiting_payment", payment_status="in_review") | {"proofs": PROOFS, "changes": CHANGES},
    "short": an_order("awaiting_payment", payment_status="partial", paid_amount=100_000) | {"slips": SLIPS},
    "late": an_order("expired", payment_status="paid", paid_amount=588_417, refunded_amount=0, discount_amount=5),
    "wish": an_order("paid", about=WISH),
    "a colleague's": an_order("paid", about=HELD),
    "undo": an_order("processing", about={"undo_kind": "processing", "undo_seconds": 21}),
    "refused": an_order("awaiting_quote", shipping_amount=None)
    | {"form": FormErrors({"cost": "gratis"}, {"cost": "Tulis angka Rupiah bulat."})},
    "conflict": an_order("paid") | {"refusal": errors.ChangedMeanwhile(), "news": TIMELINE, "form": filled(note="hai")},
}
HEAD: dict[str, dict[str, Any]] = {
    "": {"colleague": CITRA},
    "counts": {"colleague": ADE, "counts": COUNTS, "chosen": "pack"},
}
UNCONFIRMED = {"colleague": made(Colleague, is_confirmed=False)}
PERSON = made(access.Person, id=GAHARU, role="admin")

LINES = [
    made(edits.Line, wanted=1, given_back=1),
    made(edits.Line, product_id=GAHARU, wanted=0, given_back=2),
]
SUMS = made(edits.Sums, new_subtotal=285_000, difference=-285_000, new_total=303_417, pieces=1)
EDITED = {**ADDRESS, "reason": "Stok retak"}
EDIT = {
    "order": ORDERS["unquoted"]["order"], "lines": LINES, "sums": SUMS, "provinces": ("Jawa Barat",), "places": Places(),
    "form": filled(**EDITED), "change": None, "refusal": None, "news": [],
}  # fmt: skip
CHANGED = {"change": Edit({}, ADDRESS, "x")}

SAMPLES: dict[str, dict[str, Context]] = {
    "partials/desk/claim.html": ORDERS,
    "partials/desk/edit.html": {
        "": EDIT,
        "preview": EDIT | CHANGED,
        "nothing left": EDIT | CHANGED | {"sums": made(edits.Sums, pieces=0)},
        "refused": EDIT
        | {"form": FormErrors(EDITED, {f"quantity_{GAHARU}": "Isi angka bulat.", "reason": "Tulis alasannya."})},
        "conflict": EDIT | CHANGED | {"refusal": errors.ChangedMeanwhile(), "news": TIMELINE},
        "held": EDIT | CHANGED | {"refusal": errors.HeldByColleague()},
    },
    "partials/desk/entries.html": {"": {"timeline": TIMELINE}},
    "partials/desk/goods.html": ORDERS,
    "partials/desk/header.html": HEAD | {"unconfirmed": UNCONFIRMED, "nobody": {"colleague": None}},
    "partials/desk/money.html": ORDERS,
    "partials/desk/next.html": ORDERS,
    "partials/desk/order.html": ORDERS,
    "partials/desk/people.html": {
        "": {
            "people": [PERSON, made(access.Person, id=MELATI, second_factor_required=True, has_second_factor=True)],
            "colleague": ADE,
        }
    },
    "partials/desk/queue.html": {
        "": {"rows": WAITING, "chosen": "", "colleague": CITRA},
        "counts": {"rows": [], "chosen": "", "colleague": CITRA, "counts": COUNTS},
        "one": {"rows": WAITING[:1], "chosen": "quote", "colleague": CITRA},
        "empty": {"rows": [], "chosen": "pack", "colleague": CITRA},
    },
    "partials/desk/queues.html": {"": {}, "counts": {"counts": COUNTS, "chosen": ""}, "chosen": HEAD["counts"]},
    "partials/desk/second_factor.html": {
        "": {"form": filled(), "is_set": True, "secret": None, "picture": ""},
        "new": {"form": filled(), "is_set": False, "secret": None, "picture": ""},
        "proposed": {"form": filled(), "is_set": False, "secret": "JBSWY3DP", "picture": "data:image/svg+xml,"},
        "wrong": {"form": filled().having("code", "Tidak cocok."), "is_set": True, "secret": None, "picture": ""},
    },
    "partials/desk/jobs.html": desk_jobs.JOBS,
    "partials/desk/timeline.html": ORDERS,
}
