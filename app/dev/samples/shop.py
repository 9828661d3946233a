"""Samples of the shop's own partials."""

from datetime import timedelta
from typing import Any

from app.accounts import queries as accounts
from app.areas.drafts import Places
from app.cart import queries as cart
from app.cart import views as cart_views
from app.catalog import queries as catalog
from app.catalog.forms import Filters
from app.catalog.views import FilterAddress
from app.checkout import queries as checkout
from app.dev.samples import areas
from app.dev.samples.made import ADDRESS, GAHARU, MELATI, NOW, ORDER, made
from app.forms import FormErrors, filled
from app.orders import queries as orders
from app.orders.statuses import GROUPS
from app.settings import BankAccount

Context = dict[str, Any]
PROVINCES = ("Jawa Barat", "DI Yogyakarta")
EMPTY = filled(**dict.fromkeys(ADDRESS, ""))
TYPED = filled(**ADDRESS)
WRONG = FormErrors(
    {"email": "sari@", "phone_number": "12", "full_name": "Sari"},
    {
        "email": "Tulis alamat e-mail lengkap.",
        "phone_number": "Tulis nomor HP Indonesia.",
        "": "Coba lagi sebentar lagi.",
    },
)
REFUSED_ADDRESS = TYPED.having("postal_code", "Kode pos terdiri dari 5 angka.")
HELD = NOW + timedelta(minutes=12)


def forms(**context: Any) -> dict[str, Context]:
    """A form as it is shown first, and as it is shown again."""
    return {"": context | {"form": EMPTY}, "refused": context | {"form": WRONG}}


def browsing(filters: Filters, cards: tuple[Any, ...] = (), total: int = 0, **more: Any) -> Context:
    """The list of goods under some filters."""
    return {
        "filters": filters, "filter_url": FilterAddress("/marketplace", filters), "listings": cards, "total": total,
        "is_more": False, "page_count": 3 if cards else 1, "corrected": None, "aromas": filters.aromas,
        "brands": (catalog.Brand("kembang-pagi", "Kembang Pagi"),),
    } | more  # fmt: skip


CARDS = tuple(
    made(catalog.ListingCard, available=available, held_until=held, aroma_family=family)
    for available, held, family in ((40, None, "floral"), (3, None, "woody"), (0, HELD, None), (0, None, "citrus"))
)
BROWSING = {
    "": browsing(Filters(), CARDS, 64),
    "narrowed": browsing(
        Filters("parfum", "melti", "floral", "kembang-pagi", 50_000, 300_000, in_stock=True, sort="price_asc", page=2),
        *(CARDS, 40), corrected="melati", is_more=True,
    ),
    "nothing found": browsing(Filters(q="qqq")),
    "beyond the end": browsing(Filters(page=9), (), 64),
    "no aromas": browsing(Filters(tab="tools"), CARDS[:1], 1),
}  # fmt: skip
PRODUCTS: dict[str, Context] = {
    "": {"product": made(catalog.Product, available=3, siblings=(made(catalog.Sibling, size_ml=10),))},
    "sold out": {"product": made(catalog.Product, available=0)},
    "a tool": {
        "product": made(catalog.Product, aroma_family=None, size_ml=None, top_notes=(), heart_notes=(), base_notes=())
    },
    "paused": {"product": made(catalog.Product, status="paused", available=0)},
}


def cart_line(**given: Any) -> cart.Line:
    """A line of the cart."""
    return made(cart.Line, **given)


LINES: dict[str, Context] = {
    "": {"line": cart_line()},
    "dearer": {"line": cart_line(seen_price=250_000)},
    "short": {"line": cart_line(problem="short", available=1)},
    "held by others": {"line": cart_line(problem="short", available=0, held_until=HELD)},
    "sold out": {"line": cart_line(problem="short", available=0)},
    "gone": {"line": cart_line(problem="gone", available=0)},
    "over ten": {"line": cart_line(), "refusal": cart_views.Refused(MELATI, 12, "line")},
    "over fifty": {"line": cart_line(), "refusal": cart_views.Refused(MELATI, 9, "cart")},
    "not a number": {"line": cart_line(), "refusal": cart_views.Refused(MELATI, 0, "")},
    "another line's": {"line": cart_line(), "refusal": cart_views.Refused(GAHARU, 12, "line")},
}
FULL = cart.Cart([cart_line(), cart_line(product_id=GAHARU, problem="short", available=1)])
REMOVED: dict[str, Context] = {"": {"removed": cart_views.Removed(MELATI, "Melati Senja", 2)}, "nothing": {}}
CARTS: dict[str, Context] = {"": {"cart": FULL}, "empty": {"cart": cart.Cart([])}}
ADDED: dict[str, Context] = {
    problem or "": {"added": cart_views.Added(MELATI, "Melati Senja 50 ml", 1, in_cart, problem, left)}
    for problem, in_cart, left in (("", 2, 8), ("short", 1, 2), ("limit", 10, 0), ("number", 0, 5), ("gone", 0, 0))
} | {"nothing yet": {}, "all taken": {"added": cart_views.Added(MELATI, "Melati", 0, 0, "short", 0)}}

