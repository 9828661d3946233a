"""What a cart form may send."""

from uuid import UUID

import pytest

from app import errors
from app.cart import forms

NO_NUMBERS = [
    "",
    " ",
    "-1",
    "+1",
    "1.0",
    "1,0",
    "1e1",
    "1_000",
    "١",
    "１",
    "2147483648",
    "9" * 400,
    "1\x00",
    "\ud800",
    "satu",
    "0x1",
]
ID = "3f2a1c00-0000-4000-8000-000000000001"


@pytest.mark.parametrize("text", [*NO_NUMBERS, "0"])
def test_an_addition_is_a_whole_number_from_one_on(text: str) -> None:
    with pytest.raises(errors.BadQuantity):
        forms.parse_addition({"quantity": text})


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_pieces_are_a_whole_number_from_zero_on(text: str) -> None:
    with pytest.raises(errors.BadQuantity):
        forms.parse_pieces({"quantity": text})


def test_pieces_have_to_be_said_but_an_addition_is_one_by_default() -> None:
    with pytest.raises(errors.BadQuantity):
        forms.parse_pieces({})
    assert forms.parse_addition({}) == 1


@pytest.mark.parametrize(
    "text", ["", "1", f"{{{ID}}}", f"urn:uuid:{ID}", ID[:-1], f"{ID}\x00", ID.replace("-", ""), "\ud800"]
)
def test_what_is_no_id_is_not_for_sale(text: str) -> None:
    with pytest.raises(errors.NotForSale):
        forms.parse_product_id({"product_id": text})


@pytest.mark.parametrize(
    ("sent", "pieces"),
    [
        ({"quantity": "0"}, 0),
        ({"quantity": " 3 "}, 3),
        ({"quantity": "3", "step": "1"}, 4),
        ({"quantity": "3", "step": "-1"}, 2),
        ({"quantity": "0", "step": "-1"}, 0),
        ({"quantity": "3", "step": "100"}, 3),
        ({"quantity": "999999999", "step": "1"}, 1_000_000_000),
    ],
)
def test_a_stepper_sends_its_step_beside_what_is_there(sent: dict[str, str], pieces: int) -> None:
    assert forms.parse_pieces(sent) == pieces


@pytest.mark.parametrize(
    "wanted", ["", "//jahat.test", "https://jahat.test/cart", "/checkout/place", "/cart?x=1", "/checkout/review#"]
)
def test_only_two_pages_can_be_returned_to(wanted: str) -> None:
    assert forms.parse_return({"next": wanted}) == "/cart"
    assert forms.parse_return({"next": "/checkout/review"}) == "/checkout/review"


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"removed": ID},
        {"removed": "x", "pieces": "1"},
        {"removed": ID, "pieces": "11"},
        {"removed": ID, "pieces": "0"},
    ],
)
def test_an_undo_that_makes_no_sense_is_none(args: dict[str, str]) -> None:
    assert forms.parse_removed(args) is None
    assert forms.parse_removed({"removed": ID, "pieces": "10"}) == (UUID(ID), 10)
