"""What the visit showed beside its pages: speed, headers, limits, and that nothing broke."""

from collections.abc import Callable

from app.checking import Check, Finding, failed, ok, skipped
from app.security import HEADERS
from app.smoke.visit import Visit

BUDGETS = {"checkout": 2.0, "order": 1.0}  # seconds, from the checklist
TRIES = 8
BROKEN = {500, 502, 504}
PRIVATE = ("/cart", "/checkout", "/order", "/account")


def within(what: str) -> Callable[[Visit], Finding]:
    """The check that something stayed within its budget."""

    def measured(visit: Visit) -> Finding:
        seconds, most = visit.seconds[what], BUDGETS[what]
        line = f"{seconds:.2f} s, at most {most:.0f} s"
        return ok(line) if seconds < most else failed(line)

    return measured


def headers(visit: Visit) -> Finding:
    """Every page carries the security headers; private ones are kept nowhere."""
    wanted = {*HEADERS, *(["Strict-Transport-Security"] if visit.browser.encrypted else [])}
    pages = [answer for answer in visit.browser.answers if "html" in answer.headers.get("Content-Type", "")]
    missing = sorted({name for page in pages for name in wanted if name not in page.headers})
    if missing or not pages:
        return failed(f"missing: {', '.join(missing) or 'every page'}")
    kept = [
        page.path for page in pages if page.path.startswith(PRIVATE) and "no-store" not in page.headers["Cache-Control"]
    ]
    if kept:
        return failed(f"{kept[0]} may be kept by caches")
    open_ = [cookie.name for cookie in visit.browser.cookies if not cookie.has_nonstandard_attr("HttpOnly")]
    if open_:
        return failed(f"the cookie {open_[0]} may be read by scripts")
    plain = [cookie.name for cookie in visit.browser.cookies if visit.browser.encrypted and not cookie.secure]
    if plain:
        return failed(f"the cookie {plain[0]} travels without encryption, too")
    return ok(f"{len(wanted)} headers on {len(pages)} pages")


def limits(visit: Visit) -> Finding:
    """A real 429, on the account of somebody who does not exist, from a browser nobody knows: no shopper waits for it."""
    if not visit.limits:
        return skipped("told not to (--no-limits)")
    stranger = visit.browser.another()
    nobody = f"uji-coba-{visit.token}@sensasiwangi.invalid"
    for number in range(1, TRIES + 1):
        answer = stranger.post("/auth/login", email=nobody, password=f"salah-{visit.token}")
        stranger.cookies.clear()
        if answer.status == 429:
            wait = answer.headers.get("Retry-After")
            return ok(f"429 at try {number}, come back in {wait} s") if wait else failed("a 429 without Retry-After")
    return failed(f"{TRIES} wrong passwords for one account and no 429: is RATELIMIT_ENABLED on?")


def unbroken(visit: Visit) -> Finding:
    """No answer of the whole visit was a bug."""
    broken = [f"{answer.method} {answer.path}" for answer in visit.browser.answers if answer.status in BROKEN]
    if broken:
        return failed(f"{', '.join(broken[:3])}: see the log")
    return ok(f"{len(visit.browser.answers)} answers, none of them a 500")


STEPS = (
    Check("speed.checkout", "Checkout page in time", within("checkout"), ("checkout.begin",)),
    Check("speed.order", "Order in time", within("order"), ("order.place",)),
    Check("safety.headers", "Security headers", headers, ("shop.marketplace",)),
    Check("safety.limits", "Limits work", limits, ("health.ready",)),
    Check("safety.errors", "No 500", unbroken, ("health.alive",)),
)
