"""Amounts, times and stock in words."""

from datetime import UTC, datetime, timedelta

import pytest

from app.format import jam, rupiah, sisa_waktu, stock_words

NOW = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "Rp0"), (999, "Rp999"), (1_234_567, "Rp1.234.567"), (-18_000, "-Rp18.000")]
)
def test_rupiah_has_points_and_no_space(amount: int, text: str) -> None:
    assert rupiah(amount) == text


def test_a_moment_names_its_zone() -> None:
    assert jam(NOW) == "22 Nov 2026, 19.05 WIB"
    assert (jam(NOW, "WITA"), jam(NOW, "WIT")) == ("22 Nov 2026, 20.05 WITA", "22 Nov 2026, 21.05 WIT")


@pytest.mark.parametrize(
    ("ahead", "text"),
    [(timedelta(seconds=1), "1 mnt"), (timedelta(minutes=11, seconds=5), "12 mnt"), (timedelta(hours=23), "23 jam")],
)
def test_time_left_is_rounded_up(ahead: timedelta, text: str) -> None:
    assert sisa_waktu(NOW + ahead, NOW) == text


@pytest.mark.parametrize(
    ("available", "held", "text"),
    [(11, False, "Tersedia"), (10, False, "Sisa 10"), (1, True, "Sisa 1"), (0, False, "Habis")],
)
def test_stock_in_words(available: int, held: bool, text: str) -> None:
    assert stock_words(available, NOW if held else None) == text


def test_stock_that_others_hold_says_when_to_come_back() -> None:
    words = stock_words(0, datetime.now(UTC) + timedelta(minutes=11, seconds=30))
    assert words == "Sedang ditahan pembeli lain – coba lagi 12 mnt"
