"""What was measured, as tables beside the budgets of PRODUCT section 11."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bench import floor as pgbench
from bench.loops import Figure

KB = 1024
LEAST = {"list": 500, "product": 600, "badge": 1000, "stock": 1000, "stock 304": 1000}  # requests per second
PURCHASES = {8: 30, 32: 30}  # per second, by shoppers
PLACE_P99 = {8: 100, 32: 400}  # milliseconds, by shoppers
STEADY_P95 = {"stock": 30, "list": 60, "place": 150}  # milliseconds
BIG_SHOP_P95 = 60  # milliseconds
FLOOR = {pgbench.HOT: 0.4, pgbench.SPREAD: 0.7}  # share of what bare PostgreSQL does
FIRST_VIEW = {"without pictures": 35 * KB, "with pictures": 90 * KB, "js": 16 * KB}
LOOP_HEADS = ("", "shoppers", "per second", "× hello", "p50", "p95", "p99", "web cpu", "db cpu", "alone/s", "others")
_MEDIANS = ("per_second", "p50", "p95", "p99", "cpu_web", "cpu_database", "of_its_own", "others")


@dataclass(frozen=True)
class Line:
    """A line of a table: its cells, and after the budget the judgement and what went wrong."""

    cells: tuple[str, ...]
    remark: str = ""


def start(seconds: dict[str, float]) -> None:
    """How long `make run` took."""
    _show("Start", ("", "seconds"), [Line((f"make run, {which}", f"{took:.1f}")) for which, took in seconds.items()])


def first_views(found: dict[str, dict[str, int]]) -> None:
    """Bytes by page and kind."""
    lines = []
    for page, bytes_of in found.items():
        whole = sum(bytes_of.values())
        sums = {**bytes_of, "without pictures": whole - bytes_of.get("pictures", 0), "with pictures": whole}
        for kind, size in sums.items():
            most = FIRST_VIEW.get(kind)
            budget = f"≤ {most:,}" if most else ""
            lines.append(Line((f"{page}: {kind}", f"{size:,}", budget), _judged(size, most=most)))
    title = "First view: bytes over the wire, packed with brotli, headers and every picture of the page included"
    _show(title, ("", "bytes", "budget"), lines)


def round_trips(found: dict[str, int]) -> None:
    """Trips to the database by request."""
    lines = []
    for request, made in found.items():
        most = 1 if request.startswith(("GET /cart/", "GET /listings/")) else 2
        lines.append(Line((request, str(made), f"≤ {most}"), _judged(made, most=most)))
    _show("Round trips to PostgreSQL, sessions and limits included", ("", "trips", "budget"), lines)


def loops(rounds: Iterable[list[Figure]], hello: list[Figure]) -> None:
    """Requests and purchases per second; each list is one measurement in all rounds, hello the yardstick in them."""
    title = (
        f"As fast as it goes, median of {len(hello)} rounds: times in ms; processor ms per request of web server and "
        "database;\nalone/s: what two cores would do without others, by processor time; others: cores they used"
    )
    _show(title, (*LOOP_HEADS, "budget"), [_loop(figures, hello) for figures in rounds])


def steady(per_second: int, figures: Iterable[Figure]) -> None:
    """Times when the shop is not pushed to its limit."""
    lines = []
    for figure in figures:
        most = STEADY_P95[figure.name]
        numbers = (f"{value:.1f}" for value in (figure.p50, figure.p95, figure.p99, figure.others))
        remark = " ".join([_judged(figure.p95, most=most), *figure.failures[:1]])
        lines.append(Line((figure.name, *numbers, f"p95 ≤ {most}"), remark))
    _show(f"At {per_second} requests per second", ("", "p50", "p95", "p99", "others", "budget"), lines)


def big_shop(listings: int, per_second: int, found: dict[str, dict[str, float]], failures: list[str]) -> None:
    """Times of searching among very many listings."""
    lines = []
    for what, times in found.items():
        numbers = (f"{times[each]:.1f}" for each in ("p50", "p95", "p99"))
        lines.append(Line((what, *numbers, f"p95 ≤ {BIG_SHOP_P95}"), _judged(times["p95"], most=BIG_SHOP_P95)))
    title = f"Marketplace of {listings:,} listings at {per_second} requests per second {' '.join(failures[:1])}"
    _show(title.rstrip(), ("", "p50", "p95", "p99", "budget"), lines)


def floor(found: pgbench.Found, purchases: Iterable[list[Figure]]) -> None:
    """Transactions per second beside what PostgreSQL itself needs; purchases: each in all rounds, over HTTP."""
    lines = []
    for work in pgbench.WORKS:
        ratios, least = found.ratios(work), FLOOR.get(work.name)
        judgement = _judged(median(ratios), least=least) if ratios else ""
        budget = f"≥ {least:.0%}" if least else ""
        lines.append(Line((work.name, f"{median(found.rates[work.name]):,.0f}", *_shares(ratios), budget), judgement))
    for figures in purchases:
        rate = median(figure.per_second for figure in figures)
        share = f"{rate / median(found.rates[pgbench.INSERT]):.1%}"
        lines.append(Line((f"purchase over HTTP, shoppers: {figures[0].shoppers}", f"{rate:,.1f}", share, "", "")))
    title = (
        f"Beside bare PostgreSQL, {pgbench.CLIENTS} connections, one round trip each, median of {len(found.others)} "
        f"rounds of {pgbench.CLIENTS * pgbench.TURNS:,};\nothers used {median(found.others):.1f} cores"
    )
    _show(title, ("", "per second", "of the floor", "in the rounds", "budget"), lines)


def _shares(ratios: list[float]) -> tuple[str, str]:
    """The middle and the range of some shares."""
    return (f"{median(ratios):.0%}", f"{min(ratios):.0%} to {max(ratios):.0%}") if ratios else ("", "")


def _loop(figures: list[Figure], hello: list[Figure]) -> Line:
    middle = {name: median(getattr(figure, name) for figure in figures) for name in _MEDIANS}
    ratio = median(figure.per_second / base.per_second for figure, base in zip(figures, hello, strict=True))
    name, shoppers = figures[0].name, figures[0].shoppers
    least = PURCHASES.get(shoppers) if name == "purchase" else LEAST.get(name)
    most = PLACE_P99.get(shoppers) if name == "place" else None
    numbers = [
        f"{middle['per_second']:,.1f}",
        f"{ratio:.3f}",
        *(f"{middle[each]:.1f}" for each in ("p50", "p95", "p99")),
    ]
    cpu = [f"{middle['cpu_web']:.2f}", f"{middle['cpu_database']:.2f}"]
    budget = f"≥ {least}/s" if least else f"p99 < {most}" if most else ""
    judgement = _judged(middle["per_second"], least=least) or _judged(middle["p99"], most=most)
    judgement = "missed" if judgement and not middle["per_second"] else judgement
    failures = [failure for figure in figures for failure in figure.failures]
    cells = (name, str(shoppers), *numbers, *cpu, f"{middle['of_its_own']:,.0f}", f"{middle['others']:.1f}", budget)
    return Line(cells, " ".join([judgement, *failures[:1]]))


def _judged(value: float, *, least: float | None = None, most: float | None = None) -> str:
    """Ok or missed, empty without a budget."""
    if least is None and most is None:
        return ""
    is_kept = (least is None or value >= least) and (most is None or value <= most)
    return "ok" if is_kept else "missed"


def _show(title: str, heads: tuple[str, ...], lines: list[Line]) -> None:
    """Prints a table: text in the first column, numbers in the others."""
    rows = [Line(heads), *lines]
    widths = [max(len(row.cells[place]) for row in rows) for place in range(len(heads))]
    print(f"\n{title}")
    for row in rows:
        first, *others = zip(row.cells, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        print("  ".join(["", *cells, row.remark]).rstrip())
