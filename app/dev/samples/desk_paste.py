"""Sample data for what is pasted and printed; see samples.py."""

from datetime import date
from typing import Any

from app.desk.orders.forms import COURIERS
from app.desk.paste import bank, forms, parcels, queries, resi
from app.desk.paste.matching import Choice, Match
from app.desk.paste.payment_views import Booked
from app.desk.paste.resi_views import Shipped
from app.dev.samples.made import GAHARU, MELATI, NOW, ORDER, made
from app.forms import FormErrors, filled
from app.settings import BankAccount

Context = dict[str, Any]

DAY = date(2026, 11, 22)
LINES = "22/11/2026\tTRSF E-BANKING CR SARI WULANDARI\t588,417.00 CR\n22/11/2026\tBIAYA ADM\t15,000.00 DB\nbukan baris"
ACCOUNTS = (BankAccount("bca", "BCA", "1234567890", "PT Sensasiwangi"),)
TYPED = filled(lines=LINES, account="1234567890")
LINE = bank.Transfer(1, DAY, 588_417, "TRSF E-BANKING CR SARI WULANDARI", is_marked=True)
ASIDE = bank.Aside(2, "22/11/2026 BIAYA ADM 15,000.00 DB")
STATEMENT = bank.BankStatement([LINE], [ASIDE], [bank.Aside(3, "bukan baris", bank.NO_DATE)], 1)
OPEN = made(queries.Candidate, is_open=True, recipient_name="Sari Wulandari", due=588_417, status="awaiting_payment")
LATE = made(queries.Candidate, id=GAHARU, status="cancelled", recipient_name="Budi", due=312_000)
UNMARKED = bank.Transfer(4, DAY, 312_000, "BUDI", is_marked=False)
MATCHES = [
    Match(LINE, "exact", [Choice(OPEN, "jumlah pas")], is_ticked=True),
    Match(UNMARKED, "late", [Choice(LATE, "jumlah pas")]),
    Match(
        bank.Transfer(5, DAY, 588_000, "SARI", is_marked=True), "near", [Choice(OPEN, "kurang Rp417"), Choice(LATE, "")]
    ),
    Match(bank.Transfer(6, DAY, 5_000, "SUMBANGAN", is_marked=True), "none", []),
    Match(bank.Transfer(7, DAY, 9_000, "DEWI", is_marked=True), "used", [], use=made(queries.Use, who="Citra CS")),
]
BOOKED = [
    Booked(LINE, ORDER, what, "Masuk.") for what in ("booked", "late", "used", "unhurried", "refused")
]  # fmt: skip
PAYMENTS: Context = {"form": TYPED, "accounts": ACCOUNTS, "pasted": None, "matches": [], "booked": [], "numbers": {}}
EMPTY = bank.BankStatement([], [], [], 0)

ROWS = resi.read("SW-261122-K7QMP JP1234567890\nSW-261122-K7QMR 012345678901\nSW-261122-K7QMS\nbukan nomor")
PARCEL = made(queries.Parcel, status="processing", courier="JNE", city_name="Sleman")
PARCELS = [
    parcels.Parcel(ROWS[0], PARCEL, courier="J&T"),
    parcels.Parcel(ROWS[1], made(queries.Parcel, id=MELATI, status="paid", wants_to_cancel=True), warning=parcels.WISH),
    parcels.Parcel(ROWS[2], None, ROWS[2].problem),
    parcels.Parcel(ROWS[1], PARCEL, parcels.SAME),
]
PICK = forms.Pick(ORDER, 3, "J&T")
SHIPPED = [Shipped(ROWS[0], PICK, what, "Dikirim.") for what in ("shipped", "unhurried", "refused")]
RESI: Context = {"form": filled(rows=""), "couriers": COURIERS, "pasted": None, "parcels": [], "shipped": []}

SLIPS: Context = {
    "slips": [
        made(queries.Slip, courier="JNE", shipping_service="REG", tracking_number="JP1234567890"),
        made(queries.Slip, id=MELATI, discount_amount=5_000, additional_info="", created_at=NOW),
    ],
    "orders": (ORDER, MELATI),
    "lines": {ORDER: [made(queries.SlipLine)], MELATI: [made(queries.SlipLine), made(queries.SlipLine, name="Gaharu")]},
    "with_prices": False,
    "labels_only": False,
    "sender_phone": "+6281200000000",
}

SAMPLES: dict[str, dict[str, Context]] = {
    "partials/desk/paste_payments.html": {
        "": PAYMENTS,
        "preview": PAYMENTS | {"pasted": forms.PastedStatement(TYPED, "1234567890", STATEMENT), "matches": MATCHES},
        "nothing fits": PAYMENTS | {"pasted": forms.PastedStatement(TYPED, "1234567890", EMPTY)},
        "booked": PAYMENTS | {"booked": BOOKED, "numbers": {ORDER: "SW-261122-K7QMP"}},
        "nothing booked": PAYMENTS | {"booked": BOOKED[2:]},
        "refused": PAYMENTS
        | {"form": FormErrors({"lines": ""}, {"account": forms.NO_ACCOUNT, "lines": forms.NOTHING})},
    },
    "partials/desk/paste_resi.html": {
        "": RESI,
        "preview": RESI | {"pasted": forms.PastedResi(RESI["form"], ROWS), "parcels": PARCELS},
        "nothing fits": RESI | {"pasted": forms.PastedResi(RESI["form"], [])},
        "shipped": RESI | {"shipped": SHIPPED},
        "refused": RESI | {"form": FormErrors({"rows": ""}, {"rows": forms.NOTHING})},
    },
    "partials/desk/slips.html": {
        "": SLIPS,
        "prices": SLIPS | {"with_prices": True},
        "labels": SLIPS | {"labels_only": True},
    },
}
