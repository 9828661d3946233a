"""The tables of what was measured, beside the budgets of PRODUCT section 11."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bench.loops import Figure

KB = 1024
LEAST = {"list": 500, "product": 600, "badge": 1000, "stock": 1000, "stock 304": 1000}  # per second, at 8 shoppers
PURCHASES = {8: 30, 32: 30}  # per second, by shoppers
PLACE_P99 = {8: 100, 32: 400}  # milliseconds
STEADY_P95 = {"stock": 30, "list": 60, "place": 150}  # milliseconds at 50 requests per second
FIRST_VIEW = {"without pictures": 35 * KB, "with pictures": 90 * KB, "js": 16 * KB}


@dataclass(frozen=True)
class Line:
    """A line of the table. word: ok, missed, or nothing where there is no budget."""

    cells: tuple[str, ...]
    word: str = ""


def judged(value: float, *, least: float | None = None, most: float | None = None) -> str:
    """Ok or missed, empty without a budget."""
    if least is None and most is None:
        return ""
    is_kept = (least is None or value >= least) and (most is None or value <= most)
    return "ok" if is_kept else "missed"


def show(title: str, heads: tuple[str, ...], lines: Iterable[Line]) -> None:
    """Prints a table; the first column is text, the others are numbers."""
    rows = [heads, *(line.cells for line in lines)]
    words = ["", *(line.word for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    print(f"\n{title}")
    for row, word in zip(rows, words, strict=True):
        first, *others = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join(["", first, *others, word]).rstrip())


def start(seconds: dict[str, float]) -> None:
    show("Start", ("", "seconds"), [Line((f"make run, {which}", f"{took:.1f}")) for which, took in seconds.items()])


def first_views(found: dict[str, dict[str, int]]) -> None:
    lines = []
    for page, bytes_of in found.items():
        whole = sum(bytes_of.values())
        sums = {**bytes_of, "without pictures": whole - bytes_of.get("pictures", 0), "with pictures": whole}
        for kind, size in sums.items():
            most = report.FIRST_VIEW.get(kind)
            lines.append(Line((f"{page}: {kind}", f"{size:,}", f"≤ {most:,}" if most else ""), judged(size, most=most)))
    show(
        "First view, bytes over the wire (brotli, headers included, all pictures of the page)",
        ("", "bytes", "budget"),
        lines,
    )


def round_trips(found: dict[str, int]) -> None:
    lines = []
    for request, made in found.items():
        most = 1 if request.startswith(("GET /cart/", "GET /listings/")) else 2
        lines.append(Line((request, str(made), f"≤ {most}"), judged(made, most=most)))
    show("Round trips to PostgreSQL", ("", "trips", "budget"), lines)


def loops(rounds: Rounds) -> None:
    hello = [figure.per_second for figure in rounds["hello", PAGE_SHOPPERS]]
    lines = [_line(figures, hello) for figures in rounds.values()]
    heads = (
        "",
        "shoppers",
        "per second",
        "× hello",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "web cpu ms",
        "db cpu ms",
        "alone/s",
        "others",
        "budget",
    )
    show(
        f"Loops, median of {len(hello)} rounds (alone/s: what two cores without others would do, going by processor time)",
        heads,
        lines,
    )


def _line(figures: list[Figure], hello: list[float]) -> Line:
    middle = {name: median(getattr(figure, name) for figure in figures) for name in _NUMBERS}
    ratio = median(figure.per_second / base for figure, base in zip(figures, hello, strict=True))
    name, shoppers = figures[0].name, figures[0].shoppers
    least = report.LEAST.get(name) or (report.PURCHASES.get(shoppers) if name == "purchase" else None)
    most = report.PLACE_P99.get(shoppers) if name == "place" else None
    words = {judged(middle["per_second"], least=least), judged(middle["p99"], most=most)} - {""}
    failures = [failure for figure in figures for failure in figure.failures]
    budget = f"≥ {least}/s" if least else f"p99 < {most}" if most else ""
    numbers = (
        f"{middle['per_second']:,.1f}",
        f"{ratio:.3f}",
        *(f"{middle[name]:,.1f}" for name in ("p50", "p95", "p99")),
    )
    cpu = (
        f"{middle['cpu_web']:.2f}",
        f"{middle['cpu_database']:.2f}",
        f"{middle['of_its_own']:,.0f}",
        f"{middle['others']:.1f}",
    )
    return Line((name, str(shoppers), *numbers, *cpu, budget), " ".join([*words, *failures[:1]]))


_NUMBERS = ("per_second", "p50", "p95", "p99", "cpu_web", "cpu_database", "of_its_own", "others")


def steady(steady: list[Figure]) -> None:
    lines = []
    for figure in steady:
        most = report.STEADY_P95[figure.name]
        cells = (
            figure.name,
            f"{figure.p50:.1f}",
            f"{figure.p95:.1f}",
            f"{figure.p99:.1f}",
            f"{figure.others:.1f}",
            f"p95 ≤ {most}",
        )
        lines.append(Line(cells, " ".join([judged(figure.p95, most=most), *figure.failures[:1]])))
    show(f"At {STEADY} requests per second", ("", "p50 ms", "p95 ms", "p99 ms", "others", "budget"), lines)
