import pytest

from app.phone import parse_phone, readable_phone


@pytest.mark.parametrize(
    "text",
    ["081234567890", "0812 3456 7890", "0812-3456-7890", "0812.3456.7890", "(0812) 3456 7890", "0812/34567890",
     "6281234567890",
     "+6281234567890", "+62 812-3456-7890", "+62 (0)812 3456 7890", "(+62) 812 3456 7890", "62 0812 3456 7890",
     "006281234567890",
     "00 62 812 3456 7890", "81234567890", " 0812 3456 7890 ", "\u202a+62 812‑3456‑7890\u202c",
     "0812\u00a03456\u20097890",
     "0812–3456–7890", "\u200b081234567890"],
)  # fmt: skip
def test_every_indonesian_notation_is_one_number(text):
    assert parse_phone(text) == "+6281234567890"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("021-555-0123", "+62215550123"),
        ("(0274) 562 345", "+62274562345"),
        ("0811 234 567", "+62811234567"),
        ("0895 3456 78901", "+62895345678901"),
    ],
)
def test_fixed_lines_and_short_and_long_mobiles(text, number):
    assert parse_phone(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "0", "08", "0812", "08123456", "081234567890123", "٠٨١٢٣٤٥٦٧٨٩٠", "０８１２３４５６７８９０",
     "0812٣4567890", "+1 202 555 0123", "+65 9123 4567",
     "001 62 812 3456 7890", "0812345678a", "0812_3456_7890", "0812345\x007890", "0812345\n7890",
     "++6281234567890", "+081234567890",
     "112", "1500123", "0" * 64, "8" * 65, "０", "-", "+62"],
)  # fmt: skip
def test_other_things_are_none(text):
    assert parse_phone(text) is None


def test_numbers_are_shown_as_people_write_them():
    assert readable_phone("+6281234567890") == "0812-3456-7890"
    assert readable_phone("+62215550123") == "0215-5501-23"
    assert readable_phone("+6591234567") == "+6591234567"
    assert readable_phone("") == ""
    assert parse_phone(readable_phone("+6281234567890")) == "+6281234567890"
