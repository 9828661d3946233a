"""From the front door to a filled cart."""

import json
import re

from app.checking import Check, Failure, Finding, ok, skipped
from app.smoke.visit import MARK, Visit, choice, expect, inside, testid

_SLUG = re.compile(r'href="/marketplace/([a-z0-9-]+)"')
HIDDEN = {403, 404}  # how a proxy answers for what is the operators' alone
PLENTY = "Tersedia"
_FEW = re.compile(r"Sisa ([0-9]+)")


def alive(visit: Visit) -> Finding:
    """The process runs."""
    answer = expect(visit.browser.get("/api/health"), 200, "ok")
    return ok(f"{1000 * answer.seconds:.0f} ms")


def ready(visit: Visit) -> Finding:
    """Database, migrations, holds and books, as the shop itself sees them."""
    answer = visit.browser.get("/api/ready")
    if answer.status == 200:
        return ok("database, migrations, holds and books")
    if answer.status in HIDDEN:
        return skipped(f"not shown to the outside ({answer.status}): ask on the machine itself")
    if answer.status != 503:
        raise Failure(f"GET /api/ready answered {answer.status}")
    checks = json.loads(answer.text)["checks"]
    raise Failure(f"not ready: {', '.join(name for name, well in checks.items() if not well)}")


def marketplace(visit: Visit) -> Finding:
    """What is there; chooses a product of which there are many, so that no shopper misses the piece we borrow."""
    page = expect(visit.browser.get("/marketplace?in_stock=1"), 200, testid("product-card")).text
    if visit.product:
        return ok(f"open; {visit.product} is wanted")
    cards = page.split(testid("product-card"))[1:]
    chosen = max(cards, key=_pieces)
    slug = _SLUG.search(chosen)
    if not slug or _pieces(chosen) < 2:
        raise Failure("nothing on the first page is there more than once: give --product")
    visit.product = slug[1]
    return ok(f"{len(cards)} products on the first page")


def _pieces(card: str) -> int:
    """How many pieces a card promises; the shop never says more than that there are many."""
    words = inside(card, "stock-status")
    few = _FEW.search(words)
    return 1000 if words == PLENTY else int(few[1]) if few else 0


def product(visit: Visit) -> Finding:
    """Its page, and how it can be bought."""
    page = expect(visit.browser.get(f"/marketplace/{visit.product}"), 200, testid("add-to-cart")).text
    visit.product_id = choice(page, "product_id")
    visit.stock = told(visit)
    return ok(f"{inside(page, 'product-name')}: {inside(page, 'product-price')}, {visit.stock.lower()}")


def told(visit: Visit) -> str:
    """What is said of the product's stock now: by the live part, as a page may be a minute old."""
    return inside(expect(visit.browser.get(f"/listings/{visit.product_id}/stock"), 200).text, "stock-status")


def sign_in(visit: Visit) -> Finding:
    """As the member given, or as one that registers for this visit."""
    if visit.registers:
        form = {"full_name": f"{MARK} {visit.token}", "phone_number": "0812 3456 7890"}
        expect(visit.browser.post("/auth/register", email=visit.email, password=visit.password, **form), 303)
    else:
        expect(visit.browser.post("/auth/login", email=visit.email, password=visit.password), 303)
    page = visit.browser.get("/orders")
    if page.status != 200:
        raise Failure(f"{visit.email} is not in after signing in: GET /orders answered {page.status}")
    visit.signed_in = True
    return ok(f"{visit.email} {'registered' if visit.registers else 'signed in'}")


def add(visit: Visit) -> Finding:
    """One piece, into a cart that holds nothing else."""
    if testid("cart-line") in expect(visit.browser.get("/cart"), 200).text:
        raise Failure("the cart of this member holds something: empty it, or give a member who does nothing else")
    visit.in_cart = True  # even when the answer is lost
    expect(visit.browser.post("/cart/items", product_id=visit.product_id, quantity="1"), 303)
    return ok("one piece added")


def cart(visit: Visit) -> Finding:
    """The cart shows it, and the badge counts it."""
    page = expect(visit.browser.get("/cart"), 200, testid("cart-line"), testid("checkout-button")).text
    expect(visit.browser.get("/cart/badge"), 200, testid("cart-badge"))
    return ok(f"one line, {inside(page, 'cart-total')}")


STEPS = (
    Check("health.alive", "Health", alive),
    Check("health.ready", "Readiness", ready, ("health.alive",)),
    Check("shop.marketplace", "Marketplace", marketplace, ("health.ready",)),
    Check("shop.product", "Product page", product, ("shop.marketplace",)),
    Check("shop.member", "Member gets in", sign_in, ("health.ready",)),
    Check("shop.add", "Add to cart", add, ("shop.product", "shop.member")),
    Check("shop.cart", "Cart page", cart, ("shop.add",)),
)