SUMMARY_LINES = [made(cart.Line), made(cart.Line, product_id=GAHARU, seen_price=250_000)]
SHORT_LINES = [made(cart.Line, problem="short", available=1), made(cart.Line, problem="gone", available=0)]
QUOTE = made(checkout.Quote, expires_at=HELD, lines={str(MELATI): {"quantity": 1, "unit_price": 250_000}})
WAITING_QUOTE = made(checkout.Quote, shipping_amount=None, total_amount=570_417, expires_at=HELD)
DONE = made(
    checkout.Progress, address=ADDRESS, shipping_option="ongkir-cs", payment_method="transfer-bca", held_until=HELD, seconds_held=720,
    shipping_amount=None, hold_renewals=1,
)  # fmt: skip
BEGUN = made(
    checkout.Progress, address=None, shipping_option=None, shipping_name=None, shipping_amount=None, payment_method=None
)
RENEWED = made(checkout.Progress, address=ADDRESS, held_until=HELD, seconds_held=30, hold_renewals=3)
ACCOUNTS = {"transfer-bca": BankAccount("bca", "BCA", "1234567890", "PT Sensasiwangi")}
OPTIONS = [
    made(checkout.ShippingOption, cost=None),
    made(checkout.ShippingOption, code="reguler", name="Reguler", cost=18_000),
]
STATES = {"address": "done", "shipping": "missing", "payment": "current", "review": "later"}
WAY = [{"key": key, "label": key.title(), "url": f"/checkout/{key}", "state": state} for key, state in STATES.items()]


def checking_out(step: str, **given: Any) -> Context:
    """A step of the checkout."""
    return {
        "step": step, "steps": WAY, "progress": DONE, "lines": SUMMARY_LINES, "quote": QUOTE, "seen": None, "options": OPTIONS,
        "addresses": [made(accounts.SavedAddress)], "accounts": ACCOUNTS, "provinces": PROVINCES, "form": EMPTY, "refusal": "",
        "subtotal": 1_140_000, "problems": False, "places": areas.SEARCHED,
    } | given  # fmt: skip


REVIEWS = {
    "": checking_out("review"),
    "shipping unknown": checking_out("review", quote=WAITING_QUOTE),
    "moved": checking_out("review", refusal="Ada harga yang berubah.", seen=QUOTE, quote=WAITING_QUOTE),
    "short": checking_out("review", lines=SHORT_LINES, problems=True, quote=None),
    "outdated": checking_out("review", quote=None),
    "begun": checking_out("review", progress=BEGUN, quote=None),
}
STEPS = {step: checking_out(step) for step in ("address", "shipping", "payment")} | REVIEWS | {
    "address refused": checking_out("address", form=REFUSED_ADDRESS, addresses=[], quote=None, progress=BEGUN),
}  # fmt: skip


COUNTS = dict.fromkeys(GROUPS, 1)
ORDER_CARDS = [
    made(orders.OrderCard, status=status)
    for status in ("awaiting_quote", "awaiting_payment", "shipped", "delivered", "expired")
]


def history(**given: Any) -> Context:
    """The list of somebody's orders."""
    return {"cards": ORDER_CARDS, "chosen": "", "counts": COUNTS, "all_orders": 5, "page": 2, "page_count": 3} | given


PROFILE = made(accounts.Profile, phone_number="+6281234567890", open_orders=0)
CONSENTS = [
    made(accounts.Consent, purpose=purpose, withdrawn_at=until)
    for purpose, until in (("marketing", NOW), ("marketing", None), ("terms", None))
]
SAVED = [made(accounts.SavedAddress, is_default=True), made(accounts.SavedAddress, id=MELATI)]
MEMBERS: dict[str, Context] = {"": {}, "visitor": {"member_name": ""}, "member": {"member_name": "Sari Wulandari"}}
BADGES: dict[str, Context] = {"": {}, "empty": {"item_count": 0}, "three": {"item_count": 3}}

