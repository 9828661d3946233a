"""The switches that operators turn while the shop runs: `flask switch checkout off`, `flask switch readonly on`.

The database decides: no order is made while the checkout is off, and nothing is written in a shop that can only be looked
at, from the moment the switch was turned. What is kept here lets pages say so half a second later without a question.
"""

from dataclasses import dataclass

from flask import Flask, current_app

from app import db
from app.kept import Kept
from app.statements import Statement, named

SECONDS = 0.5
_sql = named("switches")


@dataclass(frozen=True, slots=True)
class Switches:
    """Whether the checkout is open, and whether the shop can only be looked at."""

    checkout: bool
    readonly: bool


def init_app(app: Flask) -> None:
    """Lets shoppers' reads bring the switches along."""
    kept = Kept(_sql.row("now", Switches), Switches(checkout=True, readonly=False), seconds=SECONDS, decides=True)
    app.extensions["switches"] = kept
    app.extensions["database"].kept.append(kept)


def checkout_is_open() -> bool:
    """By the setting and by the switch, as this process knows it: asked for only when a closed one may be open again.

    Raises errors.Unavailable.
    """
    kept: Kept[Switches | None] = current_app.extensions["switches"]
    if kept.is_due and not (kept.value and kept.value.checkout):
        db.read(db.Actor())
    return bool(current_app.config["SETTINGS"].feature_checkout and kept.value and kept.value.checkout)


def shop_is_readonly() -> bool:
    """Whether a refused write met the switch, and not a database that became a standby: asked for unless this process knows.

    Who knew of it until now has met it, even if it was turned back meanwhile. Raises errors.Unavailable.
    """
    kept: Kept[Switches | None] = current_app.extensions["switches"]
    knew = bool(kept.value and kept.value.readonly)
    if kept.is_due or not knew:
        kept.forget()
        db.read(db.Actor())
    return knew or bool(kept.value and kept.value.readonly)


def turn(name: str, reason: str, *, is_on: bool) -> Statement[None]:
    """Turns a switch; the owner may."""
    return _sql.run("set", switch=name, is_on=is_on, reason=reason)
