"""People of the desk and their second factor, as typed statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.statements import Statement, named

sql = named("desk_access")


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The acting person's secret (base32, RFC 6238; None before there is one); is_set once a code of it was right."""

    secret: str | None
    is_set: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the desk."""

    id: UUID
    full_name: str
    email: str
    role: str
    second_factor_required: bool
    has_second_factor: bool
    created_at: datetime


def own_second_factor() -> Statement[SecondFactor | None]:
    """The acting person's."""
    return sql.row("own_second_factor", SecondFactor)


def propose_second_factor(secret: str) -> Statement[str]:
    """Gives the acting person a secret, unless there is one; the one that counts."""
    return sql.scalar("propose_second_factor", secret=secret)


def confirm_second_factor(session: str | None, step: int) -> Statement[bool]:
    """Takes the right code of a time step for this session; False when it was used before."""
    return sql.scalar("confirm_second_factor", session=session, step=step)


def people() -> Statement[list[Person]]:
    """Everybody who works here, by name."""
    return sql.rows("people", Person)


def set_second_factor(staff_id: UUID, *, required: bool, forget: bool) -> Statement[None]:
    """Asks for a second factor or no longer; forget lets the person set up a new phone."""
    return sql.run("set_second_factor", staff_id=staff_id, required=required, forget=forget)


def remove(staff_id: UUID) -> Statement[None]:
    """Removes a colleague."""
    return sql.run("remove", staff_id=staff_id)
