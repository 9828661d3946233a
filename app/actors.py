"""Who acts in a transaction, and what the database finds out about them. app/db.py enters their role."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

SHOP, DESK, WORKER = "sensasiwangi_shop", "sensasiwangi_desk", "sensasiwangi_worker"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the database found behind a session: all None for a visitor without a cart.

    session_data is the session itself when sessions live in the database.
    """

    customer_id: UUID | None
    cart_id: UUID | None
    full_name: str | None
    email: str | None
    session_data: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who of the staff acts; role is cs or admin. is_confirmed: no second factor is missing."""

    id: UUID
    full_name: str
    email: str
    role: str
    is_confirmed: bool


NOBODY = Identity(None, None, None, None)  # who claims nothing, without asking the database


@dataclass(slots=True)
class Actor:
    """Who asks: a role, and the hash of their session (or, for shoppers, the ids a trusted session store gave).

    identity (colleague, for the desk) is known after the first door was passed. member_only makes the doors raise
    SignInRequired for visitors, admin_only NotStaff for everybody but admins; unconfirmed lets in who has still to give
    the second factor.
    """

    role: str = SHOP
    name: str = ""
    request_id: str = ""
    session: str | None = None
    customer_id: UUID | None = None
    cart_id: UUID | None = None
    member_only: bool = False
    admin_only: bool = False
    unconfirmed: bool = False
    identity: Identity | None = None
    colleague: Colleague | None = None

    def claims(self) -> dict[str, Any]:
        """The parameters of identify(): what is known once a door was passed, else what the session store said."""
        known = self.identity or self
        session = self.session if self.identity is None else None
        return {
            "session": session,
            "customer_id": known.customer_id,
            "cart_id": known.cart_id,
            "member_only": self.member_only,
        }