SAMPLES: dict[str, dict[str, Context]] = {
    "partials/accounts/address.html": {
        "": {"form": EMPTY, "heading": "Alamat baru", "provinces": PROVINCES, "places": Places("/"), "address_id": None},
        "refused": {"form": REFUSED_ADDRESS, "heading": "Ubah alamat", "provinces": PROVINCES, "places": Places("/"), "address_id": ORDER},
    },
    "partials/accounts/addresses.html": {"": {"addresses": SAVED}, "empty": {"addresses": []}},
    "partials/accounts/deletion.html": forms(profile=PROFILE)
    | {"orders run": {"form": EMPTY, "profile": made(accounts.Profile, open_orders=2)}}
    | {"asked": {"form": EMPTY, "profile": made(accounts.Profile, deletion_requested_at=NOW)}},
    "partials/accounts/forgot.html": forms(sent=False) | {"sent": {"form": EMPTY, "sent": True}},
    "partials/accounts/login.html": forms(next_url="/checkout"),
    "partials/accounts/password.html": forms(email="sari@contoh.id"),
    "partials/accounts/profile.html": forms(profile=PROFILE, consents=CONSENTS)
    | {"news": {"form": EMPTY, "profile": PROFILE, "consents": CONSENTS[1:]}},
    "partials/accounts/register.html": forms(next_url=""),
    "partials/accounts/registered.html": {"": {"next_url": None}, "on the way": {"next_url": "/checkout"}},
    "partials/accounts/reset.html": forms(token="f" * 43, email="sari@contoh.id"),
    "partials/cart/added.html": ADDED,
    "partials/cart/badge.html": BADGES,
    "partials/cart/contents.html": CARTS,
    "partials/cart/line.html": LINES,
    "partials/cart/removed.html": REMOVED,
    "partials/cart/repair.html": LINES,
    "partials/cart/totals.html": CARTS,
    "partials/catalog/browser.html": BROWSING,
    "partials/catalog/buy.html": PRODUCTS | {"added": PRODUCTS[""] | ADDED[""]},
    "partials/catalog/notes.html": PRODUCTS,
    "partials/catalog/product.html": {state: given | {"site": "https://toko.example"} for state, given in PRODUCTS.items()},
    "partials/help/answers.html": {"": {"hours": 24}},
    "partials/crawlers/offline.html": {"": {}},
    "partials/catalog/nothing.html": BROWSING,
    "partials/catalog/results.html": BROWSING,
    "partials/catalog/search.html": BROWSING,
    "partials/catalog/stock.html": {str(number): {"listing": card} for number, card in enumerate(CARDS)},
    "partials/catalog/swatches.html": BROWSING,
    "partials/catalog/tabs.html": BROWSING,
    "partials/catalog/told.html": BROWSING,
    "partials/checkout/address.html": STEPS,
    "partials/checkout/bar.html": STEPS,
    "partials/checkout/hold.html": {
        "": checking_out("address"), "none": checking_out("address", progress=BEGUN), "last": checking_out("address", progress=RENEWED),
    },
    "partials/checkout/payment.html": STEPS,
    "partials/checkout/review.html": REVIEWS,
    "partials/checkout/shipping.html": STEPS,
    "partials/checkout/step.html": STEPS,
    "partials/checkout/summary.html": REVIEWS | {"on the way": checking_out("shipping", quote=None)},
    "partials/layout/account.html": MEMBERS,
    "partials/layout/footer.html": {"": {}, "checkout": {"checkout_chrome": True}},
    "partials/layout/header.html": MEMBERS | BADGES | {"checkout": {"checkout_chrome": True}, "woody": {"edge": "woody"}},
    "partials/layout/notices.html": {"": {}, "three": {"notices": [("good", "Tersimpan."), ("note", "Sabar."), ("error", "Ulangi.")]},
        "signed out": {"notices": [("error", "Masuk lagi.")], "sign_in": "/auth/login?next=/checkout"}},
    "partials/layout/offline.html": {"": {}},
    "partials/orders/list.html": {"": history(), "empty tab": history(cards=[], chosen="closed"), "none": history(cards=[], all_orders=0)},
}  # fmt: skip
