"""The figures of a period: the page, and the same numbers for a spreadsheet."""

from datetime import date, datetime
from typing import Any

from flask import Response, request

from app import db, deadline
from app.desk.blueprint import bp, page
from app.desk.figures import export, forms, queries, upkeep
from app.desk.figures.charts import charts
from app.desk.figures.forms import PRESETS, Period
from app.desk.figures.reckoning import Figures, figures
from app.desk.queue import queries as queue
from app.format import WIB
from app.security import staff
from app.statements import Statement

FIGURES = ("desk/figures.html", "partials/desk/figures.html")
UPKEEP = ("desk/upkeep.html", "partials/desk/upkeep.html")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/figures", endpoint="figures")
def show() -> Response:
    """How the shop did."""
    period = _period()
    *rows, discrepancies, counts = _read(
        *_asked(period), queries.turnover(period), queries.discrepancies(period), queue.counts()
    )
    found = figures(period, *rows)
    presets = [(days, forms.last(days, _today())) for days in PRESETS]
    return page(
        *FIGURES,
        title="Angka",
        counts=counts,
        found=found,
        charts=charts(found),
        discrepancies=discrepancies,
        presets=presets,
        today=_today(),
    )


@bp.get("/figures.csv")
def figures_csv() -> Response:
    """The days as comma separated values."""
    period = _period()
    placed, left, confirmed = _read(*_asked(period))
    found = figures(period, placed, left, confirmed, None)
    return _file(export.csv(found), "text/csv", f"angka-{period.since}-{period.until}.csv")


@bp.get("/figures.xlsx")
def figures_workbook() -> Response:
    """Everything as a workbook."""
    period = _period()
    *rows, discrepancies = _read(*_asked(period), queries.turnover(period), queries.discrepancies(period))
    content = export.workbook(figures(period, *rows), discrepancies)
    return _file(content, SHEET, f"angka-{period.since}-{period.until}.xlsx")


@bp.get("/maintenance")
def maintenance() -> Response:
    """What to look at each day, week and month."""
    today = _today()
    week, month = forms.last(7, today), forms.last(30, today)
    placed, left, counts, shelf, turnover = _read(
        queries.days(month),
        queries.abandoned(month),
        queue.counts(),
        queries.shelf(),
        queries.turnover(week),
    )
    spans = (_within(week, placed, left, turnover), _within(month, placed, left, None))
    recent = _within(forms.last(2, today), placed, left, None)
    now = upkeep.Now(today, counts, shelf, recent, *spans)
    return page(*UPKEEP, title="Perawatan", counts=counts, lists=upkeep.lists(now))


def _read(*statements: Statement[Any]) -> Any:
    """The answers for somebody of the staff, who may wait longer than a shopper."""
    with deadline.within(deadline.REPORT):
        return db.read(staff(), *statements)


def _asked(period: Period) -> tuple[Statement[Any], ...]:
    return queries.days(period), queries.abandoned(period), queries.confirmations(period)


def _within(
    period: Period,
    placed: list[queries.Placed],
    left: list[queries.Abandoned],
    turnover: queries.Turnover | None,
) -> Figures:
    """The figures of a part of the days that were read."""
    days = [row for row in placed if row.day >= period.since]
    return figures(period, days, [row for row in left if row.day >= period.since], None, turnover)


def _file(content: str | bytes, media_type: str, name: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _period() -> Period:
    return forms.parse_period(request.args, _today())


def _today() -> date:
    return datetime.now(WIB).date()
