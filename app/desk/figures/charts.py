"""Bars for the figures, as geometry: a template draws them. Heights and widths are hundredths of the drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from app.desk.figures.reckoning import Figures, Span
from app.format import hari, persen, rupiah

GAP = 0.25  # of a bar's place
HEIGHT = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; hollow ones are drawn as an outline. words are what it stands for."""

    x: float
    y: float
    width: float
    height: float
    words: str
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, a sentence that says what is to be seen, and the words at its corners."""

    name: str
    title: str
    sentence: str
    bars: tuple[Bar, ...]
    top: str
    first: str
    last: str


def charts(found: Figures) -> tuple[Chart, ...]:
    """Orders, their average value and the checkout's completion, by day or week."""
    return (_orders(found), _average(found), _completion(found))


class _Subject(NamedTuple):
    name: str
    title: str
    sentence: str


def _orders(found: Figures) -> Chart:
    most = max((span.orders for span in found.spans), default=0)
    bars: list[Bar] = []
    for (x, width), span in zip(_places(len(found.spans)), found.spans, strict=True):
        kept, lost = _height(span.kept, most), _height(span.lost, most)
        words = f"{hari(span.day)}: {span.orders} pesanan, {span.lost} batal atau kedaluwarsa"
        bars.append(Bar(x, HEIGHT - kept, width, kept, words))
        if span.lost:
            bars.append(Bar(x, HEIGHT - kept - lost, width, lost, words, is_hollow=True))
    sentence = f"{found.total.orders} pesanan, {found.total.lost} di antaranya batal atau kedaluwarsa (kotak kosong)."
    return _drawn(found, _Subject("orders", "Pesanan", sentence), bars, str(most))


def _average(found: Figures) -> Chart:
    average = found.total.average
    sentence = f"Rata-rata {rupiah(average)} per pesanan." if average else "Belum ada pesanan yang jadi."
    return _simple(found, _Subject("average", "Nilai rata-rata", sentence), lambda span: span.average, rupiah)


def _completion(found: Figures) -> Chart:
    share = found.total.completion
    sentence = f"{persen(share)} checkout menjadi pesanan." if share is not None else "Belum ada yang checkout."
    return _simple(found, _Subject("completion", "Checkout selesai", sentence), lambda span: span.completion, persen)


def _simple(
    found: Figures, subject: _Subject, value: Callable[[Span], float | None], words: Callable[..., str]
) -> Chart:
    values = [value(span) for span in found.spans]
    most = max((it for it in values if it is not None), default=0)
    bars = [
        Bar(x, HEIGHT - _height(it, most), width, _height(it, most), f"{hari(span.day)}: {words(it)}")
        for (x, width), span, it in zip(_places(len(values)), found.spans, values, strict=True)
        if it is not None
    ]
    return _drawn(found, subject, bars, words(most))


def _drawn(found: Figures, subject: _Subject, bars: list[Bar], top: str) -> Chart:
    title = f"{subject.title} per {'hari' if found.step == 1 else 'minggu'}"
    first, last = hari(found.spans[0].day), hari(found.spans[-1].day)
    return Chart(subject.name, title, subject.sentence, tuple(bars), top, first, last)


def _places(count: int) -> Sequence[tuple[float, float]]:
    """Where bars stand side by side: x and width."""
    edges = [100 * n / count for n in range(count + 1)]
    return [(left + GAP / 2 * (right - left), (1 - GAP) * (right - left)) for left, right in pairwise(edges)]


def _height(value: float, most: float) -> float:
    return HEIGHT * value / most if most else 0.0
