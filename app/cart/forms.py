"""What a cart form sends: pieces of a listing, and where to go back to."""

from collections.abc import Mapping

from app import errors
from app.forms import parse_quantity

MOST_TYPED = 999_999_999
RETURNS = {"/checkout/review", "/cart"}


def parse_pieces(form: Mapping[str, str], *, lowest: int) -> int:
    """The quantity, 1 when none is sent; a stepper's button sends a step of one beside it.

    Raises errors.BadQuantity for anything that is not a whole number in ASCII digits from `lowest` on.
    """
    pieces = parse_quantity(form.get("quantity", "1"), lowest=0, highest=MOST_TYPED)
    if pieces is not None:
        pieces = max(pieces + {"1": 1, "-1": -1}.get(form.get("step", ""), 0), 0)
    if pieces is None or pieces < lowest:
        raise errors.BadQuantity
    return pieces


def parse_return(form: Mapping[str, str]) -> str:
    """The page of this shop to go back to after a change: the cart unless the review asked."""
    wanted = form.get("next", "")
    return wanted if wanted in RETURNS else "/cart"
