"""How much of a proof is run: a short form with every change, the full number with `make prove`."""

import os

FULL = os.environ.get("PROVE") == "full"


def sized(short: int, full: int) -> int:
    """The size of a proof in this run."""
    return full if FULL else short
