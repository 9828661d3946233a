"""The steps of `flask smoke URL`: a purchase as a browser without scripts makes it, and what must be true around it."""

from app.checking import Check
from app.smoke import books, leaving, ordering, quality, shopping
from app.smoke.visit import Visit

STEPS: tuple[Check[Visit], ...] = (
    *shopping.STEPS,
    *ordering.STEPS,
    *books.STEPS,
    *leaving.STEPS,
    *quality.STEPS,
)
