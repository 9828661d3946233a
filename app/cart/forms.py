"""What a cart form sends: pieces of a listing, and where to go back to."""

import re
from collections.abc import Mapping
from uuid import UUID

from app import errors
from app.forms import parse_quantity, parse_uuid

MOST_TYPED = 999_999_999
MOST_PER_LINE = 10
RETURNS = {"/checkout/review", "/cart"}
_KEY = re.compile("[0-9a-z]{1,32}", re.ASCII)
_STEPS = {"1": 1, "-1": -1}


def parse_product_id(form: Mapping[str, str]) -> UUID:
    """The listing a form is about. Raises errors.NotForSale for anything that is not an id."""
    product_id = parse_uuid(form.get("product_id"))
    if product_id is None:
        raise errors.NotForSale
    return product_id


def parse_addition(form: Mapping[str, str]) -> int:
    """How many pieces to add, 1 when the form does not say. Raises errors.BadQuantity."""
    pieces = parse_quantity(form.get("quantity", "1"), highest=MOST_TYPED)
    if pieces is None:
        raise errors.BadQuantity
    return pieces


def parse_key(form: Mapping[str, str]) -> str:
    """By what an addition is known when it is sent again; empty when it has nothing of the kind."""
    key = form.get("key", "")
    return key if _KEY.fullmatch(key) else ""


def parse_pieces(form: Mapping[str, str]) -> int:
    """How many pieces a line shall have, 0 for none; a stepper's button sends a step of one beside what is there.

    Raises errors.BadQuantity for anything that is not a whole number in ASCII digits.
    """
    pieces = parse_quantity(form.get("quantity"), lowest=0, highest=MOST_TYPED)
    if pieces is None:
        raise errors.BadQuantity
    return max(pieces + _STEPS.get(form.get("step", ""), 0), 0)


def parse_return(form: Mapping[str, str]) -> str:
    """The page of this shop to go back to after a change: the cart unless the review asked."""
    wanted = form.get("next", "")
    return wanted if wanted in RETURNS else "/cart"


def parse_removed(args: Mapping[str, str]) -> tuple[UUID, int] | None:
    """What the cart's address says was just taken out: a listing and its pieces; None when it makes no sense."""
    product_id = parse_uuid(args.get("removed"))
    pieces = parse_quantity(args.get("pieces"), highest=MOST_PER_LINE)
    return (product_id, pieces) if product_id and pieces else None
