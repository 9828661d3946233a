"""Reading pasted tracking numbers. The numbers have the shapes of couriers' examples; they are invented."""

import pytest

from app.desk.paste import resi
from app.desk.paste.resi import Row, guess_courier


@pytest.mark.parametrize(
    "line",
    [
        "SW-261122-K7QMP\tJP1234567890",
        "sw261122k7qmp JP1234567890",
        "SW 261122 K7QMP, jp1234567890",
        "SW-261122-K7QMP;JP 1234 567890",
        "JP1234567890\tSW-261122-K7QMP",
        "  SW-261122-K7QMP   JP1234567890  ",
        '"SW-261122-K7QMP","JP1234567890"',
        "SW-261122-K7QMP\t'JP1234567890",
        "\ufeffSW-261122-K7QMP\u00a0JP12\u200b34567890",
    ],
)
def test_a_row_in_any_notation(line: str) -> None:
    (row,) = resi.read(line)
    assert (row.order_number, row.tracking_number, row.courier, row.problem) == (
        "SW-261122-K7QMP",
        "JP1234567890",
        "J&T",
        "",
    )


@pytest.mark.parametrize(
    ("number", "courier"),
    [
        ("JP1234567890", "J&T"),
        ("JD0123456789", "J&T"),
        ("SPXID054321098765", "SPX"),
        ("NLIDAP1234567890", "Ninja Xpress"),
        ("IDS901234567890", "ID Express"),
        ("TKP4001234567", "TIKI"),
        ("11LP1234567890", "Lion Parcel"),
        ("RR123456789ID", "POS Indonesia"),
        ("GK-11-1234567", "GoSend"),
        ("CGK1234567890", "JNE"),
        ("000123456789", "SiCepat"),
        ("10001234567890", "AnterAja"),
        ("012345678901", "JNE"),
        ("8825112200123456", "JNE"),
        ("ZZ99", ""),
        ("123456789", ""),
        ("٠٠٠١٢٣٤٥٦٧٨٩", ""),
    ],
)
def test_couriers_are_guessed_from_the_shape(number: str, courier: str) -> None:
    assert guess_courier(number) == courier


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("JP1234567890 tanpa pesanan", resi.NO_ORDER),
        ("SW-261122-K7QM JP1234567890", resi.NO_ORDER),
        ("SW-261122-K7QMPX JP1234567890", resi.NO_ORDER),
        ("SW-261122-K7QMP\u202e JP1234567890", resi.NO_ORDER),
        ("SW-261122-K7QMP", resi.NO_NUMBER),
        ("SW-261122-K7QMP\t;,", resi.NO_NUMBER),
        ("SW-261122-K7QMP 12345", resi.BAD_FORM),
        ("SW-261122-K7QMP JP12345<b>6", resi.BAD_FORM),
        ("SW-261122-K7QMP " + "1" * 41, resi.BAD_FORM),
        ("SW-261122-K7QMP ------", resi.BAD_FORM),
    ],
)
def test_what_cannot_be_read_says_why(line: str, problem: str) -> None:
    assert [row.problem for row in resi.read(line)] == [problem]


def test_the_same_twice_is_a_problem_of_the_later_row() -> None:
    rows = resi.read(
        "No Pesanan\tResi\nSW-261122-K7QMP JP1234567890\n\nSW-261122-K7QMR JP1234567890\nsw261122k7qmp JP1234567891"
    )
    assert [(row.number, row.problem) for row in rows] == [
        (2, ""),
        (4, resi.SAME_NUMBER.format(2)),
        (5, resi.SAME_ORDER.format(2)),
    ]
    assert rows[0] == Row(2, "SW-261122-K7QMP JP1234567890", "SW-261122-K7QMP", "JP1234567890", "J&T")
