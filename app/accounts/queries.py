"""What the database knows and does about members. Functions without an owner act for the signed-in member."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from app.statements import Statement, named

sql = named("accounts")

MOST_ADDRESSES = 20  # as in save_address
MARKETING_VERSION = "2026-11"  # of the box beside it, and of the account page's button
TERMS_VERSION = "2026-11"  # of the sentence beside the registration button (partials/accounts/register.html)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who an e-mail belongs to, a member or somebody of the staff, and the hash of their password."""

    customer_id: UUID | None
    staff_id: UUID | None
    password_hash: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to write into the outbox, in plain text; {site} in the body stands for the shop's public address."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class ResetOwner:
    """Whose password a reset link is for."""

    customer_id: UUID
    email: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the account page shows; open_orders counts those that are not closed yet."""

    full_name: str
    email: str
    phone_number: str | None
    created_at: datetime
    deletion_requested_at: datetime | None
    saved_addresses: int
    open_orders: int


@dataclass(frozen=True, slots=True)
class Consent:
    """What the member agreed to (terms or marketing), in the words of which version; times in UTC."""

    purpose: str
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes a parcel, by the names of the address form; phone in E.164, "" for none."""

    recipient_name: str
    phone_number: str


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """An address of the member, with the fields of the address form; the default one comes first."""

    id: UUID
    label: str
    recipient_name: str
    phone_number: str
    province_name: str
    city_name: str
    district_name: str
    subdistrict_name: str
    postal_code: str
    address_line: str
    additional_info: str
    is_default: bool


def credentials_of(email: str) -> Statement[Credentials | None]:
    """Who has this e-mail and the hash of their password, None when nobody has."""
    return sql.row("credentials_of", Credentials, email=email)


def own_password_hash() -> Statement[str | None]:
    """The member's own hash."""
    return sql.scalar("own_password_hash")


def register(
    email: str, full_name: str, phone_number: str, password_hash: str, *, wants_news: bool
) -> Statement[UUID | None]:
    """The new member's id, None when the e-mail has an account."""
    return sql.scalar(
        "register",
        email=email,
        full_name=full_name,
        phone_number=phone_number,
        password_hash=password_hash,
        terms_version=TERMS_VERSION,
        marketing_version=MARKETING_VERSION if wants_news else None,
    )


def remind_registered(email: str, mail: Mail) -> Statement[None]:
    """Tells the owner of an e-mail that somebody tried to register it again."""
    return sql.run("remind_registered", email=email, subject=mail.subject, body=mail.body)


def merge_cart(visitor_cart_id: UUID | None, customer_id: UUID) -> Statement[int]:
    """How many pieces came along from the cart the visitor had filled."""
    return sql.scalar("merge_cart", visitor_cart_id=visitor_cart_id, customer_id=customer_id)


def request_password_reset(email: str, token: str, mail: Mail) -> Statement[None]:
    """A reset link with its mail; nothing happens for an unknown e-mail."""
    texts = {"subject": mail.subject, "body": mail.body}
    return sql.run("request_password_reset", email=email, token_hash=_hash(token), **texts)


def password_reset_owner(token: str) -> Statement[ResetOwner | None]:
    """Whose link this is, None when it cannot be used (any more)."""
    return sql.row("password_reset_owner", ResetOwner, token_hash=_hash(token))


def reset_password(token: str, password_hash: str, mail: Mail) -> Statement[UUID | None]:
    """The owner, None when the link cannot be used (any more)."""
    texts = {"subject": mail.subject, "body": mail.body}
    return sql.scalar("reset_password", token_hash=_hash(token), password_hash=password_hash, **texts)


def set_password(password_hash: str, mail: Mail) -> Statement[None]:
    """The member's new password; ends all their sessions."""
    return sql.run("set_password", password_hash=password_hash, subject=mail.subject, body=mail.body)


def profile() -> Statement[Profile | None]:
    """What the account page shows, None for a visitor."""
    return sql.row("profile", Profile)


def first_name() -> Statement[str | None]:
    """The name in the header's account link, None for a visitor."""
    return sql.scalar("first_name")


def update_profile(full_name: str, phone_number: str) -> Statement[None]:
    """Changes name and phone number (E.164)."""
    return sql.run("update_profile", full_name=full_name, phone_number=phone_number)


def person() -> Statement[Person | None]:
    """The member, as somebody to whom a parcel goes."""
    return sql.row("person", Person)


def addresses() -> Statement[list[SavedAddress]]:
    """The member's saved addresses."""
    return sql.rows("addresses", SavedAddress)


def address(address_id: UUID) -> Statement[SavedAddress | None]:
    """One of the member's addresses, None when it is not theirs."""
    return sql.row("address", SavedAddress, id=address_id)


def save_address(fields: dict[str, Any]) -> Statement[UUID | None]:
    """The new address's id, None when there are MOST_ADDRESSES already."""
    return sql.scalar("save_address", fields=Jsonb(fields))


def update_address(address_id: UUID, fields: dict[str, Any]) -> Statement[bool]:
    """False when the address is not theirs."""
    return sql.scalar("update_address", id=address_id, fields=Jsonb(fields))


def choose_default_address(address_id: UUID) -> Statement[bool]:
    """False when the address is not theirs."""
    return sql.scalar("choose_default_address", id=address_id)


def delete_address(address_id: UUID) -> Statement[bool]:
    """False when the address is not theirs."""
    return sql.scalar("delete_address", id=address_id)


def export_my_data() -> Statement[dict[str, Any]]:
    """Everything kept about the member."""
    return sql.scalar("export_my_data")


def request_deletion() -> Statement[int]:
    """How many orders still run; 0 means that the account is gone."""
    return sql.scalar("request_deletion")


def _hash(token: str) -> str:
    """The mail carries the token, the database knows only this."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def withdraw_deletion() -> Statement[None]:
    """Takes back a request for deletion that waits."""
    return sql.run("withdraw_deletion")


def consents() -> Statement[list[Consent]]:
    """What the member ever agreed to, newest first."""
    return sql.rows("consents", Consent)


def set_marketing_consent(*, is_given: bool) -> Statement[None]:
    """The member wants news by e-mail, or no longer."""
    return sql.run("set_marketing_consent", text_version=MARKETING_VERSION, is_given=is_given)
